"""Who keeps the shops elsewhere. Questions are read by the operator, who answers for them."""

from __future__ import annotations

_KEEPS = [f"contacts.{action}_channellink" for action in ("view", "add", "change", "delete")]
ROLE_PERMISSIONS: dict[str, list[str]] = {
    "operator": [*_KEEPS, "contacts.view_enquiry"],
    "trade_department": _KEEPS,
    "editor": _KEEPS,
}
