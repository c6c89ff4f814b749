"""What every test may rely on: marks by folder and database, no way out to the network, Vietnamese, a fixed day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from pytest_socket import enable_socket, socket_allow_hosts

from storefront.places import known

TESTS = Path(__file__).parent

# A busy machine is no failing rule: examples have no time limit. In CI they are the same each time.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by folder; leave out what needs a server that is not named."""
    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    without = {
        "postgres": None if on_postgres else "DATABASE_URL names no PostgreSQL",
        "redis": None if os.environ.get("REDIS_URL") else "REDIS_URL is not set",
        "elasticsearch": None if os.environ.get("ELASTICSEARCH_URL") else "ELASTICSEARCH_URL is not set",
        "benchmark": None if os.environ.get("BENCH") else "run by `make bench`",
        "browser": None if os.environ.get("CHROMIUM") else "CHROMIUM names no browser",
    }
    for item in items:
        part = Path(item.path).relative_to(TESTS).parts[0]
        if part == "browser":
            item.add_marker(pytest.mark.browser)
        if part == "benchmarks":
            item.add_marker(pytest.mark.benchmark)
        for name, reason in without.items():
            if reason and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _only_this_machine() -> Iterator[None]:
    """Nothing in a test reaches beyond loopback."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Each test starts in Vietnamese with an empty cache."""
    cache.clear()
    known.forget()
    with translation.override("vi"):
        yield


@pytest.fixture
def today() -> Iterator[date]:
    """The day the tests live on: Saturday 21 November 2026, ten in the morning in Hà Nội."""
    with time_machine.travel("2026-11-21T03:00:00+00:00", tick=False):
        yield date(2026, 11, 21)
