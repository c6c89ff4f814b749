"""What an operator's probe reads."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from catalogue.search import outbox


def test_healthz_answers_without_touching_the_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.cookies == {}


@pytest.mark.django_db
def test_readyz_names_each_check(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.health._migrations", lambda: "ok")
    outbox.drain()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "ok",
            "checks": {"database": "ok", "cache": "ok", "migrations": "ok"},
            "search": "database, nothing waiting",
        },
    )


@pytest.mark.django_db
def test_readyz_says_which_part_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise ConnectionError("gone")

    monkeypatch.setattr("storefront.health._migrations", lambda: "2 not applied")
    monkeypatch.setattr(cache, "set", away, raising=False)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        "database": "ok",
        "cache": "ConnectionError",
        "migrations": "2 not applied",
    }
