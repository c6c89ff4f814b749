"""Who sees how search is doing: whoever keeps the shop running."""

from __future__ import annotations

from typing import Any

VIEW = "search.view_waiting"
ROLE_PERMISSIONS: dict[str, list[str]] = {"operator": [VIEW]}


def can_see_search(user: Any) -> bool:
    """Whether `user` may open the panel of search in the back office."""
    return user.has_perm(VIEW)
