"""Who among the staff keeps delivery terms and carriers."""

from __future__ import annotations

_KEPT = ("deliveryterms", "deliveryzone", "carrier")
ROLE_PERMISSIONS: dict[str, list[str]] = {
    "operator": [
        *(f"delivery.{action}_{model}" for model in _KEPT for action in ("view", "add", "change", "delete")),
        "delivery.view_carriercall",
    ],
    "trade_department": [f"delivery.view_{model}" for model in _KEPT],
}
