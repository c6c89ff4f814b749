"""Django's `migrate`, at about half the cost where the database is empty; what it makes is the same, row for row.

Django builds the models anew for every step, with all that they are related to. So a step costs the more the more
tables there are already, and of some 400 steps most are other packages'.

* The packages with the longest histories go first, while there is little to build; Django would take them last.
* What stands for a swappable model is looked up once. Django means to remember it, but forgets it at each step.
* The garbage collector runs seldom: models refer to each other in rings and outlive its young generations anyway.

Which step needs which is not touched: any order that follows the steps' own dependencies is right. A database that
has had any step is migrated in Django's own order.
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

# Labels in the order of their turn, each with what it depends on; then everything else by name.
LONG_HISTORIES = (
    "django_tasks_database",
    "wagtailcore",
    "wagtailusers",
    "wagtailimages",
    "wagtaildocs",
    "wagtailredirects",
    "wagtailsearch",
    "wagtailadmin",
    "voucher",
)
# Allocations between two looks of the collector, and how many of these a look further back waits (Python: 700, 10, 10).
SELDOM = (50_000, 20, 50)


class LongHistoriesFirst(MigrationExecutor):
    """Plans an empty database in the order that costs least."""

    def migration_plan(
        self, targets: Sequence[tuple[str, str | None]] | set[tuple[str, str]], clean_start: bool = False
    ) -> list[tuple[Migration, bool]]:
        if not self.loader.applied_migrations:
            targets = sorted(targets, key=lambda target: (_turn(target[0]), target[0], target[1] or ""))
        return super().migration_plan(targets, clean_start=clean_start)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with _seldom_collected(), _swappable_remembered(), _planned_by(LongHistoriesFirst):
            super().handle(*args, **options)


def _turn(label: str) -> int:
    return LONG_HISTORIES.index(label) if label in LONG_HISTORIES else len(LONG_HISTORIES)


@contextmanager
def _planned_by(executor: type[MigrationExecutor]) -> Iterator[None]:
    """Django's command names its executor in its module alone."""
    module: Any = migrate
    before = module.MigrationExecutor
    module.MigrationExecutor = executor
    try:
        yield
    finally:
        module.MigrationExecutor = before


@contextmanager
def _swappable_remembered() -> Iterator[None]:
    """While it lasts, the settings' names of swappable models are looked up once each."""
    registry: Any = apps
    registry.get_swappable_settings_name = functools.cache(registry.get_swappable_settings_name)
    try:
        yield
    finally:
        del registry.get_swappable_settings_name


@contextmanager
def _seldom_collected() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
