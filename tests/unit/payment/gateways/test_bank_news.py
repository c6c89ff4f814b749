"""SePay and payOS: who may tell us of money, and what they tell."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.payment.gateways import payos, sepay
from storefront.payment.gateways.base import Credit, ForgedError, UnreadableError

VECTORS = json.loads((Path(__file__).parents[3] / "data" / "payment_vectors.json").read_text())["payos"]
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 22, 10, 30, tzinfo=HANOI)
SECRET = "mot-bi-mat-dai"
TOLD = {
    "id": 92704,
    "gateway": "Vietcombank",
    "transactionDate": "2026-11-22 10:29:37",
    "accountNumber": "0123499999",
    "code": None,
    "content": "DH7K2M9QXW chuyen tien",
    "transferType": "in",
    "transferAmount": 165000,
    "accumulated": 19077000,
    "subAccount": None,
    "referenceCode": "MBVCB.3278907687",
    "description": "",
}
CREDIT = Credit(
    account="0123499999",
    reference="MBVCB.3278907687",
    amount=165_000,
    memo="DH7K2M9QXW chuyen tien",
    at=datetime(2026, 11, 22, 10, 29, 37, tzinfo=HANOI),
)


def by_key(key=SECRET):
    return {"Authorization": f"Apikey {key}"}


def signed(body, *, at=NOW, secret=SECRET):
    stamp = str(int(at.timestamp()))
    right = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-SePay-Signature": f"sha256={right}", "X-SePay-Timestamp": stamp}


def read_sepay(told, headers=None):
    body = json.dumps(told).encode()
    return sepay.SePay().read(body, by_key() if headers is None else headers, secret=SECRET, at=NOW)


def payos_call(key=SECRET, **facts):
    data = {**VECTORS["published"][0]["data"], **facts}
    return {
        "code": "00",
        "desc": "success",
        "success": True,
        "data": data,
        "signature": payos.sign(data, key),
    }


def read_payos(call, secret=SECRET):
    return payos.PayOS().read(json.dumps(call).encode(), {}, secret=secret, at=NOW)


def test_sepay_by_key_and_by_signature():
    body = json.dumps(TOLD).encode()
    assert read_sepay(TOLD) == CREDIT
    assert sepay.SePay().read(body, signed(body), secret=SECRET, at=NOW) == CREDIT


@pytest.mark.parametrize(
    "headers",
    [
        {},
        by_key("khac"),
        {"Authorization": f"Bearer {SECRET}"},
        {"Authorization": "Apikey "},
        {"Authorization": "Apikey đ"},
        signed(json.dumps(TOLD).encode(), secret="khac"),
        signed(b"{}"),
        signed(json.dumps(TOLD).encode(), at=NOW - timedelta(seconds=301)),
        signed(json.dumps(TOLD).encode(), at=NOW + timedelta(seconds=301)),
        {**signed(json.dumps(TOLD).encode()), "X-SePay-Timestamp": "now"},
        # A right key does not make up for a wrong signature.
        {**by_key(), "X-SePay-Signature": "sha256=00", "X-SePay-Timestamp": "1"},
    ],
)
def test_sepay_forged(headers):
    with pytest.raises(ForgedError):
        read_sepay(TOLD, headers)


def test_sepay_money_that_went_out_is_no_credit():
    assert read_sepay({**TOLD, "transferType": "out"}) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"transferAmount": 1000.5}, "transferAmount"),
        ({"transferAmount": 0}, "transferAmount"),
        ({"transferAmount": -5}, "transferAmount"),
        ({"transferAmount": "165000"}, "transferAmount"),
        ({"transferAmount": True}, "transferAmount"),
        ({"transferAmount": float("inf")}, "transferAmount"),
        ({"transferAmount": 10**14}, "transferAmount"),
        ({"transferType": None}, "transferType"),
        ({"transactionDate": "hôm qua"}, "transactionDate"),
        ({"accountNumber": ""}, "accountNumber"),
        ({"accountNumber": ["1"]}, "accountNumber"),
        ({"content": "a\x00b"}, "content"),
        ({"referenceCode": None, "id": None}, "referenceCode"),
    ],
)
def test_sepay_unreadable(change, field):
    with pytest.raises(UnreadableError) as refusal:
        read_sepay({**TOLD, **change})
    assert refusal.value.args == (field,)


def test_sepay_without_the_bank_s_reference_has_its_own():
    assert read_sepay({**TOLD, "referenceCode": ""}).reference == "SEPAY92704"


@pytest.mark.parametrize("vector", VECTORS["published"], ids=lambda vector: vector["expect"])
def test_payos_published_signatures(vector):
    right = payos.sign(vector["data"], vector["key"]) == vector["signature"]
    assert right == (vector["expect"] == "valid")


def test_payos_tells_of_a_credit():
    assert read_payos(payos_call()) == Credit(
        account="12345678",
        reference="TF230204212323",
        amount=3000,
        memo="VQRIO123",
        at=datetime(2023, 2, 4, 18, 25, tzinfo=HANOI),
    )


@pytest.mark.parametrize(
    "call",
    [
        {},
        {"data": None, "signature": "x"},
        {"data": {}, "signature": None},
        {**payos_call(), "signature": ""},
        {**payos_call(), "signature": "đ"},
        payos_call(key="khac"),
        {**payos_call(), "data": {**payos_call()["data"], "amount": 3001}},
    ],
)
def test_payos_forged(call):
    with pytest.raises(ForgedError):
        read_payos(call)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": 3000.5}, "amount"),
        ({"reference": ""}, "reference"),
        ({"accountNumber": None}, "accountNumber"),
        ({"currency": "USD"}, "currency"),
        ({"transactionDateTime": ""}, "transactionDateTime"),
    ],
)
def test_payos_unreadable(change, field):
    with pytest.raises(UnreadableError) as refusal:
        read_payos(payos_call(**change))
    assert refusal.value.args == (field,)


def test_payos_of_a_payment_that_failed_is_no_credit():
    assert read_payos(payos_call(code="01")) is None


@given(st.binary(max_size=200))
def test_no_body_brings_an_adapter_down(body):
    for read in (
        lambda: sepay.SePay().read(body, by_key(), secret=SECRET, at=NOW),
        lambda: payos.PayOS().read(body, {}, secret=SECRET, at=NOW),
    ):
        with pytest.raises((ForgedError, UnreadableError)):
            read()
