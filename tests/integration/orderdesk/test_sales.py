"""What was sold month by month, divided five ways, on the screen and as files."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from fairs.models import Booth
from storefront.orderdesk.selling import WAYS, sales
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.moving import move_order
from tests.factories.catalogue import make_province
from tests.factories.fairs import make_booth_category, make_fair, make_session
from tests.factories.orderdesk import bring, make_order, on
from tests.factories.purchases import make_good, make_paying_producer, make_shopper
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def rows(way, year=2026):
    table = sales(way=WAYS[way], year=year, at=timezone.now())
    return [
        (row.labels, {m + 1: a for m, a in enumerate(row.amounts) if a}, row.orders) for row in table.rows
    ], (
        table.total.total,
        table.total.orders,
    )


def sold(on_day, *args, **facts):
    with on(f"{on_day}T10:00+07:00"):
        return bring(make_order(*args, **facts), "delivered")


def test_only_goods_that_stayed_with_the_shopper_count():
    producer = make_paying_producer("HTX Một")
    make_order(producer)
    bring(make_order(producer), "handed_over")
    bring(make_order(producer, price=10_000), "delivered")
    bring(make_order(producer, price=20_000), "completed")
    asked, agreed, refused = (
        bring(make_order(producer, price=p), "delivered") for p in (1_000, 2_000, 40_000)
    )
    for order in (asked, agreed, refused):
        move_order(order, lifecycle.ASK_RETURN, actor=Actor.SHOPPER, reason="Vỡ")
    move_order(agreed, lifecycle.AGREE_RETURN, actor=Actor.PRODUCER)
    move_order(refused, lifecycle.REFUSE_RETURN, actor=Actor.PRODUCER, reason="Đã dùng")
    move_order(make_order(producer), lifecycle.CANCEL, actor=Actor.SHOPPER)
    assert rows("chu-the") == ([(("HTX Một",), {11: 70_000}, 3)], (70_000, 3))


def test_a_sale_counts_in_the_month_it_reached_its_shopper():
    producer = make_paying_producer("HTX Một")
    sold("2026-01-31", producer, price=10_000)
    sold("2026-03-01", producer, price=20_000)
    sold("2025-12-31", producer, price=40_000)
    with on("2026-06-30T10:00+07:00"):
        order = make_order(producer, price=80_000)
    with on("2026-07-01T00:30+07:00"):
        bring(order, "delivered")
    assert rows("chu-the") == (
        [(("HTX Một",), {1: 10_000, 3: 20_000, 7: 80_000}, 3)],
        (110_000, 3),
    )
    assert rows("chu-the", 2025) == ([(("HTX Một",), {12: 40_000}, 1)], (40_000, 1))


def test_by_province_and_group_an_order_of_two_groups_counts_once_in_all():
    producer = make_paying_producer()
    with on("2026-01-10T10:00+07:00"):
        food = make_good(producer=producer, price=10_000)
        drink = make_good(producer=producer, price=30_000, group="Đồ uống")
    sold("2026-02-01", producer, goods=[(food, 1), (drink, 2)])
    north = make_province("Nghệ An", "40")
    sold("2026-02-02", producer, goods=[(food, 1)], shopper=make_shopper(province=north))
    assert rows("nganh") == (
        [(("Đồ uống",), {2: 60_000}, 1), (("Thực phẩm",), {2: 20_000}, 2)],
        (80_000, 2),
    )
    assert rows("tinh") == (
        [(("Thanh Hóa",), {2: 70_000}, 1), (("Nghệ An",), {2: 10_000}, 1)],
        (80_000, 2),
    )


def test_the_chain_from_fair_and_livestream_to_the_order():
    producer = make_paying_producer("HTX Một")
    fair, session = make_fair("Hội chợ Lam Kinh"), make_session()
    with on("2026-01-10T10:00+07:00"):
        good = make_good("Nước mắm", producer=producer, price=10_000)
    Booth.objects.create(fair=fair, category=make_booth_category(), number="A07", producer=producer)
    note = {"at": "2026-02-01T00:00:00+07:00"}
    sold(
        "2026-02-01", producer, goods=[(good, 3)], touchpoint={"kind": "fair", "reference": fair.slug, **note}
    )
    sold(
        "2026-02-01",
        producer,
        goods=[(good, 2)],
        touchpoint={"kind": "livestream", "reference": session.slug, **note},
    )
    sold("2026-02-01", producer, goods=[(good, 1)])
    assert rows("chuoi")[0] == [
        (("Hội chợ, phiên chợ", "Hội chợ Lam Kinh", "A07", "Nước mắm", "HTX Một"), {2: 30_000}, 1),
        (("Livestream", session.name, "", "Nước mắm", "HTX Một"), {2: 20_000}, 1),
        (("Vào thẳng cửa hàng", "", "", "Nước mắm", "HTX Một"), {2: 10_000}, 1),
    ]
    assert rows("den-tu")[0] == [
        (("Hội chợ, phiên chợ", "Hội chợ Lam Kinh"), {2: 30_000}, 1),
        (("Livestream", session.name), {2: 20_000}, 1),
        (("Vào thẳng cửa hàng", ""), {2: 10_000}, 1),
    ]


def test_two_producers_of_one_name_stay_two_rows():
    for price in (10_000, 20_000):
        sold("2026-02-01", make_paying_producer("HTX Trùng Tên"), price=price)
    assert rows("chu-the")[0] == [
        (("HTX Trùng Tên",), {2: 20_000}, 1),
        (("HTX Trùng Tên",), {2: 10_000}, 1),
    ]


def test_the_page_and_its_files(client):
    client.force_login(make_user(role="trade_department"))
    sold("2026-02-01", make_paying_producer("=cmd HTX"), price=10_000)
    page = client.get("/quan-tri/hang-ban/?nam=2026").content.decode()
    assert "Chỉ tính đơn đã giao" in page
    assert "10.000\u00a0₫" in page
    book = load_workbook(io.BytesIO(client.get("/quan-tri/hang-ban/?nam=2026&export=xlsx").content))
    heads, row, total = book.active.iter_rows(values_only=True)
    assert heads == ("Chủ thể", *(f"{month:02}/2026" for month in range(1, 13)), "Cộng (₫)", "Số đơn")
    assert row == ("'=cmd HTX", 0, 10_000, *[0] * 10, 10_000, 1)
    assert total == ("Cộng", 0, 10_000, *[0] * 10, 10_000, 1)
    text = client.get("/quan-tri/hang-ban/?nam=2026&theo=tinh&export=csv").content.decode("utf-8-sig")
    assert [line[0] for line in csv.reader(io.StringIO(text))] == ["Giao tới", "Thanh Hóa", "Cộng"]


@pytest.mark.parametrize("query", ["nam=abc", "nam=0000", "nam=99999", "nam=२०२६", "theo=khong-co", ""])
def test_an_odd_question_is_answered_for_this_year(client, query):
    client.force_login(make_user(role="trade_department"))
    answer = client.get(f"/quan-tri/hang-ban/?{query}")
    assert (answer.status_code, answer.context["year"], answer.context["table"].way.key) == (
        200,
        2026,
        "chu-the",
    )


@pytest.mark.parametrize(
    ("way", "queries"), [("chu-the", 2), ("nganh", 3), ("tinh", 2), ("den-tu", 2), ("chuoi", 2)]
)
def test_any_number_of_orders_costs_the_same(way, queries, django_assert_num_queries):
    sold("2026-02-01")
    with django_assert_num_queries(queries):
        rows(way)
    for _number in range(9):
        sold("2026-03-01")
    with django_assert_num_queries(queries):
        rows(way)
