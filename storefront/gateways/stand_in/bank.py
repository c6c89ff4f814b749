"""A bank's part: money comes in, and SePay or payOS tell of it, as they would."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from storefront.payment.gateways import payos, sepay
from storefront.payment.gateways.base import VIETNAM

_WHEN = "%Y-%m-%d %H:%M:%S"


def sepay_call(
    *, account: str, amount: int, memo: str, reference: str, number: int, secret: str, at: datetime
) -> tuple[bytes, dict[str, str]]:
    """The body and headers of SePay's call about a credit, signed."""
    body = json.dumps(
        {
            "id": number,
            "gateway": "MinhHoa",
            "transactionDate": at.astimezone(VIETNAM).strftime(_WHEN),
            "accountNumber": account,
            "code": None,
            "content": memo,
            "transferType": "in",
            "transferAmount": amount,
            "accumulated": amount,
            "subAccount": None,
            "referenceCode": reference,
            "description": "",
        }
    ).encode()
    stamp = str(int(at.timestamp()))
    signature = sepay.sign(body, stamp=stamp, secret=secret)
    return body, {
        "Content-Type": "application/json",
        "X-SePay-Timestamp": stamp,
        "X-SePay-Signature": signature,
    }


def payos_call(
    *, account: str, amount: int, memo: str, reference: str, number: int, secret: str, at: datetime
) -> tuple[bytes, dict[str, str]]:
    """The body and headers of payOS' call about a credit, its data signed."""
    data: dict[str, Any] = {
        "orderCode": number,
        "amount": amount,
        "description": memo,
        "accountNumber": account,
        "reference": reference,
        "transactionDateTime": at.astimezone(VIETNAM).strftime(_WHEN),
        "currency": "VND",
        "paymentLinkId": f"standin{number}",
        "code": "00",
        "desc": "success",
        "counterAccountBankId": None,
        "counterAccountName": None,
        "counterAccountNumber": None,
    }
    call = {
        "code": "00",
        "desc": "success",
        "success": True,
        "data": data,
        "signature": payos.sign(data, secret),
    }
    return json.dumps(call).encode(), {"Content-Type": "application/json"}


CALLS = {"sepay": sepay_call, "payos": payos_call}
