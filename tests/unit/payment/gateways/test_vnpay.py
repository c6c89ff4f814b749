"""VNPay's signatures against the published ones, and what its answers mean."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.payment.gateways.base import ForgedError, Wanted
from storefront.payment.gateways.vnpay import VNPay, is_signed, plain, sign, signed_text

VECTORS = json.loads((Path(__file__).parents[3] / "data" / "payment_vectors.json").read_text())["vnpay"]
SIGNED = [vector for vector in VECTORS["published"] if vector["secret"]]
SHOP = VNPay("SAOLANG1", "mot-bi-mat", "https://pay.example/vpcpay.html")
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def wanted(**facts):
    told = {
        "reference": "SL7K2M9QXWab12cd",
        "amount": 165_000,
        "info": "Trả tiền lượt mua SL7K2M9QXW (Nước mắm ~ 2*3!)",
        "back": "https://shop.example/thanh-toan/vnpay/ve/",
        "address": "203.0.113.9",
        "begun": datetime(2026, 11, 22, 10, 0, tzinfo=HANOI),
        "expires": datetime(2026, 11, 22, 10, 15, tzinfo=HANOI),
    }
    return Wanted(**{**told, **facts})


def answer(**facts):
    told = {
        "vnp_Amount": "16500000",
        "vnp_BankCode": "NCB",
        "vnp_PayDate": "20261122100500",
        "vnp_ResponseCode": "00",
        "vnp_TmnCode": SHOP.tmn_code,
        "vnp_TransactionNo": "14422574",
        "vnp_TransactionStatus": "00",
        "vnp_TxnRef": "SL7K2M9QXWab12cd",
        **facts,
    }
    return {**told, "vnp_SecureHash": sign(told, SHOP.secret)}


@pytest.mark.parametrize("vector", SIGNED, ids=lambda vector: vector["expect"])
def test_published_signatures(vector):
    told = {**vector["params"], "vnp_SecureHash": vector["vnp_SecureHash"]}
    assert is_signed(told, vector["secret"]) == vector["expect"].startswith("valid")


@pytest.mark.parametrize(
    ("vector", "is_paid"), [(SIGNED[0], True), (SIGNED[1], False)], ids=["success", "failed"]
)
def test_published_answers_are_read(vector, is_paid):
    shop = VNPay(vector["params"]["vnp_TmnCode"], vector["secret"], "")
    read = shop.read({**vector["params"], "vnp_SecureHash": vector["vnp_SecureHash"]})
    assert (read.reference, read.amount, read.is_paid, read.transaction) == (
        "1716257871703",
        10_000,
        is_paid,
        "14422574",
    )


def test_the_published_address_is_encoded_as_ours():
    url = VECTORS["published"][0]["url"]
    told = dict(parse_qsl(urlsplit(url).query))
    query, _mark, _hash = urlsplit(url).query.partition("&vnp_SecureHash=")
    assert signed_text(told) == query


def test_the_address_of_a_payment():
    url = SHOP.address_of(wanted())
    told = dict(parse_qsl(urlsplit(url).query, strict_parsing=True))
    assert is_signed(told, SHOP.secret)
    told.pop("vnp_SecureHash")
    assert told == {
        "vnp_Version": "2.1.0",
        "vnp_Command": "pay",
        "vnp_TmnCode": "SAOLANG1",
        "vnp_Amount": "16500000",
        "vnp_CurrCode": "VND",
        "vnp_TxnRef": "SL7K2M9QXWab12cd",
        "vnp_OrderInfo": "TRA TIEN LUOT MUA SL7K2M9QXW NUOC MAM 2 3",
        "vnp_OrderType": "other",
        "vnp_Locale": "vn",
        "vnp_ReturnUrl": "https://shop.example/thanh-toan/vnpay/ve/",
        "vnp_IpAddr": "203.0.113.9",
        "vnp_CreateDate": "20261122100000",
        "vnp_ExpireDate": "20261122101500",
    }


@given(st.text())
def test_order_info_is_plain_whatever_goes_in(text):
    info = plain(text)
    assert info.isascii()
    assert all(char.isalnum() or char == " " for char in info)


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("vnp_Amount", "100"),
        ("vnp_ResponseCode", "24"),
        ("vnp_TxnRef", "SLother"),
        ("vnp_SecureHash", ""),
        ("vnp_SecureHash", "đ" * 128),
        ("vnp_New", "added"),
    ],
)
def test_whatever_was_changed_is_forged(change, value):
    with pytest.raises(ForgedError):
        SHOP.read({**answer(), change: value})


def test_an_answer_to_another_shop_is_forged_though_its_signature_is_right():
    with pytest.raises(ForgedError):
        SHOP.read(answer(vnp_TmnCode="OTHER"))


def test_fields_of_others_are_not_signed_and_not_read():
    assert SHOP.read({**answer(), "utm_source": "mail"}).is_paid


@pytest.mark.parametrize(
    ("code", "status", "is_paid", "in_doubt"),
    [
        ("00", "00", True, False),
        ("00", "02", False, False),
        ("24", "00", False, False),
        ("07", "00", False, True),
        ("00", "07", False, True),
        ("00", "", False, False),
    ],
)
def test_paid_is_only_what_both_codes_call_paid(code, status, is_paid, in_doubt):
    read = SHOP.read(answer(vnp_ResponseCode=code, vnp_TransactionStatus=status))
    assert (read.is_paid, read.is_in_doubt) == (is_paid, in_doubt)


@pytest.mark.parametrize("amount", ["", "-16500000", "16500050", "1e9", "16500000.0", "٣00", "9" * 16])
def test_an_amount_that_is_no_whole_number_of_dong(amount):
    assert SHOP.read(answer(vnp_Amount=amount)).amount is None


def test_moments_are_vietnamese():
    assert SHOP.read(answer()).at == datetime(2026, 11, 22, 10, 5, tzinfo=HANOI)
    assert SHOP.read(answer(vnp_PayDate="nonsense")).at is None
