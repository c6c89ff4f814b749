"""Who among the staff may look at purchases. Nobody changes them in the back office."""

from __future__ import annotations

ROLE_PERMISSIONS: dict[str, list[str]] = {
    "operator": [
        "purchases.view_ordergroup",
        "purchases.view_deliveryrate",
        "purchases.add_deliveryrate",
        "purchases.change_deliveryrate",
        "purchases.delete_deliveryrate",
    ],
    "trade_department": ["purchases.view_ordergroup", "purchases.view_deliveryrate"],
}
