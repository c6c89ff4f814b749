"""The administrative units, loaded once for the tests of this folder."""

from __future__ import annotations

import pytest

from storefront.places.loading import load_places


@pytest.fixture(scope="package")
def _places(django_db_setup: None, django_db_blocker: pytest.fixture) -> None:
    with django_db_blocker.unblock():
        load_places()


@pytest.fixture
def places(_places: None, db: None) -> None:
    """All 34 provinces, 3,321 communes and 63 former provinces."""
