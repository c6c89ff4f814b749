"""The producer's orders: found, shown, moved, exported."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from storefront.order.models import Order
from storefront.purchases.lifecycle import CANCEL, Actor, moves_open_to
from storefront.purchases.models import OrderEvent
from storefront.purchases.moving import move_order
from tests.factories.catalogue import make_producer
from tests.factories.portal import WAYS, make_order, make_owner
from tests.factories.purchases import make_basket, make_good, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_owner()


def listed(client, **asked):
    response = client.get(reverse("portal:orders"), asked)
    assert response.status_code == 200
    return [order.number for order in response.context["page"].object_list]


def act(client, order, move, **fields):
    return client.post(reverse("portal:move", args=[order.number]), {"move": move, **fields})


def state(order):
    return Order.objects.get(pk=order.pk).status


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize(
    ("name", "queries"), [("start", 13), ("orders", 9), ("transfers", 5), ("products", 6)]
)
def test_pages_cost_the_same_for_one_and_twenty_orders(
    owner, number, name, queries, django_assert_num_queries
):
    producer, client = owner
    for _each in range(number):
        make_order(producer)
    with django_assert_num_queries(queries):
        assert client.get(reverse(f"portal:{name}")).status_code == 200


@pytest.mark.parametrize("number", [1, 20])
def test_exports_cost_the_same_for_one_and_twenty_orders(owner, number, django_assert_num_queries):
    producer, client = owner
    for _each in range(number):
        make_order(producer)
    with django_assert_num_queries(9):
        response = client.get(reverse("portal:export", args=["xlsx"]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet.max_row == number + 1


@pytest.mark.parametrize("number", [1, 20])
def test_an_order_costs_the_same_for_one_and_twenty_lines(owner, number, django_assert_num_queries):
    producer, client = owner
    goods = [make_good(producer=producer) for _each in range(number)]
    order = place(make_basket(*((good, 1) for good in goods))).group.orders.get()
    with django_assert_num_queries(11):
        assert client.get(reverse("portal:order", args=[order.number])).status_code == 200


def test_orders_are_found_by_name_number_and_telephone_without_marks(owner):
    producer, client = owner
    hoa = make_order(producer, name="Nguyễn Thị Hoà", phone="+84912345678")
    dung = make_order(producer, name="Đặng Đức Dũng", phone="+84987000111")
    assert listed(client) == [dung.number, hoa.number]
    assert listed(client, tim="nguyen hoa") == [hoa.number]
    assert listed(client, tim="ĐẶNG") == [dung.number]
    assert listed(client, tim="dang duc") == [dung.number]
    assert listed(client, tim="0987 000") == [dung.number]
    assert listed(client, tim=hoa.number.lower()) == [hoa.number]
    assert listed(client, tim="không có ai") == []


def test_orders_are_narrowed_by_state_money_and_day(owner):
    producer, client = owner
    orders = {name: make_order(producer, state=name) for name in WAYS}
    for name, order in orders.items():
        assert listed(client, trang_thai=name) == [order.number]
    waiting = make_order(producer, method="vietqr")
    assert listed(client, tien="cho") == [
        waiting.number,
        orders["completed"].number,
        orders["delivered"].number,
    ]
    Order.objects.filter(pk=orders["packed"].pk).update(date_placed=timezone.now() - timedelta(days=3))
    today = timezone.localdate()
    assert listed(client, den=(today - timedelta(days=1)).isoformat()) == [orders["packed"].number]
    assert orders["packed"].number not in listed(client, tu=today.isoformat())


def test_what_time_has_done_is_counted_in_before_any_job(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    Order.objects.filter(pk=order.pk).update(time_limit=timezone.now() - timedelta(minutes=1))
    assert listed(client, trang_thai="placed") == []
    assert listed(client, trang_thai="cancelled") == [order.number]
    assert listed(client, tien="cho") == []
    assert client.get(reverse("portal:order", args=[order.number])).context["order"].state == "cancelled"


@pytest.mark.parametrize(
    "asked", [{"tu": "2026-02-30"}, {"trang_thai": "lost"}, {"tu": "2026-05-02", "den": "2026-05-01"}]
)
def test_filters_that_make_no_sense_find_nothing_and_say_so(owner, asked):
    producer, client = owner
    make_order(producer)
    response = client.get(reverse("portal:orders"), asked)
    assert response.status_code == 400
    assert list(response.context["page"].object_list) == []
    assert response.context["form"].errors


def test_an_empty_portal_says_what_to_do_next(owner):
    _producer, client = owner
    assert "Chưa có đơn nào" in client.get(reverse("portal:orders")).content.decode()
    assert "Chưa có đơn nào" in client.get(reverse("portal:start")).content.decode()
    found = client.get(reverse("portal:orders"), {"tim": "x"}).content.decode()
    assert "Không có đơn nào như vậy" in found


@pytest.mark.parametrize("name", WAYS)
def test_the_page_offers_the_moves_that_are_open(owner, name):
    producer, client = owner
    order = make_order(producer, state=name)
    page = client.get(reverse("portal:order", args=[order.number]))
    offered = {form.wanted.code for form in page.context["moves"]}
    assert offered == {move.code for move in moves_open_to(Actor.PRODUCER, name)}


def test_an_order_goes_its_way_by_the_buttons(owner):
    producer, client = owner
    order = make_order(producer)
    for move in ("confirm", "pack"):
        assert act(client, order, move).status_code == 302
    act(client, order, "hand_over", carrier_name="VNPost", tracking_number="eb 123-vn")
    act(client, order, "deliver")
    assert state(order) == "delivered"
    sent = OrderEvent.objects.get(order=order, move="hand_over")
    assert sent.facts == {"carrier_name": "VNPost", "tracking_number": "EB123-VN"}
    assert (sent.actor, sent.by) == ("producer", producer.users.get())


@pytest.mark.parametrize(
    ("stands", "move", "fields", "missing"),
    [
        ("placed", "cancel", {}, "reason"),
        ("placed", "cancel", {"reason": "   "}, "reason"),
        ("return_asked", "refuse_return", {}, "reason"),
        ("handed_over", "come_back", {"reason": "không ai nhận"}, "restock"),
        ("return_agreed", "receive_return", {}, "restock"),
        ("confirmed", "hand_over", {"tracking_number": "<script>"}, "tracking_number"),
        ("confirmed", "hand_over", {"tracking_number": "V" * 61}, "tracking_number"),
        ("confirmed", "hand_over", {"carrier_name": "V" * 61}, "carrier_name"),
    ],
)
def test_a_move_without_its_answers_is_refused_at_the_field(owner, stands, move, fields, missing):
    producer, client = owner
    order = make_order(producer, state=stands)
    events = order.events.count()
    response = act(client, order, move, **fields)
    assert response.status_code == 422
    assert list(response.context["bound"].errors) == [missing]
    assert (state(order), order.events.count()) == (stands, events)


def test_a_parcels_number_is_told_later_and_put_right(owner):
    producer, client = owner
    order = make_order(producer, state="handed_over")
    address = reverse("portal:parcel", args=[order.number])
    assert client.post(address, {"tracking_number": "EB 1"}).status_code == 302
    assert client.post(address, {"carrier_name": "VNPost", "tracking_number": "eb 123 vn"}).status_code == 302
    response = client.post(address, {"tracking_number": "?"})
    assert response.status_code == 422
    assert list(response.context["bound"].errors) == ["tracking_number"]
    assert [parcel.number for parcel in order.parcels.filter(replaced_at=None)] == ["EB123VN"]
    assert "EB123VN" in client.get(reverse("portal:order", args=[order.number])).content.decode()


def test_an_order_that_is_not_under_way_takes_no_number(owner):
    producer, client = owner
    order = make_order(producer, state="delivered")
    address = reverse("portal:parcel", args=[order.number])
    client.post(address, {"tracking_number": "EB123VN"})
    assert not order.parcels.exists()


@pytest.mark.parametrize(("answer", "stock"), [("co", 10), ("khong", 9)])
def test_goods_that_came_back_are_for_sale_again_when_the_producer_says_so(owner, answer, stock):
    producer, client = owner
    order = make_order(producer, state="return_agreed")
    act(client, order, "receive_return", restock=answer)
    assert state(order) == "returned"
    assert order.lines.get().stockrecord.net_stock_level == stock


@pytest.mark.parametrize("move", ["complete", "deliver", "keep_goods", "ask_return", "no-such-move", ""])
def test_moves_that_are_not_open_explain_and_change_nothing(owner, move):
    producer, client = owner
    order = make_order(producer)
    response = client.post(reverse("portal:move", args=[order.number]), {"move": move}, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert (state(order), order.events.count()) == ("placed", 1)


def test_a_second_click_makes_one_move(owner):
    producer, client = owner
    order = make_order(producer)
    for _click in range(2):
        act(client, order, "confirm")
    assert order.events.filter(move="confirm").count() == 1


def test_an_unpaid_transfer_is_not_confirmed(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    response = client.post(reverse("portal:move", args=[order.number]), {"move": "confirm"}, follow=True)
    assert "Chưa thấy đủ tiền" in response.content.decode()
    assert state(order) == "placed"


def test_exports_hold_own_orders_and_run_no_formula(owner):
    producer, client = owner
    order = make_order(producer, name="=HYPERLINK(1) Hoa", phone="+84912345678")
    make_order(make_producer())
    content = b"".join(client.get(reverse("portal:export", args=["csv"]))).decode()
    assert content.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(content.lstrip("\ufeff"))))
    assert [row[0] for row in rows] == ["Mã đơn", order.number]
    assert rows[1][3:5] == ["'=HYPERLINK(1) Hoa", "0912 345 678"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("portal:export", args=["xlsx"])).content))
    values = [cell.value for cell in book.active[2]]
    assert (values[3], values[10]) == ("'=HYPERLINK(1) Hoa", 125_000)


def test_an_export_keeps_the_filters(owner):
    producer, client = owner
    make_order(producer)
    packed = make_order(producer, state="packed")
    response = client.get(reverse("portal:export", args=["csv"]), {"trang_thai": "packed"})
    assert b"".join(response).decode().count("DH") == 1
    assert (
        packed.number
        in b"".join(client.get(reverse("portal:export", args=["csv"]), {"trang_thai": "packed"})).decode()
    )
    response = client.get(reverse("portal:export", args=["csv"]), {"tu": "never"})
    assert response.status_code == 302


def test_pages_hold_twenty_orders_and_keep_the_filters(owner):
    producer, client = owner
    numbers = [make_order(producer).number for _each in range(21)]
    assert listed(client, tim="hoa", page="2") == numbers[:1]
    text = client.get(reverse("portal:orders"), {"tim": "hoa"}).content.decode()
    assert "?tim=hoa&amp;page=2" in text


def test_letters_lead_the_producer_to_its_own_page(django_capture_on_commit_callbacks):
    producer, client = make_owner(email="htx@example.vn")
    with django_capture_on_commit_callbacks(execute=True):
        order = make_order(producer)
        act(client, order, "confirm")
        move_order(order, CANCEL, actor=Actor.SHOPPER)
    letters = [letter for letter in mail.outbox if letter.to == ["htx@example.vn"]]
    assert len(letters) == 2
    link = f"https://saolang.example/gian-hang/don/{order.number}/"
    for letter in letters:
        assert link in letter.body
        assert link in letter.alternatives[0][0]
        assert "/don-hang/" not in letter.body + letter.alternatives[0][0]
