"""One and the same money told of twice: by its producer's hand, and by the bank."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from storefront.payment.sources import Balance
from storefront.purchases.models import MoneyEntry

#: The name under which orders keep money a producer noted by hand,
HAND = "producer"
#: and money a bank told of, whichever channel brought the news.
BANK = "bank"
#: A transfer made so long after the producer saw its money is other money: a weekend and a slow bank lie within.
SAME_MONEY_WITHIN = timedelta(days=3)


def hand_entry_of(order: Any, *, amount: int, at: datetime) -> MoneyEntry | None:
    """The oldest entry made by hand that a transfer of `amount` at a moment confirms. The order must be locked."""
    return unconfirmed(amount=amount, at=at).filter(order=order).order_by("pk").first()


def unconfirmed(*, amount: int, at: datetime) -> QuerySet[MoneyEntry]:
    """Entries made by hand that no bank has told of yet, which a transfer of `amount` at a moment may be."""
    return MoneyEntry.objects.filter(
        channel=HAND,
        direction=MoneyEntry.Direction.IN,
        amount=amount,
        bank_reference="",
        at__gte=at - SAME_MONEY_WITHIN,
    )


def told_by_bank(order: Any, *, amount: int) -> MoneyEntry | None:
    """The newest entry of `amount` for the order that a bank told of, whoever noted it first."""
    told = Q(channel=BANK) | ~Q(bank_reference="")
    entries = MoneyEntry.objects.filter(told, order=order, direction=MoneyEntry.Direction.IN, amount=amount)
    return entries.order_by("-pk").first()


def entries_of_reference(reference: str) -> Q:
    """Where a bank's reference stands: with its own entry, or with one made by hand that it confirmed."""
    return Q(channel=BANK, reference=reference) | Q(bank_reference=reference)


def balance_before(entry: MoneyEntry, *, due: int) -> Balance:
    """How an order that costs `due` đồng stood before an entry, what went back left out."""
    earlier = MoneyEntry.objects.filter(
        order=entry.order_id, direction=MoneyEntry.Direction.IN, pk__lt=entry.pk
    )
    return Balance(due=due, paid=earlier.aggregate(sum=Sum("amount"))["sum"] or 0, refunded=0)


def came_late(entry: MoneyEntry) -> bool:
    """Whether the order had been called off when the entry was made."""
    return entry.order.events.filter(move="paid_late", facts__reference=entry.reference).exists()
