"""Who makes and revokes keys, and what a key's owner must be allowed to."""

from __future__ import annotations

from typing import Any

from catalogue.importing.permissions import ACCEPT
from storefront.api.models import ApiToken

VIEW, ADD, CHANGE = "api.view_apitoken", "api.add_apitoken", "api.change_apitoken"

ROLE_PERMISSIONS = {
    "programme_office": [VIEW, ADD, CHANGE],
    "operator": [VIEW, ADD, CHANGE],
}


def scopes_for(user: Any) -> list[tuple[str, Any]]:
    """The scopes a key of `user` may have: nobody hands out a right of writing they do not hold."""
    may_write = can_send_records(user)
    return [choice for choice in ApiToken.Scope.choices if may_write or choice[0] != ApiToken.Scope.WRITE]


def can_send_records(user: Any) -> bool:
    """Whether records may be entered in the name of `user`: the right the import page asks for."""
    return user.is_active and user.has_perm(ACCEPT)


def can_revoke(user: Any, token: ApiToken) -> bool:
    return token.revoked_at is None and user.has_perm(CHANGE)
