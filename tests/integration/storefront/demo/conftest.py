"""The demo, loaded once for a module on a day of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import time_machine
from django.test import override_settings
from django.utils import translation

from storefront.demo.builders import Demo
from tests.factories.rollback import rolled_back


@contextmanager
def demo_loaded_on(day: str, blocker: Any) -> Iterator[Demo]:
    """The whole demo as loaded at ten in the morning of `day`; the clock stands still meanwhile.

    Its pictures go to a folder of their own that is gone afterwards.
    """
    demo = Demo()
    with (
        tempfile.TemporaryDirectory(prefix="sao-lang-demo-") as folder,
        override_settings(MEDIA_ROOT=Path(folder) / "media"),
        blocker.unblock(),
        rolled_back(),
        translation.override("vi"),
        time_machine.travel(f"{day}T03:00:00+00:00", tick=False),
    ):
        list(demo.steps())
        yield demo
