"""How far a long import has come, told from inside it to whoever looks at its page; and the call to stop.

Kept in a cache of its own that the worker and the web processes share: while an import writes, nothing it says in the
database could be seen by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event, Thread
from time import monotonic, time
from typing import Any

from django.core.cache import caches

#: Seconds between two signs of life, and without one after which the work counts as interrupted.
BEAT, SILENCE = 3.0, 30.0
_EVERY = 0.5
_KEPT = 7 * 24 * 3600
_reporter: ContextVar[Reporter | None] = ContextVar("import_reporter", default=None)


class WorkStoppedError(Exception):
    """Somebody called the work off; what it had begun is undone."""


class Reporter:
    """Tells the page of one piece of work how far it is, and beats while it lives."""

    def __init__(self, work_id: int) -> None:
        self.work_id = work_id
        self.told: dict[str, Any] = {"phase": "", "done": 0, "total": 0}
        self._last = 0.0

    def tell(self, phase: str, done: int, total: int) -> None:
        """Note where the work is; raises `WorkStoppedError` when it was called off."""
        is_new = phase != self.told["phase"] or done >= total
        self.told = {"phase": phase, "done": done, "total": total}
        if is_new or monotonic() - self._last > _EVERY:
            self.beat()
            if _store().get(_stop_key(self.work_id)):
                raise WorkStoppedError

    def beat(self) -> None:
        self._last = monotonic()
        _store().set(_key(self.work_id), {**self.told, "at": time()}, _KEPT)


def tell(phase: str, done: int, total: int) -> None:
    """Say how far the running import has come; says nothing where nobody listens."""
    reporter = _reporter.get()
    if reporter is not None:
        reporter.tell(phase, done, total)


@contextmanager
def reporting(work_id: int) -> Iterator[Reporter]:
    """Report on this work to its page for as long as the block runs."""
    reporter, ended = Reporter(work_id), Event()
    reporter.beat()

    def beat() -> None:
        while not ended.wait(BEAT):
            reporter.beat()

    heart = Thread(target=beat, daemon=True)
    heart.start()
    token = _reporter.set(reporter)
    try:
        yield reporter
    finally:
        _reporter.reset(token)
        ended.set()
        heart.join()
        _store().delete_many([_key(work_id), _stop_key(work_id)])


def progress_of(work_id: int) -> dict[str, Any]:
    """`{"phase", "done", "total", "at"}` as last told; empty when nothing is known."""
    return _store().get(_key(work_id)) or {}


def is_silent(work_id: int) -> bool:
    """Whether nobody who works on it has been heard of for a while."""
    return time() - progress_of(work_id).get("at", 0) > SILENCE


def call_off(work_id: int) -> None:
    """Ask whoever works on it to stop and undo."""
    _store().set(_stop_key(work_id), True, _KEPT)


def _store() -> Any:
    return caches["progress"]


def _key(work_id: int) -> str:
    return f"import-work-{work_id}"


def _stop_key(work_id: int) -> str:
    return f"import-work-{work_id}-stop"
