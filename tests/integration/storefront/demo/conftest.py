"""The demo, loaded once for a module on a day of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import time_machine
from django.conf import settings
from django.utils import translation

from storefront.demo.builders import Demo
from tests.factories.rollback import rolled_back


@contextmanager
def demo_loaded_on(day: str, blocker: Any) -> Iterator[Demo]:
    """The whole demo as loaded at ten in the morning of `day`; the clock stands still meanwhile."""
    demo = Demo()
    with (
        blocker.unblock(),
        rolled_back(),
        translation.override("vi"),
        time_machine.travel(f"{day}T03:00:00+00:00", tick=False),
    ):
        list(demo.steps())
        yield demo
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
