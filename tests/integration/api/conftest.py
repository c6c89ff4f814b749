"""Records name places, and the tests live on one day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.catalogue import make_commune, make_province


@pytest.fixture(autouse=True)
def places(db: None, today: date) -> date:
    make_commune("Hải Lĩnh", make_province(), kind="ward")
    return today
