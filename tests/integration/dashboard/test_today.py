"""The first screen of the back office: figures of today for each role, and every link leads to its list."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from storefront.dashboard.today import Bar, bands_for, stars
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, claim, revoke
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_stars_are_counted_by_rank_state_and_month(today: date) -> None:
    certify(make_product(), star=5, on=today)
    certify(make_product(), star=3, on=today - timedelta(days=900))
    certify(make_product(), star=4, on=date(2022, 5, 4))
    certify(gone := make_product(), star=3, on=today - timedelta(days=10))
    revoke(gone, on=today)
    claim(make_product())
    band = stars(on=today)
    assert [(figure.number, figure.label) for figure in band.figures] == [
        (1, "sản phẩm 5 sao"),
        (0, "sản phẩm 4 sao"),
        (1, "sản phẩm 3 sao"),
        (0, "hết hạn trong 180 ngày"),
        (1, "đã hết hạn"),
        (1, "đã bị thu hồi"),
        (1, "chưa có minh chứng"),
        (0, "tệp chờ quyết định"),
    ]
    assert len(band.bars) == 12
    assert [bar for bar in band.bars if bar.number] == [
        Bar(label="6/27", title="1 sao hết hạn trong tháng 6/2027", number=1, height=100)
    ]


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("programme_office", ["Chứng nhận", "Xúc tiến thương mại", "Mã QR"]),
        ("editor", []),
    ],
)
def test_each_role_sees_its_own_work(today: date, role: str, titles: list[str]) -> None:
    seen = [band.title for band in bands_for(make_user(role=role), on=today)]
    assert [title for title in seen if title in titles] == titles
    assert "Mua bán" not in seen


@pytest.mark.parametrize("role", ["programme_office", "trade_department", "editor", "operator"])
def test_every_figure_leads_to_an_open_list(client: Client, role: str) -> None:
    client.force_login(make_user(role=role))
    page = client.get("/quan-tri/").content.decode()
    links = re.findall(r'<li><a href="([^"]+)"', page[page.index('class="today"') :])
    assert links
    assert {link: client.get(link.replace("&amp;", "&")).status_code for link in links} == dict.fromkeys(
        links, 200
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_costs_the_same_for_any_number(
    today: date, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _number in range(count):
        certify(make_product(), star=4, on=today)
    with django_assert_num_queries(5):
        stars(on=today)
