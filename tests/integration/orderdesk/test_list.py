"""The list of orders: what its address asks, what it comes to, and what its files hold."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.money import record_payment
from storefront.purchases.moving import move_order
from tests.factories.catalogue import make_province
from tests.factories.complaints import make_complaint
from tests.factories.orderdesk import bring, make_order, on
from tests.factories.purchases import make_paying_producer, make_shopper
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

LIST = "/quan-tri/don/"
PERSONAL = ("Nguyễn Thị Hoa", "912345678", "0912 345 678", "hoa@example.vn", "Lê Lợi")


@pytest.fixture(params=["operator", "trade_department"])
def staff(request, client):
    client.force_login(make_user(role=request.param))
    return client


@pytest.fixture
def operator(client):
    client.force_login(make_user(role="operator"))
    return client


def shown(answer):
    return set(re.findall(r'href="/quan-tri/don/(DH\w+)/"', answer.content.decode()))


def bars(answer):
    return [(str(bar.label), bar.count, bar.total) for bar in answer.context["state_bars"]]


def test_orders_are_shown_without_anything_that_says_who_bought(staff):
    order = make_order()
    answer = staff.get(LIST)
    page = answer.content.decode()
    assert shown(answer) == {order.number}
    assert "125.000\u00a0₫" in page
    assert [word for word in PERSONAL if word in page] == []


@pytest.mark.parametrize("role", ["editor", "programme_office", ""])
@pytest.mark.parametrize(
    "address", ["don/", "don/ket-qua/", "don/?export=csv", "don-can-xu-ly/", "hang-ban/"]
)
def test_others_see_nothing(client, role, address):
    order = make_order()
    client.force_login(make_user(role=role))
    answer = client.get(f"/quan-tri/{address}")
    assert answer.status_code in {302, 403}
    assert order.number not in answer.content.decode()


def test_each_question_stands_in_the_address(staff):
    north = make_province("Nghệ An", "40")
    first = make_order(touchpoint={"kind": "fair", "reference": "hoi-cho", "at": "2026-11-20T00:00:00+07:00"})
    second = bring(make_order(shopper=make_shopper(province=north, commune=None)), "confirmed")
    with on("2026-11-01T10:00+07:00"):
        old = make_order(pay="vietqr")
        record_payment(old, amount=200_000, channel="producer", reference="A", actor=Actor.PRODUCER)
    asked = {
        "state=confirmed": {second},
        f"producer={first.producer_id}": {first},
        f"province={north.pk}": {second},
        "payment=vietqr": {old},
        "late=any": {old},
        "late=confirm": {old},
        "late=send": set(),
        "money=excess": {old},
        "money=outstanding": {first, second},
        "touchpoint=fair": {first},
        "touchpoint=livestream": set(),
        "touchpoint=none": {second, old},
        "tu=2026-11-20": {first, second},
        "den=2026-11-20": {old},
        f"q={first.number[2:7].lower()}": {first},
        f"q={old.group.number}": {old},
        "q=Hoa": set(),
    }
    found = {query: shown(staff.get(f"{LIST}?{query}")) for query in asked}
    assert found == {query: {order.number for order in orders} for query, orders in asked.items()}


def test_states_are_counted_and_summed_over_what_is_asked(staff):
    first = make_order()
    make_order(price=200_000)
    bring(make_order(price=300_000), "confirmed")
    assert bars(staff.get(LIST)) == [("Đã đặt", 2, 350_000), ("Đã xác nhận", 1, 325_000)]
    chosen = staff.get(f"{LIST}?state=confirmed")
    assert bars(chosen) == [("Đã đặt", 2, 350_000), ("Đã xác nhận", 1, 325_000)]
    assert len(shown(chosen)) == 1
    assert bars(staff.get(f"{LIST}?producer={first.producer_id}")) == [("Đã đặt", 1, 125_000)]
    for bar in chosen.context["state_bars"]:
        assert len(shown(staff.get(bar.href))) == bar.count


def test_files_hold_what_the_screen_holds_and_no_formula(staff):
    order = make_order(make_paying_producer("=1+1 HTX"))
    answer = staff.get(f"{LIST}?export=xlsx")
    sheet = load_workbook(
        io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    )
    heads, row = sheet.active.iter_rows(values_only=True)
    told = dict(zip(heads, row, strict=True))
    assert told == {
        "Đơn": order.number,
        "Đặt lúc": timezone.localtime(order.date_placed).replace(tzinfo=None),
        "Chủ thể": "'=1+1 HTX",
        "Trạng thái": "Đã đặt",
        "Giao tới": "Thanh Hóa",
        "Cách trả tiền": "Trả tiền khi nhận hàng",
        "Tổng tiền (₫)": 125_000,
        "Đã nhận (₫)": 0,
        "Còn thiếu (₫)": 125_000,
        "Phải hoàn (₫)": 0,
        "Hạn của việc tiếp theo": timezone.localtime(order.date_placed + timedelta(days=1)).replace(
            tzinfo=None
        ),
        "Đến từ": None,
    }
    answer = staff.get(f"{LIST}?export=csv")
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert order.number in text
    assert [word for word in PERSONAL if word in text] == []


def test_one_order_or_twenty_cost_the_same(operator, django_assert_num_queries):
    make_order()
    operator.get(LIST)
    with django_assert_num_queries(13):
        operator.get(LIST)
    for _number in range(19):
        make_order()
    with django_assert_num_queries(13):
        assert len(shown(operator.get(LIST))) == 20


def test_what_waits_costs_the_same_for_any_number(operator, django_assert_num_queries):
    def trouble():
        record_payment(
            make_order(pay="vietqr"),
            amount=999_000,
            channel="producer",
            reference=str(timezone.now().timestamp()),
            actor=Actor.PRODUCER,
        )
        move_order(bring(make_order(), "delivered"), lifecycle.ASK_RETURN, actor=Actor.SHOPPER, reason="Vỡ")

    with on("2026-11-18T09:00+07:00"):
        trouble()
        make_order()
    operator.get("/quan-tri/don-can-xu-ly/")
    with django_assert_num_queries(21):
        operator.get("/quan-tri/don-can-xu-ly/")
    for hour in range(9):
        with on(f"2026-11-19T{hour + 10}:00+07:00"):
            trouble()
    with django_assert_num_queries(21):
        page = operator.get("/quan-tri/don-can-xu-ly/").content.decode()
    assert page.count("999.000") == 0
    assert page.count("874.000\u00a0₫") == 10
    assert [word for word in PERSONAL if word in page] == []


def test_the_department_sees_no_sums_of_producers_accounts(client):
    client.force_login(make_user(role="trade_department"))
    answer = client.get("/quan-tri/don-can-xu-ly/")
    assert answer.status_code == 200
    assert "Tiền chuyển khoản chưa rõ" not in answer.content.decode()


def test_the_first_screen_says_what_waits_and_leads_there(operator):
    with on("2026-11-18T09:00+07:00"):
        make_order()
    paid = make_order(pay="vietqr")
    record_payment(paid, amount=999_000, channel="producer", reference="A", actor=Actor.PRODUCER)
    asked = bring(make_order(), "delivered")
    move_order(asked, lifecycle.ASK_RETURN, actor=Actor.SHOPPER, reason="Vỡ")
    page = operator.get("/quan-tri/").content.decode()
    links = re.findall(r'<a href="(/quan-tri/don/\?[^"]+)" class="is-urgent"><b>(\d+)</b>', page)
    assert links == [
        (f"{LIST}?late=any", "1"),
        (f"{LIST}?money=excess", "1"),
        (f"{LIST}?state=return_asked", "1"),
    ]
    assert [len(shown(operator.get(href))) for href, _number in links] == [1, 1, 1]


def test_complaints_without_an_answer_are_counted_and_lead_to_their_list(operator):
    with on("2026-09-01T09:00+07:00"):
        make_complaint()
    make_complaint()
    page = operator.get("/quan-tri/don-can-xu-ly/").content.decode()
    assert "/quan-tri/khieu-nai/?waiting=qua-han" in page
    assert "1 khiếu nại quá hạn" in page
