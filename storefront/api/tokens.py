"""Keys: made once, shown once, recognised by their hash, revoked for good.

A key is 256 random bits, so one round of SHA-256 hides it as well as a slow hash would.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from storefront.api.errors import ProblemError
from storefront.api.models import WARN_DAYS, ApiToken
from storefront.locks import locked

PREFIX = "saolang_"
_SHOWN = len(PREFIX) + 4
_NOTE_USE_EVERY = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make_token(*, name: str, scope: str, owner: Any, expires_on: date | None = None) -> tuple[ApiToken, str]:
    """Return a new key's record and the key itself, which is nowhere kept."""
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name,
        scope=scope,
        owner=owner,
        beginning=secret[:_SHOWN],
        digest=digest_of(secret),
        expires_on=expires_on,
    )
    log(token, "ocop.api_key_made", user=owner, data={"scope": scope})
    return token, secret


def find_token(secret: str, *, at: datetime) -> ApiToken:
    """Return the key that is presented. Raises `ProblemError` 401 for an unknown, revoked or expired one."""
    token = ApiToken.objects.select_related("owner").filter(digest=digest_of(secret)).first()
    if token is None:
        raise ProblemError(401, "token-unknown", _("Không có chìa khoá API này."))
    if token.revoked_at is not None:
        raise ProblemError(401, "token-revoked", _("Chìa khoá API này đã bị thu hồi."))
    if token.is_expired(at=at):
        raise ProblemError(401, "token-expired", _("Chìa khoá API này đã hết hạn."))
    if not token.owner.is_active:
        raise ProblemError(
            401, "token-owner-inactive", _("Tài khoản của chủ chìa khoá API này đã ngừng hoạt động.")
        )
    if token.last_used_at is None or at - token.last_used_at >= _NOTE_USE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def ending_soon(*, at: datetime) -> int:
    """How many keys in use end within the days of warning."""
    today = timezone.localdate(at)
    return ApiToken.objects.filter(
        revoked_at=None, expires_on__gt=today, expires_on__lte=today + timedelta(days=WARN_DAYS)
    ).count()


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Any) -> None:
    """Make a key useless from now on; revoking twice changes nothing."""
    (current,) = locked(ApiToken.objects.filter(pk=token.pk))
    if current.revoked_at is not None:
        return
    current.revoked_at, current.revoked_by = timezone.now(), by
    current.save(update_fields=["revoked_at", "revoked_by"])
    log(current, "ocop.api_key_revoked", user=by)
