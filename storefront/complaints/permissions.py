"""Who among the staff reads complaints and who answers them: operator and trade department both do both."""

from __future__ import annotations

_BOTH = ["complaints.view_complaint", "complaints.change_complaint"]

ROLE_PERMISSIONS: dict[str, list[str]] = {"operator": _BOTH, "trade_department": _BOTH}
