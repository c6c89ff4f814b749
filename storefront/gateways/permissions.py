"""Who keeps the keys of bank news and sees what was paid at a gateway. The operator answers for both."""

from __future__ import annotations

VIEW, ADD, CHANGE = (f"gateways.{action}_bankhook" for action in ("view", "add", "change"))
ROLE_PERMISSIONS: dict[str, list[str]] = {
    "operator": [VIEW, ADD, CHANGE, "gateways.view_paymentattempt"],
    "trade_department": ["gateways.view_paymentattempt"],
}
