"""What was typed into the checkout, kept in the visitor's session until it is ordered.

A lost connection, the back button or a look at another page costs nobody their words. Consents are never kept: each is
given on the form it is sent with.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

SESSION_KEY = "checkout_draft"
_NAMES = frozenset(
    {"name", "phone", "email", "province", "commune", "commune_search", "street", "note", "saved_address"}
)
_STEMS = ("delivery_", "payment_")
_LONGEST, _MOST = 600, 100


def keep(request: HttpRequest, typed: Mapping[str, str]) -> None:
    """Keep what was typed now instead of what was typed before."""
    kept = {
        name: str(value)[:_LONGEST]
        for name, value in typed.items()
        if name in _NAMES or (name.startswith(_STEMS) and len(name) < 40)
    }
    kept = dict(list(kept.items())[:_MOST])
    if request.session.get(SESSION_KEY) == kept:
        return
    request.session[SESSION_KEY] = kept


def read(request: HttpRequest) -> dict[str, str]:
    """What this visitor typed before."""
    kept = request.session.get(SESSION_KEY)
    return dict(kept) if isinstance(kept, dict) else {}


def forget(request: HttpRequest) -> None:
    """It is ordered: names and addresses leave the session."""
    request.session.pop(SESSION_KEY, None)
