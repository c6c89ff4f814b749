"""What an order expects to be paid and what came, in Oscar's books: one source per order, a transaction per event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from storefront.dong import whole_dong
from storefront.payment.methods import METHODS
from storefront.payment.models import Source, SourceType, Transaction
from storefront.ready_queries import ReadyQuery

EXPECTED = "expected"


@dataclass(frozen=True)
class Balance:
    """Whole đồng. `due` is what the order costs, `paid` what came, `refunded` what went back."""

    due: int
    paid: int
    refunded: int

    @property
    def kept(self) -> int:
        """What the producer holds of the shopper's money."""
        return self.paid - self.refunded

    @property
    def outstanding(self) -> int:
        """What is still to come; never negative."""
        return max(self.due - self.kept, 0)

    @property
    def excess(self) -> int:
        """What came above what is due and has not gone back: to be refunded."""
        return max(self.kept - self.due, 0)


def balance_of(order: Any) -> Balance:
    """What was asked, what came, what went back. A cancelled or returned order costs nothing any more."""
    return balances_of([order])[order.pk]


_SUMS: ReadyQuery[dict[str, Any]] = ReadyQuery(
    lambda *, orders: (
        Source.objects.filter(order_id__in=orders)
        .values("order_id")
        .annotate(paid=Sum("amount_debited"), refunded=Sum("amount_refunded"))
        .order_by()
    )
)
_KINDS: ReadyQuery[SourceType] = ReadyQuery(lambda *, codes: SourceType.objects.filter(code__in=codes))


def balances_of(orders: Iterable[Any]) -> dict[int, Balance]:
    """The balances of many orders by their pk, in one query."""
    orders = list(orders)
    found = {row["order_id"]: row for row in _SUMS(orders=[order.pk for order in orders])}
    return {order.pk: _balance(order, found.get(order.pk, {})) for order in orders}


def _balance(order: Any, sums: Mapping[str, Any]) -> Balance:
    is_void = order.status in (order.Status.CANCELLED, order.Status.RETURNED)
    return Balance(
        due=0 if is_void else whole_dong(order.total_incl_tax),
        paid=whole_dong(sums.get("paid") or 0),
        refunded=whole_dong(sums.get("refunded") or 0),
    )


@dataclass(frozen=True)
class Expected:
    """What is to come for an order. `account` is where the shopper was told to pay (`970422/1234567890`)."""

    order: Any
    method: str
    amount: int
    account: str = ""


def expect_payment(order: Any, *, method: str, amount: int, account: str = "") -> Source:
    """Record that `amount` đồng are to come for `order` by `method`. Nothing has been paid by it."""
    return expect_payments([Expected(order, method, amount, account)])[0]


def expect_payments(expected: Sequence[Expected]) -> list[Source]:
    """Record what is to come for many orders, in three queries.

    The account is kept with each, because a producer may change its account later.
    """
    wanted = {each.method for each in expected}
    kinds = {kind.code: kind for kind in _KINDS(codes=sorted(wanted))}
    for method in sorted(wanted - kinds.keys()):
        name = str(METHODS[method].name)
        kinds[method], _created = SourceType.objects.get_or_create(code=method, defaults={"name": name})
    sources = Source.objects.bulk_create(
        Source(
            order=each.order,
            source_type=kinds[each.method],
            currency="VND",
            amount_allocated=Decimal(each.amount),
            reference=each.order.number,
            label=each.account,
        )
        for each in expected
    )
    Transaction.objects.bulk_create(
        Transaction(
            source=source,
            txn_type=Transaction.AUTHORISE,
            amount=source.amount_allocated,
            reference=source.reference,
            status=EXPECTED,
        )
        for source in sources
    )
    return sources
