"""What an order expects to be paid, in Oscar's books: one source, one open transaction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from storefront.payment.methods import METHODS
from storefront.payment.models import Source, SourceType, Transaction

EXPECTED = "expected"


def expect_payment(order: Any, *, method: str, amount: int, account: str = "") -> Source:
    """Record that `amount` đồng are to come for `order` by `method`. Nothing has been paid by it.

    `account` is where the shopper was told to pay (`970422/1234567890`): kept, because a producer may change its
    account later.
    """
    kind, _created = SourceType.objects.get_or_create(
        code=method, defaults={"name": str(METHODS[method].name)}
    )
    source = Source.objects.create(
        order=order,
        source_type=kind,
        currency="VND",
        amount_allocated=Decimal(amount),
        reference=order.number,
        label=account,
    )
    source.transactions.create(
        txn_type=Transaction.AUTHORISE, amount=Decimal(amount), reference=order.number, status=EXPECTED
    )
    return source
