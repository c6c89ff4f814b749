"""One order at the desk: what is shown, who may look at the shopper, what the operator may do."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from storefront.order.models import Order
from storefront.orderdesk import append_only
from storefront.orderdesk.errors import AccessRefusedError, AppendOnlyError
from storefront.orderdesk.models import PersonalDataAccess
from storefront.orderdesk.seeing import show_shopper
from storefront.orderdesk.wording import without_contacts
from storefront.purchases import lifecycle
from storefront.purchases.lifecycle import Actor
from storefront.purchases.money import record_payment
from storefront.purchases.moving import move_order
from tests.factories.certification import revoke
from tests.factories.orderdesk import bring, make_order, on
from tests.factories.purchases import make_good, make_paying_producer
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PERSONAL = ("Nguyễn Thị Hoa", "912345678", "0912 345 678", "hoa@example.vn", "Lê Lợi", "Gọi trước")
REASON = "Người mua báo chưa nhận được hàng"


def address(order, more=""):
    return f"/quan-tri/don/{order.number}/{more}"


@pytest.fixture
def operator(client):
    user = make_user("van-hanh@example.vn", role="operator")
    client.force_login(user)
    return user


@pytest.fixture
def department(client):
    user = make_user(role="trade_department")
    client.force_login(user)
    return user


def test_the_page_tells_the_order_and_not_who_bought(client, department):
    order = make_order(pay="vietqr")
    record_payment(order, amount=125_000, channel="statement", reference="FT9", actor=Actor.BANK)
    page = client.get(address(order)).content.decode()
    for told in (order.number, "Thanh Hóa", "FT9", "Đã nhận đủ tiền của đơn.", "125.000\u00a0₫", "Ngân hàng"):
        assert told in page
    assert [word for word in PERSONAL if word in page] == []
    assert "Xem thông tin người mua" not in page
    assert "Huỷ đơn" not in page


def test_the_certificate_is_the_one_of_the_day_of_sale(client, department):
    producer = make_paying_producer()
    with on("2026-11-20T10:00+07:00"):
        good = make_good("Mắm Làng", producer=producer)
        order = make_order(producer, goods=[(good, 1)])
    revoke(good, on=date(2026, 11, 21))
    (row,) = client.get(address(order)).context["lines"]
    assert row.status.is_in_force
    assert row.line.quantity == 1


def test_contacts_people_write_into_reasons_are_hidden(client, department):
    order = bring(make_order(), "delivered")
    reason = "Vỡ hai lọ, gọi 0912 345 678 hoặc hoa@example.vn nhé"
    move_order(order, lifecycle.ASK_RETURN, actor=Actor.SHOPPER, reason=reason)
    page = client.get(address(order)).content.decode()
    assert "Vỡ hai lọ, gọi ••• hoặc ••• nhé" in page
    assert without_contacts("Đơn DH7K2MQ4XA, 2 lọ, 125000 đồng, +84912345678") == (
        "Đơn DH7K2MQ4XA, 2 lọ, 125000 đồng, •••"
    )


def test_accounts_of_shoppers_and_producers_are_not_named(client, operator):
    order = make_order(user=make_user("khach@example.vn"))
    move_order(order, lifecycle.CONFIRM, actor=Actor.PRODUCER, by=make_user("chu@example.vn"))
    move_order(order, lifecycle.CANCEL, actor=Actor.OPERATOR, by=operator, reason="Trùng đơn")
    page = client.get(address(order)).content.decode()
    assert ("khach@example.vn" in page, "chu@example.vn" in page) == (False, False)
    assert "van-hanh@example.vn" in page


def test_the_shopper_is_shown_once_for_a_reason_and_that_is_written_down(client, operator):
    order = make_order()
    asked = client.get(address(order, "nguoi-mua/"))
    assert [word for word in PERSONAL if word in asked.content.decode()] == []
    assert PersonalDataAccess.objects.count() == 0
    shown = client.post(address(order, "nguoi-mua/"), {"reason": f"  {REASON}  "})
    page = shown.content.decode()
    for told in ("Nguyễn Thị Hoa", "0912 345 678", "12 Lê Lợi"):
        assert told in page
    assert "no-store" in shown["Cache-Control"]
    (entry,) = PersonalDataAccess.objects.all()
    assert (entry.user, entry.order, entry.reason, entry.at) == (operator, order, REASON, timezone.now())
    again = client.get(address(order, "nguoi-mua/")).content.decode()
    assert [word for word in PERSONAL if word in again] == []
    listed = client.get("/quan-tri/luot-xem-nguoi-mua/").content.decode()
    assert (order.number in listed, REASON in listed) == (True, True)


@pytest.mark.parametrize("reason", ["", "   ", "xem", "x" * 301])
def test_without_a_reason_nothing_is_shown_and_nothing_written(client, operator, reason):
    order = make_order()
    answer = client.post(address(order, "nguoi-mua/"), {"reason": reason})
    assert answer.status_code == 400
    assert [word for word in PERSONAL if word in answer.content.decode()] == []
    assert PersonalDataAccess.objects.count() == 0


@pytest.mark.parametrize("role", ["trade_department", "programme_office", "editor", ""])
def test_others_are_shown_nobody_and_leave_no_line(client, role):
    order = make_order()
    user = make_user(role=role)
    client.force_login(user)
    for answer in (
        client.get(address(order, "nguoi-mua/")),
        client.post(address(order, "nguoi-mua/"), {"reason": REASON}),
    ):
        assert answer.status_code in {302, 403}
        assert [word for word in PERSONAL if word in answer.content.decode()] == []
    with pytest.raises(AccessRefusedError):
        show_shopper(order, by=user, reason=REASON)
    assert PersonalDataAccess.objects.count() == 0
    assert client.get("/quan-tri/luot-xem-nguoi-mua/").status_code in {302, 403}


def test_the_log_is_only_added_to(operator):
    show_shopper(make_order(), by=operator, reason=REASON)
    (entry,) = PersonalDataAccess.objects.all()
    entry.reason = "Khác"
    for change in (
        entry.save,
        entry.delete,
        PersonalDataAccess.objects.all().delete,
        lambda: PersonalDataAccess.objects.update(reason="Khác"),
    ):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(ProtectedError):
        operator.delete()
    assert PersonalDataAccess.objects.get().reason == REASON


def test_the_database_itself_refuses_to_change_the_log(operator):
    show_shopper(make_order(), by=operator, reason=REASON)
    append_only.install(connection)
    try:
        for statement in (
            "UPDATE orderdesk_personaldataaccess SET reason = 'x'",
            "DELETE FROM orderdesk_personaldataaccess",
        ):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    finally:
        append_only.remove(connection)
    assert PersonalDataAccess.objects.get().reason == REASON


def test_the_operator_cancels_with_a_reason(client, operator):
    order = make_order()
    refused = client.post(address(order, "cancel/"), {"reason": " "})
    assert refused.status_code == 400
    assert Order.objects.get().status == "placed"
    client.post(address(order, "cancel/"), {"reason": "Chủ thể ngừng bán"})
    event = order.events.last()
    assert (event.move, event.actor, event.by, event.reason) == (
        "cancel",
        "operator",
        operator,
        "Chủ thể ngừng bán",
    )
    assert Order.objects.get().status == "cancelled"


@pytest.mark.parametrize(
    ("move", "reason", "becomes"),
    [("agree_return", "", "return_agreed"), ("refuse_return", "Hàng đã dùng", "return_refused")],
)
def test_the_operator_answers_a_return(client, operator, move, reason, becomes):
    order = bring(make_order(), "delivered")
    move_order(order, lifecycle.ASK_RETURN, actor=Actor.SHOPPER, reason="Vỡ")
    page = client.get(address(order)).content.decode()
    assert address(order, f"{move}/") in page
    client.post(address(order, f"{move}/"), {"reason": reason})
    assert Order.objects.get().status == becomes


@pytest.mark.parametrize("move", ["pack", "hand_over", "deliver", "complete", "no_such_move"])
def test_moves_of_others_are_not_the_operators(client, operator, move):
    order = bring(make_order(), "confirmed")
    assert client.get(address(order, f"{move}/")).status_code == 404
    assert client.post(address(order, f"{move}/"), {"reason": REASON}).status_code == 404
    assert (Order.objects.get().status, order.events.count()) == ("confirmed", 2)


def test_a_move_that_is_not_open_changes_nothing(client, operator):
    order = bring(make_order(), "handed_over")
    assert client.get(address(order, "cancel/")).status_code == 404
    answer = client.post(address(order, "cancel/"), {"reason": REASON})
    assert answer.status_code == 400
    assert "Đang giao" in answer.content.decode()
    assert Order.objects.get().status == "handed_over"


@pytest.mark.parametrize("role", ["trade_department", "programme_office", ""])
def test_others_move_nothing(client, role):
    order = make_order()
    client.force_login(make_user(role=role))
    answer = client.post(address(order, "cancel/"), {"reason": REASON})
    assert answer.status_code in {302, 403}
    assert (Order.objects.get().status, order.events.count()) == ("placed", 1)


def test_one_line_or_many_cost_the_same(client, operator, django_assert_num_queries):
    small, producer = make_order(), make_paying_producer()
    large = make_order(producer, goods=[(make_good(producer=producer), 1) for _number in range(20)])
    client.get(address(small))
    for order in (small, large):
        with django_assert_num_queries(14):
            client.get(address(order))


def test_an_order_with_its_story_is_never_deleted():
    order = make_order()
    for delete in (order.delete, Order.objects.all().delete, order.group.delete):
        with pytest.raises(ProtectedError):
            delete()
    assert Order.objects.count() == 1
