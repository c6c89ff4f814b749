"""A cookie alone makes nobody ask the database who the visitor is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    """A browser with a session and a basket."""
    client = Client()
    client.post(f"/gio-hang/them/{make_good().pk}/", {"quantity": 1})
    session = client.session
    session["delivery_province"] = "38"
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def test_the_watcher_with_a_cookie_asks_nothing(client):
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/healthz").status_code == 200
    assert [query["sql"] for query in seen] == []


def test_a_product_seen_by_a_stranger_asks_for_no_session_and_no_basket():
    address = make_good().get_absolute_url()
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(address).status_code == 200
    asked = " ".join(query["sql"] for query in seen)
    assert ("django_session" in asked, "basket_" in asked, "users_user" in asked) == (False, False, False)
