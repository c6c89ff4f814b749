"""The search server's copy: built beside the old one, kept by the outbox, done without when it is away."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import CommandError, call_command

from catalogue.models import Product
from catalogue.search import circuit, outbox
from catalogue.search.backends import elasticsearch, find
from catalogue.search.backends.base import BackendAwayError
from catalogue.search.indexing import refresh_products
from catalogue.search.leases import BUILDER, Lease
from catalogue.search.models import Waiting
from catalogue.search.query import ProductQuery
from catalogue.search.server import writing
from catalogue.search.server.client import index_name
from catalogue.search.server.client import writing as client
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, revoke
from tests.factories.server import free_port

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)
MAM = ProductQuery(on=DAY, text="mắm")


def made(title: str) -> Product:
    product = make_product(title)
    certify(product, on=date(2025, 9, 10))
    refresh_products([product.pk])
    return product


def indexes() -> list[str]:
    return sorted(client().indices.get_alias(index=f"{index_name('products')}-*"))


@pytest.mark.elasticsearch
def test_a_rebuild_turns_to_a_new_index_and_drops_the_old(search_server):
    made("Nước mắm")
    old = indexes()
    writing.rebuild()
    fresh = indexes()
    assert (len(old), len(fresh)) == (1, 1)
    assert old != fresh
    assert find(MAM).total == 1
    assert not find(MAM).shortened


@pytest.mark.elasticsearch
def test_a_rebuild_that_fails_leaves_the_old_index_and_nothing_else(search_server, monkeypatch):
    made("Nước mắm")
    outbox.drain()
    old = indexes()

    def broken(pks):
        raise RuntimeError("half a rebuild")
        yield

    monkeypatch.setattr(writing, "products_by_key", broken)
    with pytest.raises(RuntimeError, match="half a rebuild"):
        writing.rebuild()
    assert indexes() == old
    assert find(MAM).total == 1


@pytest.mark.elasticsearch
def test_what_a_killed_rebuild_left_is_swept_away_by_the_next(search_server):
    left = f"{index_name('products')}-20260101000000-dead00"
    client().indices.create(index=left)
    writing.rebuild()
    assert left not in indexes()


@pytest.mark.elasticsearch
def test_what_changes_during_a_rebuild_is_told_to_the_new_index_too(search_server):
    product = made("Nước mắm")
    outbox.drain()
    with Lease(BUILDER, "rebuild", timedelta(minutes=5)):
        Product.objects.filter(pk=product.pk).update(title="Chè", name_folded="che")
        outbox.drain()
        assert find(ProductQuery(on=DAY, text="chè")).total == 1
        assert set(Waiting.objects.values_list("ref", "told")) == {(product.pk, True)}
    outbox.drain()
    assert not Waiting.objects.exists()
    with (
        Lease(BUILDER, "rebuild", timedelta(minutes=5)),
        pytest.raises(CommandError, match="under way"),
    ):
        call_command("rebuild_search_index", "--server-only", verbosity=0)


@pytest.mark.elasticsearch
def test_a_star_lost_a_moment_ago_is_not_shown_from_the_older_copy(search_server):
    product = made("Nước mắm")
    outbox.drain()
    revoke(product, on=date(2026, 3, 1))
    assert find(MAM).products == []
    outbox.drain()
    assert find(MAM).total == 0


@pytest.mark.elasticsearch
def test_a_deleted_index_is_the_database_and_not_an_error(search_server):
    made("Nước mắm")
    outbox.drain()
    for name in indexes():
        client().indices.delete(index=name)
    hits = find(MAM)
    assert (hits.total, hits.shortened) == (1, True)
    made("Mắm tôm")
    outbox.drain()
    assert indexes() == []
    cache.clear()
    writing.rebuild()
    assert (find(MAM).total, find(MAM).shortened) == (2, False)


@pytest.mark.elasticsearch
def test_a_server_that_came_back_without_its_data_gets_an_index_by_itself(search_server):
    for title in ("Nước mắm", "Mắm tôm"):
        made(title)
    outbox.follow(0, once=True)
    for name in indexes():
        client().indices.delete(index=name)
    assert find(MAM).shortened
    outbox.follow(0, once=True)
    assert (find(MAM).total, find(MAM).shortened) == (2, False)
    kept = indexes()
    outbox.follow(0, once=True)
    assert indexes() == kept
    assert not Waiting.objects.exists()


@pytest.mark.elasticsearch
def test_a_server_that_comes_back_is_asked_with_patience_before_shoppers_ask_it(search_server, settings):
    made("Nước mắm")
    outbox.drain()
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    assert find(MAM).shortened
    assert outbox.attend(cold=False)
    settings.ELASTICSEARCH_URL = search_server
    asked = client().indices.stats(index=index_name("products"))["_all"]["total"]["search"]["query_total"]
    assert not outbox.attend(cold=True)
    after = client().indices.stats(index=index_name("products"))["_all"]["total"]["search"]["query_total"]
    assert after > asked
    assert circuit.is_away()


@pytest.mark.elasticsearch
def test_pages_further_than_the_server_walks_are_the_databases(search_server, monkeypatch):
    for number in range(7):
        made(f"Mắm {number}")
    outbox.drain()
    monkeypatch.setattr(elasticsearch, "DEEPEST", 4)
    pages = [find(replace(MAM, page=page, page_size=2)) for page in (1, 2, 3, 4, 1_000_000)]
    assert [[one.title for one in hits.products] for hits in pages] == [
        ["Mắm 0", "Mắm 1"], ["Mắm 2", "Mắm 3"], ["Mắm 4", "Mắm 5"], ["Mắm 6"], ["Mắm 6"],
    ]  # fmt: skip
    assert {hits.total for hits in pages} == {7}
    assert not any(hits.shortened for hits in pages)


class _Refusing(BaseHTTPRequestHandler):
    status = 503

    def do_POST(self) -> None:
        type(self).asked += 1
        self.send_response(self.status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_HEAD = do_GET = do_PUT = do_POST  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(params=[429, 503, 200])
def refusing(request, settings):
    """A server that answers, but never what was asked."""
    handler = type("Handler", (_Refusing,), {"status": request.param, "asked": 0})
    server = HTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{server.server_port}"
    settings.SEARCH_BACKEND = "catalogue.search.backends.elasticsearch"
    yield handler
    server.shutdown()
    server.server_close()


def test_an_overloaded_server_is_left_alone_for_half_a_minute_and_told_of_once(refusing, caplog, client):
    made("Nước mắm")
    with (
        time_machine.travel("2026-11-21T03:00:00+00:00", tick=False) as clock,
        caplog.at_level(logging.WARNING),
    ):
        for _each in range(5):
            hits = find(MAM)
            assert (hits.total, hits.shortened) == (1, True)
        assert refusing.asked == 1
        assert circuit.is_away()
        clock.shift(timedelta(seconds=31))
        find(MAM)
        find(MAM)
        assert refusing.asked == 2
        page = client.get("/san-pham/", {"q": "mắm"})
        assert "Kết quả rút gọn" in page.text
    assert [record.message for record in caplog.records if "away" in record.message] == [
        record.message for record in caplog.records if record.name == "catalogue.search.circuit"
    ]
    assert len([record for record in caplog.records if record.name == "catalogue.search.circuit"]) == 1


def test_nobody_listening_is_the_database(settings):
    made("Nước mắm")
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    settings.SEARCH_BACKEND = "catalogue.search.backends.elasticsearch"
    assert (find(MAM).total, find(MAM).shortened) == (1, True)
    with pytest.raises(BackendAwayError):
        outbox.drain()
    assert Waiting.objects.exists()


@pytest.mark.elasticsearch
def test_the_server_is_used_again_when_it_is_back(search_server, settings, caplog):
    made("Nước mắm")
    outbox.drain()
    with (
        time_machine.travel("2026-11-21T03:00:00+00:00", tick=False) as clock,
        caplog.at_level(logging.WARNING),
    ):
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
        assert find(MAM).shortened
        settings.ELASTICSEARCH_URL = search_server
        assert find(MAM).shortened
        clock.shift(timedelta(seconds=31))
        assert not find(MAM).shortened
        assert not circuit.is_away()
    assert [
        record.message.split(",")[0] for record in caplog.records if "search server" in record.message
    ] == [
        "search server away",
        "search server back",
    ]
