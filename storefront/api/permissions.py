"""Who makes and revokes keys, and what a key's owner must be allowed to."""

from __future__ import annotations

from typing import Any

from catalogue.certification.permissions import RIGHTS
from catalogue.importing.permissions import ACCEPT
from storefront.api.models import ApiToken

VIEW, ADD, CHANGE = "api.view_apitoken", "api.add_apitoken", "api.change_apitoken"

ROLE_PERMISSIONS = {
    "programme_office": [VIEW, ADD, CHANGE],
    "operator": [VIEW, ADD, CHANGE],
}

_NEEDED: dict[ApiToken.Scope, list[str]] = {
    ApiToken.Scope.READ: [],
    ApiToken.Scope.WRITE: [ACCEPT],
    ApiToken.Scope.REVOKE: [ACCEPT, RIGHTS["revoke"]],
}


def scopes_for(user: Any) -> list[tuple[str, Any]]:
    """The scopes a key of `user` may have: nobody hands out a right of writing they do not hold."""
    return [(scope, label) for scope, label in ApiToken.Scope.choices if may_use(user, scope)]


def may_use(user: Any, scope: str) -> bool:
    """Whether a key of that scope may act in the name of `user`: the rights the import page asks for."""
    needed = _NEEDED[ApiToken.Scope(scope)]
    return not needed or (user.is_active and user.has_perms(needed))


def can_revoke(user: Any, token: ApiToken) -> bool:
    return token.revoked_at is None and user.has_perm(CHANGE)
