"""The panel of search: who answers, what waits, what to do; for those who keep the shop running."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from catalogue.search import circuit, outbox
from catalogue.search.backends.base import BackendAwayError
from catalogue.search.leases import BUILDER, Lease
from catalogue.search.models import Waiting
from catalogue.search.server.client import index_name
from catalogue.search.server.client import writing as client_of_server
from tests.factories.catalogue import make_product
from tests.factories.search_server import _no_indexes_left, search_server
from tests.factories.server import free_port
from tests.factories.users import make_user

__all__ = ["_no_indexes_left", "search_server"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
ADDRESS = "/quan-tri/tinh-trang-tim-kiem/"
FINE = "Tìm kiếm chạy bình thường. Không phải làm gì."


@pytest.fixture
def operator(client):
    cache.clear()
    client.force_login(make_user(role="operator"))
    return client


def said(client) -> list[str]:
    return [str(advice.said).split(":")[0].split(".")[0] for advice in client.get(ADDRESS).context["advices"]]


@pytest.mark.parametrize(
    ("role", "status"),
    [("operator", 200), ("programme_office", 302), ("trade_department", 302), ("editor", 302)],
)
def test_only_who_keeps_the_shop_running_sees_it(client, role, status):
    client.force_login(make_user(role=role))
    assert client.get(ADDRESS).status_code == status
    linked = f'"{ADDRESS}"' in client.get("/quan-tri/").text.replace("&quot;", '"')
    assert linked == (status == 200)
    client.logout()
    assert client.get(ADDRESS).status_code == 302


def test_the_database_alone_with_nothing_waiting_is_fine(operator):
    Waiting.objects.all().delete()
    page = operator.get(ADDRESS)
    assert FINE in page.text
    assert "không có gì" in page.text
    assert "cơ sở dữ liệu của sàn" in page.text
    assert "Chỉ mục đang dùng" not in page.text
    assert "no-store" in page["Cache-Control"]


def test_what_waits_is_counted_and_told_of_when_nobody_works_it_off(operator):
    Waiting.objects.all().delete()
    now = timezone.now()
    Waiting.objects.bulk_create(
        Waiting(kind="product", ref=ref, since=now - timedelta(minutes=minutes))
        for ref, minutes in ((1, 1), (2, 2), (3, 4))
    )
    page = operator.get(ADDRESS)
    assert "3 thay đổi" in page.text
    assert "đã chờ 4\xa0phút" in page.text
    assert FINE in page.text
    assert "Tìm kiếm</h3>" not in operator.get("/quan-tri/").text
    Waiting.objects.filter(ref=3).update(since=now - timedelta(minutes=6))
    assert said(operator) == ["Thay đổi chờ quá lâu"]
    assert "manage.py follow_search" in operator.get(ADDRESS).text
    first = operator.get("/quan-tri/").text
    assert "Tìm kiếm</h3>" in first
    assert f'href="{ADDRESS}" class="is-urgent"><b>3</b>' in first


def test_a_server_that_is_away_is_told_of_with_what_shoppers_see(operator, settings):
    Waiting.objects.all().delete()
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    settings.SEARCH_BACKEND = "catalogue.search.backends.elasticsearch"
    circuit.open_it(BackendAwayError("gone"))
    page = operator.get(ADDRESS)
    assert said(operator) == ["Máy chủ tìm kiếm không trả lời"]
    assert "đang ngắt: không hỏi máy chủ tìm kiếm tới" in page.text
    assert "Không xem được khi máy chủ không trả lời." in page.text
    assert FINE not in page.text


@pytest.mark.elasticsearch
def test_the_index_in_use_is_named_with_its_day_and_number(operator, search_server):
    make_product("Nước mắm")
    gone = make_product("Chè")
    outbox.drain()
    now = timezone.localtime()
    page = operator.get(ADDRESS)
    assert FINE in page.text
    assert "không ngắt" in page.text
    (products, readings) = page.context["now"].indexes
    assert (products.kind, products.documents, readings.kind, readings.documents) == (
        "products",
        2,
        "readings",
        0,
    )
    assert products.name in page.text
    assert now - products.built_at < timedelta(days=1)
    client_of_server().delete(index=index_name("products"), id=str(gone.pk), refresh=True)
    assert said(operator) == ["Chỉ mục thiếu sản phẩm so với sổ của sàn, dù không còn gì chờ"]
    assert "Thiếu 1 sản phẩm." in operator.get(ADDRESS).text
    with Lease(BUILDER, "rebuild", timedelta(minutes=5)):
        page = operator.get(ADDRESS)
        assert "đang lập lại chỉ mục" in page.text
        assert FINE in page.text


@pytest.mark.elasticsearch
def test_a_server_without_an_index_says_what_builds_one(operator, search_server, settings):
    Waiting.objects.all().delete()
    settings.SEARCH_INDEX_PREFIX = "sao-lang-nothing-here"
    page = operator.get(ADDRESS)
    assert said(operator) == ["Máy chủ tìm kiếm chạy nhưng chưa có chỉ mục"]
    assert "Chưa có chỉ mục nào." in page.text
    assert "manage.py rebuild_search_index" in page.text
    circuit.open_it(BackendAwayError("no index"))
    assert said(operator) == ["Máy chủ tìm kiếm chạy nhưng chưa có chỉ mục"]
