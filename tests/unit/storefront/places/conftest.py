"""The administrative units, loaded once for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from storefront.places.loading import load_former_communes, load_places
from tests.factories.rollback import rolled_back


@pytest.fixture(scope="module")
def _places(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        load_places()
        load_former_communes()
        yield


@pytest.fixture
def places(_places: None, db: None) -> None:
    """All 34 provinces, 3,321 communes 63 former provinces and 10,035 former communes."""
