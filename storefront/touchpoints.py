"""What brought this visitor: a scanned code, a fair, a livestream. Left on the way in, read when an order is placed.

The note lives in the session and is written only when somebody arrives by such a way, so that ordinary
visitors carry no cookie.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

SESSION_KEY = "touchpoint"
KEPT_FOR = timedelta(days=7)


class Touchpoint(TypedDict):
    """`kind` is code, fair, livestream or sales_point; `reference` its public id; `at` an ISO moment with zone."""

    kind: str
    reference: str
    at: str


def leave(request: HttpRequest, *, kind: str, reference: str) -> None:
    """Remember that this visitor came by `kind`/`reference`; the latest way in wins."""
    request.session[SESSION_KEY] = Touchpoint(kind=kind, reference=reference, at=timezone.now().isoformat())


def pick_up(request: HttpRequest) -> Touchpoint | None:
    """Return the note of the last seven days, or None. It stays: a visitor may order twice."""
    note = request.session.get(SESSION_KEY)
    if not isinstance(note, dict) or not {"kind", "reference", "at"} <= note.keys():
        return None
    at = parse_datetime(note["at"])
    if at is None or timezone.now() - at > KEPT_FOR:
        return None
    return Touchpoint(kind=note["kind"], reference=note["reference"], at=note["at"])
