"""A service tells of a credit: whoever signs with the key of the address is believed, once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from storefront.gateways.hooks import HookRefusedError, address_of, make_hook, revoke_hook
from storefront.gateways.models import BankHook
from storefront.payment.gateways import payos
from storefront.payment.sources import balance_of
from storefront.purchases.moving import move_overdue
from storefront.transfers.models import BankTransfer
from tests.factories.catalogue import make_producer
from tests.factories.gateways import make_direct_group, sell_directly
from tests.factories.purchases import make_paying_producer
from tests.factories.transfers import make_transfer_order

pytestmark = pytest.mark.django_db
CHECKSUM_KEY = "khoa-kiem-tra-cua-payos"


def sepay_told(order, **facts):
    return {
        "id": 92704,
        "gateway": "MinhHoa",
        "transactionDate": timezone.localtime().strftime("%Y-%m-%d %H:%M:%S"),
        "accountNumber": "0000123456",
        "content": f"CT DEN {order.number} mua hang",
        "transferType": "in",
        "transferAmount": int(order.total_incl_tax),
        "referenceCode": "FT26000001",
        **facts,
    }


def payos_told(order, *, key=CHECKSUM_KEY, **facts):
    data = {
        "orderCode": 123,
        "amount": int(order.total_incl_tax),
        "description": order.number,
        "accountNumber": "0000123456",
        "reference": "FT26000001",
        "transactionDateTime": timezone.localtime().strftime("%Y-%m-%d %H:%M:%S"),
        "currency": "VND",
        "code": "00",
        "desc": "Thành công",
        "counterAccountName": None,
        **facts,
    }
    return {
        "code": "00",
        "desc": "success",
        "success": True,
        "data": data,
        "signature": payos.sign(data, key),
    }


def hook_for(producer, channel="sepay"):
    return make_hook(channel=channel, producer=producer, by=None, secret=CHECKSUM_KEY)


def call(client, hook, told, *, secret="", address="", **headers):
    return client.post(
        address or address_of(hook).removeprefix("https://saolang.example"),
        json.dumps(told),
        content_type="application/json",
        headers={"Authorization": f"Apikey {secret}", **headers} if secret else headers,
    )


@pytest.fixture
def order():
    return make_transfer_order()


def test_an_address_nobody_can_guess_outside_every_language(order):
    hook, secret = hook_for(order.producer)
    assert address_of(hook) == f"https://saolang.example/api/thanh-toan/sepay/{hook.address}/"
    assert (len(hook.address), len(secret), secret == CHECKSUM_KEY) == (24, 43, False)


def test_sepay_pays_the_order_and_repeating_it_does_nothing(client, order):
    hook, secret = hook_for(order.producer)
    answers = [call(client, hook, sepay_told(order), secret=secret) for _time in range(2)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"success": True, "outcome": "exact"}),
        (200, {"success": True, "outcome": "known"}),
    ]
    assert (BankTransfer.objects.get().channel, balance_of(order).paid) == ("sepay", 125_000)
    hook.refresh_from_db()
    assert hook.last_told_at is not None


def test_payos_pays_the_order(client, order):
    hook, secret = hook_for(order.producer, "payos")
    assert secret == CHECKSUM_KEY
    answer = call(client, hook, payos_told(order))
    assert (answer.status_code, answer.json()) == (200, {"success": True, "outcome": "exact"})
    assert (BankTransfer.objects.get().channel, balance_of(order).paid) == ("payos", 125_000)


def test_two_services_telling_of_one_transfer_pay_once(client, order):
    by_sepay, secret = hook_for(order.producer)
    by_payos, _key = hook_for(order.producer, "payos")
    assert call(client, by_sepay, sepay_told(order), secret=secret).json()["outcome"] == "exact"
    assert call(client, by_payos, payos_told(order)).json()["outcome"] == "known"
    assert balance_of(order).paid == 125_000


@pytest.mark.parametrize(
    ("facts", "secret", "status", "code"),
    [
        ({}, "khac", 401, "signature-wrong"),
        ({}, "", 401, "signature-wrong"),
        ({"transferAmount": 0.5}, None, 422, "unreadable"),
        ({"transferAmount": -125_000}, None, 422, "unreadable"),
        ({"transactionDate": ""}, None, 422, "unreadable"),
        ({"content": "x" * 70_000}, None, 413, "too-large"),
    ],
)
def test_what_is_refused_changes_nothing(client, order, facts, secret, status, code):
    hook, right = hook_for(order.producer)
    answer = call(client, hook, sepay_told(order, **facts), secret=right if secret is None else secret)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (BankTransfer.objects.count(), balance_of(order).paid) == (0, 0)


def test_parts_told_out_of_order_and_too_much_stand_as_what_they_are(client, order):
    hook, secret = hook_for(order.producer)
    second = timezone.localtime().strftime("%Y-%m-%d %H:%M:%S")
    first = (timezone.localtime() - timedelta(minutes=2)).strftime("%Y-%m-%d %H:%M:%S")
    news = [
        {"referenceCode": "FT2", "transactionDate": second, "transferAmount": 25_000},
        {"referenceCode": "FT1", "transactionDate": first, "transferAmount": 100_000},
        {"referenceCode": "FT2", "transactionDate": second, "transferAmount": 25_000},
        {"referenceCode": "FT3", "transactionDate": second, "transferAmount": 1_000},
    ]
    outcomes = [
        call(client, hook, sepay_told(order, **told), secret=secret).json()["outcome"] for told in news
    ]
    assert outcomes == ["partial", "exact", "known", "double"]
    assert (balance_of(order).paid, balance_of(order).excess) == (126_000, 1_000)


def test_news_that_comes_after_the_order_was_called_off_is_owed_back(client, order):
    hook, secret = hook_for(order.producer)
    late = order.time_limit + timedelta(hours=1)
    with time_machine.travel(late, tick=False):
        move_overdue()
        answer = call(client, hook, sepay_told(order), secret=secret)
    order.refresh_from_db()
    assert (answer.json()["outcome"], order.status) == ("late", "cancelled")
    assert (balance_of(order).paid, balance_of(order).excess) == (125_000, 125_000)


def test_payos_with_another_amount_than_was_signed(client, order):
    hook, _key = hook_for(order.producer, "payos")
    told = payos_told(order)
    told["data"]["amount"] += 1
    assert call(client, hook, told).status_code == 401
    assert not BankTransfer.objects.exists()


def test_a_known_reference_with_another_amount_is_a_conflict(client, order):
    hook, secret = hook_for(order.producer)
    call(client, hook, sepay_told(order), secret=secret)
    answer = call(client, hook, sepay_told(order, transferAmount=1), secret=secret)
    assert (answer.status_code, answer.json()["code"]) == (409, "reference-taken")
    assert balance_of(order).paid == 125_000


@pytest.mark.parametrize(
    "facts", [{"transferType": "out"}, {"accountNumber": "42"}], ids=["out", "another account"]
)
def test_what_is_no_credit_on_this_account_is_taken_and_left(client, order, facts):
    hook, secret = hook_for(order.producer)
    answer = call(client, hook, sepay_told(order, **facts), secret=secret)
    assert (answer.status_code, answer.json()) == (200, {"success": True, "outcome": "ignored"})
    assert not BankTransfer.objects.exists()


def test_an_account_orders_were_told_of_still_counts_after_it_changed(client, order):
    hook, secret = hook_for(order.producer)
    order.producer.bank_account = "77"
    order.producer.save()
    assert call(client, hook, sepay_told(order), secret=secret).json()["outcome"] == "exact"


def test_a_producers_key_pays_no_order_of_another(client, order):
    hook, secret = hook_for(make_paying_producer())
    assert call(client, hook, sepay_told(order), secret=secret).json()["outcome"] == "unmatched"
    assert balance_of(order).paid == 0


def test_a_revoked_key_and_an_unknown_address_answer_alike(client, order):
    hook, secret = hook_for(order.producer)
    revoke_hook(hook)
    gone = call(client, hook, sepay_told(order), secret=secret)
    never = call(client, hook, sepay_told(order), secret=secret, address="/api/thanh-toan/sepay/x/")
    other = call(
        client, hook, sepay_told(order), secret=secret, address=f"/api/thanh-toan/payos/{hook.address}/"
    )
    assert {(answer.status_code, answer.content) for answer in (gone, never, other)} == {
        (404, b'{"success": false, "code": "unknown-address"}')
    }
    assert not BankTransfer.objects.exists()


def test_guessing_addresses_is_slowed_down(client):
    for _try in range(60):
        assert call(client, None, {}, address="/api/thanh-toan/sepay/x/").status_code == 404
    answer = call(client, None, {}, address="/api/thanh-toan/sepay/x/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_only_posts_are_read(client, order):
    hook, _secret = hook_for(order.producer)
    assert client.get(f"/api/thanh-toan/sepay/{hook.address}/").status_code == 405


def test_the_operators_key_pays_the_operators_orders(client, settings):
    sell_directly(settings)
    order = make_direct_group("vietqr", orders=1).orders.get()
    hook, secret = hook_for(None)
    told = sepay_told(order, accountNumber="0000999999")
    assert call(client, hook, told, secret=secret).json()["outcome"] == "exact"
    assert (BankTransfer.objects.get().producer, balance_of(order).outstanding) == (None, 0)


@pytest.mark.parametrize(
    ("channel", "account", "secret", "code"),
    [
        ("payos", True, "", "secret-invalid"),
        ("payos", True, "ngắn", "secret-invalid"),
        ("payos", True, "x" * 200, "secret-invalid"),
        ("sepay", False, "", "no-account"),
    ],
)
def test_keys_that_are_not_made(channel, account, secret, code):
    producer = make_paying_producer() if account else make_producer()
    with pytest.raises(HookRefusedError) as refusal:
        make_hook(channel=channel, producer=producer, by=None, secret=secret)
    assert (refusal.value.code, BankHook.objects.count()) == (code, 0)
