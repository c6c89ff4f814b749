"""The stand-ins refuse what the real ones refuse, and a payment goes round over loopback."""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from storefront.gateways.hooks import make_hook
from storefront.gateways.management.commands.run_payment_stand_in import watcher
from storefront.gateways.models import PaymentAttempt
from storefront.gateways.stand_in.server import StandIn
from storefront.gateways.stand_in.vnpay import AskedWronglyError, StandInVNPay
from storefront.payment.gateways.base import Wanted
from storefront.payment.gateways.vnpay import VNPay, sign
from storefront.payment.sources import balance_of
from storefront.payment.transfer import transfer_for
from tests.factories.gateways import SECRET, TMN_CODE, fields_of, make_direct_group, sell_directly
from tests.factories.transfers import make_transfer_order

NOW = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
SHOP = VNPay(TMN_CODE, SECRET, "https://pay.example/")


def asked(**facts):
    wanted = Wanted(
        reference="SLX1",
        amount=100_000,
        info="Mua hang",
        back="https://shop.example/ve/",
        address="203.0.113.9",
        begun=NOW,
        expires=NOW + timedelta(minutes=15),
    )
    told = {**fields_of(SHOP.address_of(wanted)), **facts}
    return {**told, "vnp_SecureHash": sign(told, SECRET)}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"vnp_TmnCode": "OTHER"}, "shop"),
        ({"vnp_TxnRef": ""}, "missing"),
        ({"vnp_IpAddr": ""}, "missing"),
        ({"vnp_Version": "2.0.0"}, "protocol"),
        ({"vnp_Amount": "0"}, "amount"),
        ({"vnp_Amount": "150"}, "amount"),
        ({"vnp_OrderInfo": "Nước mắm"}, "info"),
        ({"vnp_ExpireDate": "tomorrow"}, "date"),
        ({"vnp_ExpireDate": "20261122103000"}, "expired"),
    ],
)
def test_what_vnpay_refuses(facts, code):
    with pytest.raises(AskedWronglyError) as refusal:
        StandInVNPay(TMN_CODE, SECRET).open(asked(**facts), at=NOW)
    assert refusal.value.args[0] == code


def test_a_wrong_signature_and_a_reference_used_before():
    vnpay = StandInVNPay(TMN_CODE, SECRET)
    with pytest.raises(AskedWronglyError) as refusal:
        vnpay.open({**asked(), "vnp_Amount": "100"}, at=NOW)
    assert refusal.value.args[0] == "checksum"
    vnpay.finish(asked(), "cancelled", at=NOW)
    with pytest.raises(AskedWronglyError) as refusal:
        vnpay.finish(asked(), "paid", at=NOW)
    assert refusal.value.args[0] == "repeated"


@pytest.mark.parametrize(
    ("outcome", "is_paid", "in_doubt"),
    [
        ("paid", True, False),
        ("failed", False, False),
        ("cancelled", False, False),
        ("suspicious", False, True),
    ],
)
def test_what_it_tells_is_what_our_adapter_reads(outcome, is_paid, in_doubt):
    read = SHOP.read(StandInVNPay(TMN_CODE, SECRET).finish(asked(), outcome, at=NOW))
    assert (read.reference, read.amount, read.is_paid, read.is_in_doubt) == (
        "SLX1",
        100_000,
        is_paid,
        in_doubt,
    )


@pytest.fixture
def stand_in(live_server, settings):
    sell_directly(settings)
    settings.PUBLIC_BASE_URL = live_server.url
    server = StandIn(0, vnpay=StandInVNPay(TMN_CODE, SECRET), shop=live_server.url, watcher=watcher)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.OCOP_VNPAY_URL = f"http://127.0.0.1:{server.server_port}/paymentv2/vpcpay.html"
    yield server
    server.shutdown()
    server.server_close()


def fetch(address, fields=None):
    """Status, text and last address, refusals included; redirects are followed."""
    data = urllib.parse.urlencode(fields).encode() if fields is not None else None
    try:
        with urllib.request.urlopen(address, data, timeout=20) as answer:  # noqa: S310 -- loopback
            return answer.status, answer.read().decode(), answer.url
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode(), address


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("outcome", "words", "state", "paid"),
    [
        ("paid", "Đã nhận đủ tiền", "paid", 125_000),
        ("cancelled", "Bạn đã huỷ giao dịch.", "failed", 0),
        ("suspicious", "VNPay đang xem xét giao dịch", "review", 0),
    ],
)
def test_a_payment_goes_round(client, stand_in, settings, outcome, words, state, paid):
    group = make_direct_group(orders=1)
    away = client.post(f"/thanh-toan/vnpay/{group.get_absolute_url().split('/')[2]}/")["Location"]
    status, page, _url = fetch(away)
    assert (status, "125.000" in page) == (200, True)
    pay_page = settings.OCOP_VNPAY_URL
    status, page, url = fetch(pay_page, {**fields_of(away), "outcome": outcome})
    assert (status, words in page) == (200, True)
    assert url.startswith(f"{settings.PUBLIC_BASE_URL}/thanh-toan/vnpay/ve/?")
    assert PaymentAttempt.objects.get().state == state
    assert balance_of(group.orders.get()).paid == paid
    status, page, _url = fetch(pay_page, {**fields_of(away), "outcome": "paid"})
    assert (status, "repeated" in page) == (400, True)
    assert balance_of(group.orders.get()).paid == paid


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("channel", ["sepay", "payos"])
def test_a_vietqr_is_paid_at_the_bank(stand_in, settings, channel):
    settings.OCOP_SALES_MODE = "intermediary"
    order = make_transfer_order()
    bank = f"http://127.0.0.1:{stand_in.server_port}/ngan-hang/"
    payload = transfer_for(order).payload
    assert "chưa có khoá báo tiền về" in fetch(bank, {"payload": payload})[1]
    make_hook(channel=channel, producer=order.producer, by=None, secret="khoa-kiem-tra-cua-payos")
    assert "trả lời: exact" in fetch(bank, {"payload": payload})[1]
    assert balance_of(order).outstanding == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_no_vietqr_is_told(stand_in):
    bank = f"http://127.0.0.1:{stand_in.server_port}/ngan-hang/"
    for typed in ({"payload": "abc"}, {"account": "1", "amount": "-5"}, {"amount": "5"}, {}):
        assert fetch(bank, typed)[0] == 422


@pytest.mark.django_db
def test_it_runs_for_demonstrations_only(settings):
    settings.OCOP_DEMO_BANNER = False
    with pytest.raises(CommandError):
        call_command("run_payment_stand_in")
