"""An operator that sells through VNPay, its orders, and what VNPay says of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.utils import timezone

from storefront.payment.gateways.vnpay import sign, when
from storefront.purchases.models import OrderGroup
from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_basket, make_good, place

SECRET = "bi-mat-vnpay"
TMN_CODE = "SAOLANG1"


def sell_directly(settings: Any, *, vnpay: bool = True) -> None:
    """Let the operator sell, into an account no bank has."""
    settings.OCOP_SALES_MODE = "direct"
    settings.OCOP_OPERATOR = {
        **settings.OCOP_OPERATOR,
        "name": "Trung tâm Xúc tiến Minh Hoạ",
        "tax_code": "0100000000",
        "bank_bin": "999999",
        "bank_account": "0000999999",
        "bank_holder": "TRUNG TAM MINH HOA",
    }
    settings.OCOP_VNPAY_TMN_CODE = TMN_CODE if vnpay else ""
    settings.OCOP_VNPAY_HASH_SECRET = SECRET if vnpay else ""
    settings.OCOP_VNPAY_URL = "https://pay.example/vpcpay.html" if vnpay else ""


def make_direct_group(method: str = "vnpay", *, orders: int = 2, price: int = 100_000) -> OrderGroup:
    """A group of orders of as many producers, all to be paid by `method`; each `price` and 25,000 delivery."""
    producers = [make_producer() for _order in range(orders)]
    goods = [make_good(producer=producer, price=price, stock=10) for producer in producers]
    payments = {producer.pk: method for producer in producers}
    return place(make_basket(*((good, 1) for good in goods)), payments=payments).group


def fields_of(address: str) -> dict[str, str]:
    """The fields of an address VNPay is called with."""
    return dict(parse_qsl(urlsplit(address).query))


def notice(attempt: Any, *, secret: str = SECRET, **facts: str) -> dict[str, str]:
    """What VNPay says when the attempt was paid, or as `facts` change it; signed."""
    told = {
        "vnp_Amount": str(attempt.amount * 100),
        "vnp_BankCode": "NCB",
        "vnp_OrderInfo": "THANH TOAN",
        "vnp_PayDate": when(timezone.now() - timedelta(seconds=1)),
        "vnp_ResponseCode": "00",
        "vnp_TmnCode": TMN_CODE,
        "vnp_TransactionNo": f"1442{attempt.pk}",
        "vnp_TransactionStatus": "00",
        "vnp_TxnRef": attempt.reference,
        **facts,
    }
    return {**told, "vnp_SecureHash": sign(told, secret)}
