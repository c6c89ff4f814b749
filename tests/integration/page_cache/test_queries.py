"""What a page costs where nothing is kept: the same queries for one thing and for three, and no writing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.cms import make_site, make_story
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_pages_nobody_has_asked_for(number: int, client: Client, settings: Any) -> None:
    settings.PAGE_CACHE = False
    make_site()
    goods = [make_good(f"Mắm {place}") for place in range(number)]
    stories = [make_story(product=good) for good in goods]
    counts = {}
    for name, address in {"listing": "/san-pham/", "story": stories[0].url, "home": "/"}.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert all(
            query["sql"].lstrip()[:6] in {"SELECT", "WITH a", "WITH p"} for query in asked.captured_queries
        )
        counts[name] = len(asked)
    assert counts == {"listing": 3, "story": 3, "home": 5}
