"""Data that a whole module or package reads: loaded once, gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo at the end whatever was written inside; the tests' own transactions nest in it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
