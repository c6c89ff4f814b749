"""Who among the staff looks after prices and promotions."""

from __future__ import annotations

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "operator": ["offers.view_pricechange"],
    "trade_department": ["offers.view_pricechange"],
}
