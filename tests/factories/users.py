"""People for tests."""

from __future__ import annotations

from typing import Any

from storefront.users.models import User

_count = 0


def make_user(email: str = "", *, role: str = "", **fields: Any) -> User:
    """A user who may sign in with the password `mat-khau`; `role` is a key of `storefront.users.roles.ROLES`."""
    global _count
    _count += 1
    user = User.objects.create_user(email or f"nguoi{_count}@example.vn", "mat-khau", **fields)
    if role:
        from storefront.users.roles import ensure_roles

        user.groups.add(ensure_roles()[role])
    return user
