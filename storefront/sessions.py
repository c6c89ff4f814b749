"""Sessions in the database as Django keeps them, whose two questions are worked out once in a process."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from storefront.ready_queries import ReadyQuery

_RUNNING: ReadyQuery[Session] = ReadyQuery(
    lambda *, key, at: Session.objects.filter(session_key=key, expire_date__gt=at)
)
_TAKEN: ReadyQuery[str] = ReadyQuery(
    lambda *, key: Session.objects.filter(session_key=key).values_list("pk", flat=True)
)


class SessionStore(db.SessionStore):
    """The store named by `SESSION_ENGINE`; writing and clearing away are Django's."""

    def _get_session_from_db(self) -> Any:
        found = _RUNNING(key=self.session_key, at=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]

    def exists(self, session_key: str) -> bool:
        return bool(_TAKEN(key=session_key))
