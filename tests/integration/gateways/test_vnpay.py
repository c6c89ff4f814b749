"""A group paid through VNPay: only its own server's word settles, once, for each order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from storefront.gateways.models import AttemptPart, PaymentAttempt
from storefront.gateways.paying import PaymentRefusedError, begin_attempt
from storefront.order.models import Order
from storefront.payment.gateways.vnpay import is_signed
from storefront.payment.sources import balance_of
from storefront.purchases.lifecycle import CANCEL
from storefront.purchases.models import MoneyEntry
from storefront.purchases.moving import move_order, move_overdue
from storefront.purchases.tracking import sign_number
from tests.factories.gateways import SECRET, fields_of, make_direct_group, notice, sell_directly

pytestmark = pytest.mark.django_db
IPN = "/api/thanh-toan/vnpay/ipn/"


@pytest.fixture(autouse=True)
def _direct(settings):
    sell_directly(settings)


def begun(group=None):
    return begin_attempt(group or make_direct_group(), gateway="vnpay")


def ipn(client, attempt=None, told=None, **facts):
    answer = client.get(IPN, told if told is not None else notice(attempt, **facts))
    assert answer.status_code == 200
    return answer.json()["RspCode"]


def books():
    """Everything a notice may change."""
    attempts = PaymentAttempt.objects.order_by("pk").values_list(
        "pk", "state", "code", "transaction", "told_at"
    )
    money = MoneyEntry.objects.order_by("pk").values_list("order_id", "amount", "channel", "reference")
    orders = Order.objects.order_by("pk").values_list("pk", "status", "time_limit")
    return list(attempts), list(money), list(orders)


def paid(group):
    return [balance_of(order).paid for order in group.orders.order_by("pk")]


def test_a_shopper_is_sent_to_vnpay_with_a_signed_address(client):
    group = make_direct_group()
    answer = client.post(reverse("gateways:start", args=[sign_number(group.number)]))
    attempt = PaymentAttempt.objects.get()
    told = fields_of(answer["Location"])
    assert answer.status_code == 302
    assert answer["Location"].startswith("https://pay.example/vpcpay.html?")
    assert is_signed(told, SECRET)
    assert (told["vnp_Amount"], told["vnp_TxnRef"]) == ("25000000", attempt.reference)
    assert told["vnp_ReturnUrl"] == "https://saolang.example/thanh-toan/vnpay/ve/"
    assert told["vnp_OrderInfo"] == f"THANH TOAN LUOT MUA {group.number}"
    assert (attempt.amount, attempt.state) == (250_000, "begun")
    assert list(AttemptPart.objects.order_by("order_id").values_list("amount", flat=True)) == [125_000] * 2


def test_each_try_has_a_reference_of_its_own():
    group = make_direct_group()
    assert len({begun(group).reference for _try in range(3)}) == 3


def test_an_attempt_ends_with_the_orders_time():
    group = make_direct_group()
    assert begun(group).expires_at - PaymentAttempt.objects.get().begun_at == timedelta(minutes=15)
    limit = timezone.now() + timedelta(minutes=5)
    group.orders.update(time_limit=limit)
    assert begun(group).expires_at == limit
    group.orders.update(time_limit=timezone.now() + timedelta(seconds=30))
    with pytest.raises(PaymentRefusedError) as refusal:
        begun(group)
    assert (refusal.value.code, PaymentAttempt.objects.count()) == ("too-late", 2)


def test_orders_paid_another_way_are_no_part_of_it(client):
    group = make_direct_group("cod")
    answer = client.post(reverse("gateways:start", args=[sign_number(group.number)]))
    assert (answer.status_code, answer["Location"]) == (302, group.get_absolute_url())
    assert not PaymentAttempt.objects.exists()


def test_an_order_cancelled_before_is_left_out():
    group = make_direct_group()
    move_order(group.orders.first(), CANCEL, actor="shopper")
    assert begun(group).amount == 125_000


def test_a_link_nobody_signed_starts_nothing(client):
    make_direct_group()
    answer = client.post(reverse("gateways:start", args=["SL7K2M9QXW~x"]))
    assert (answer.status_code, PaymentAttempt.objects.count()) == (404, 0)


def test_a_paid_notice_pays_every_order_of_the_group(client):
    group = make_direct_group(orders=3)
    attempt = begun(group)
    assert ipn(client, attempt) == "00"
    attempt.refresh_from_db()
    assert (attempt.state, attempt.transaction) == ("paid", f"1442{attempt.pk}")
    assert paid(group) == [125_000] * 3
    assert list(group.orders.values_list("time_limit", flat=True)) == [None] * 3
    numbers = group.orders.order_by("pk").values_list("number", flat=True)
    assert list(MoneyEntry.objects.order_by("order_id").values_list("channel", "reference")) == [
        ("vnpay", f"{attempt.transaction}:{number}") for number in numbers
    ]


def test_a_notice_told_again_changes_nothing(client):
    attempt = begun()
    ipn(client, attempt)
    before = books()
    assert [ipn(client, attempt), ipn(client, attempt)] == ["02", "02"]
    assert books() == before


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"secret": "khac"}, "97"),
        ({"vnp_TmnCode": "OTHER"}, "97"),
        ({"vnp_TxnRef": "SLUNKNOWN"}, "01"),
        ({"vnp_Amount": "100"}, "04"),
        ({"vnp_Amount": "25000050"}, "04"),
        ({"vnp_Amount": "-25000000"}, "04"),
    ],
)
def test_a_wrong_notice_is_answered_with_its_code_and_changes_nothing(client, facts, code):
    attempt = begun()
    before = books()
    assert ipn(client, attempt, **facts) == code
    assert books() == before


def test_checks_come_in_the_order_of_the_protocol(client):
    attempt = begun()
    ipn(client, attempt)
    known = {"vnp_TxnRef": attempt.reference}
    assert ipn(client, attempt, secret="khac", vnp_TxnRef="SLX", vnp_Amount="1") == "97"
    assert ipn(client, attempt, vnp_TxnRef="SLX", vnp_Amount="1") == "01"
    assert ipn(client, attempt, **known, vnp_Amount="1") == "04"
    assert ipn(client, attempt, **known) == "02"


@pytest.mark.parametrize("told", [{}, {"vnp_SecureHash": "x"}, {"vnp_TxnRef": "a", "vnp_SecureHash": ""}])
def test_a_notice_with_fields_missing_is_forged(client, told):
    begun()
    before = books()
    assert ipn(client, told=told) == "97"
    assert books() == before


def test_a_field_that_stands_twice_is_forged(client):
    attempt = begun()
    before = books()
    told = [*notice(attempt).items(), ("vnp_Amount", "100")]
    address = IPN + "?" + "&".join(f"{name}={value}".replace(" ", "+") for name, value in told)
    assert client.get(address).json()["RspCode"] == "97"
    assert books() == before


def test_a_failure_is_noted_and_money_that_comes_after_it_still_counts(client):
    group = make_direct_group()
    attempt = begun(group)
    assert ipn(client, attempt, vnp_ResponseCode="24", vnp_TransactionStatus="02") == "00"
    attempt.refresh_from_db()
    assert (attempt.state, attempt.code, paid(group)) == ("failed", "24", [0, 0])
    assert ipn(client, attempt, vnp_ResponseCode="24", vnp_TransactionStatus="02") == "02"
    assert ipn(client, attempt) == "00"
    assert paid(group) == [125_000] * 2


def test_a_failure_that_comes_after_the_money_takes_nothing_back(client):
    attempt = begun()
    ipn(client, attempt)
    before = books()
    assert ipn(client, attempt, vnp_ResponseCode="24", vnp_TransactionStatus="02") == "02"
    assert books() == before


def test_a_suspicious_payment_waits_for_the_last_word(client):
    group = make_direct_group()
    attempt = begun(group)
    assert ipn(client, attempt, vnp_ResponseCode="07", vnp_TransactionStatus="07") == "00"
    attempt.refresh_from_db()
    assert (attempt.state, paid(group)) == ("review", [0, 0])
    assert ipn(client, attempt) == "00"
    assert paid(group) == [125_000] * 2


def test_money_for_orders_called_off_meanwhile_is_owed_back(client):
    group = make_direct_group()
    attempt = begun(group)
    late = group.orders.first().time_limit + timedelta(minutes=1)
    move_overdue(at=late)
    assert ipn(client, attempt) == "00"
    orders = list(group.orders.order_by("pk"))
    assert [order.status for order in orders] == ["cancelled"] * 2
    assert [balance_of(order).excess for order in orders] == [125_000] * 2


def test_two_tries_both_paid_are_one_payment_and_one_excess(client):
    group = make_direct_group(orders=1)
    one, other = begun(group), begun(group)
    assert [ipn(client, one), ipn(client, other)] == ["00", "00"]
    balance = balance_of(group.orders.get())
    assert (balance.paid, balance.outstanding, balance.excess) == (250_000, 0, 125_000)
    with pytest.raises(PaymentRefusedError) as refusal:
        begun(group)
    assert refusal.value.code == "nothing-to-pay"


def test_what_breaks_inside_is_told_so_that_vnpay_calls_again(client, monkeypatch):
    attempt = begun()
    before = books()

    def down(*args, **facts):
        raise OSError("database gone")

    with monkeypatch.context() as patch:
        patch.setattr("storefront.gateways.paying.record_payment", down)
        assert ipn(client, attempt) == "99"
    assert books() == before
    assert ipn(client, attempt) == "00"


def test_without_a_shop_at_vnpay_nothing_is_believed(client, settings):
    attempt = begun()
    told = notice(attempt)
    sell_directly(settings, vnpay=False)
    before = books()
    assert ipn(client, told=told) == "97"
    assert books() == before


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Đang chờ VNPay xác nhận"),
        ({"vnp_ResponseCode": "51", "vnp_TransactionStatus": "02"}, "Tài khoản không đủ số dư."),
        ({"vnp_ResponseCode": "98", "vnp_TransactionStatus": "02"}, "không thực hiện được giao dịch"),
    ],
)
def test_coming_back_shows_and_settles_nothing(client, facts, words):
    attempt = begun()
    before = books()
    page = client.get(reverse("gateways:back"), notice(attempt, **facts))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert books() == before


def test_coming_back_after_the_notice_says_paid(client):
    attempt = begun()
    ipn(client, attempt)
    # Whatever the address claims: our books say it is paid.
    page = client.get(reverse("gateways:back"), notice(attempt, vnp_ResponseCode="24"))
    assert "Đã nhận đủ tiền" in page.content.decode()


def test_coming_back_with_an_address_that_was_changed(client):
    attempt = begun()
    page = client.get(reverse("gateways:back"), {**notice(attempt), "vnp_Amount": "100"})
    assert page.status_code == 400
    assert attempt.group.get_absolute_url() not in page.content.decode()
    assert "Không đọc được kết quả trả tiền" in page.content.decode()


def test_the_tracking_page_offers_vnpay_while_money_is_awaited(client):
    group = make_direct_group()
    start = reverse("gateways:start", args=[sign_number(group.number)])
    assert start in client.get(group.get_absolute_url()).content.decode()
    ipn(client, begun(group))
    assert start not in client.get(group.get_absolute_url()).content.decode()
