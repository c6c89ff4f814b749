"""Who among the staff reads what waits and decides: operator and editor both do both."""

from __future__ import annotations

_BOTH = ["buyer_reviews.view_review", "buyer_reviews.change_review"]

ROLE_PERMISSIONS: dict[str, list[str]] = {"operator": _BOTH, "editor": _BOTH}
