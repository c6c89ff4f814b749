"""Who among the staff looks after prices and promotions."""

from __future__ import annotations

_LOOK = ["offers.view_pricechange", "offers.view_discountbearer"]
_WRITE = [
    f"offers.{right}_{model}"
    for model in ("promotion", "concentratedevent")
    for right in ("add", "change", "view")
] + ["voucher.add_voucher", "voucher.view_voucher"]

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "operator": _LOOK + _WRITE,
    "trade_department": _LOOK + _WRITE,
}
