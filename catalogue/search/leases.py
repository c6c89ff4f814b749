"""One at a time, across processes and machines, by a row of the database; ends by itself when its holder dies."""

from __future__ import annotations

from datetime import timedelta
from types import TracebackType

from django.db.models import Q
from django.utils import timezone

from catalogue.search.models import Note

#: Who works off what waits, and who builds an index anew.
DRAINER, BUILDER = "drainer", "builder"


class Lease:
    """`with Lease("drainer", mine, minutes) as lease: if lease.held: …`; `renew` while at it."""

    def __init__(self, name: str, owner: str, length: timedelta) -> None:
        self.name, self.owner, self.length = name, owner, length
        self.held = False

    def __enter__(self) -> Lease:
        Note.objects.get_or_create(name=self.name)
        now = timezone.now()
        free = Note.objects.filter(Q(until=None) | Q(until__lt=now), name=self.name)
        self.held = bool(free.update(value=self.owner, until=now + self.length))
        return self

    def renew(self) -> None:
        """Hold it on; `held` becomes false where it was lost meanwhile."""
        mine = Note.objects.filter(name=self.name, value=self.owner)
        self.held = bool(mine.update(until=timezone.now() + self.length))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.held:
            Note.objects.filter(name=self.name, value=self.owner).update(until=None)

    @staticmethod
    def is_held(name: str) -> bool:
        return Note.objects.filter(name=name, until__gte=timezone.now()).exists()
