"""The cache of pages switched on, and writings that are committed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from storefront.page_cache import generation, sold

Committed = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def _kept(settings: Any, tmp_path: Path) -> None:
    settings.PAGE_CACHE = True
    settings.VAR_DIR = tmp_path
    caches["pages"].clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Committed:
    """`with committed():` what is written inside is committed at its end, for whoever waits for that."""
    return partial(django_capture_on_commit_callbacks, execute=True)


def kept() -> int:
    """How many pages are kept."""
    pages = caches["pages"]
    if not generation.is_shared():
        return len(pages._cache)
    keys = [key.decode().rpartition(":1:")[2] for key in pages._cache.get_client().keys("*pages*")]
    return sum(key != generation.KEY and not key.startswith(sold.KEY) for key in keys)


def standing() -> str:
    """The generation that stands."""
    return str(caches["pages"].get(generation.KEY)) if generation.is_shared() else generation.local()


def sales() -> str:
    """The state of all sales."""
    return str(caches["pages"].get(sold.KEY)) if generation.is_shared() else sold.local()


@pytest.fixture
def guest() -> Client:
    """A visitor without cookies, whose browser's tokens are really checked."""
    return Client(enforce_csrf_checks=True)
