"""What else is removed when its time is over: papers, contacts and listings that belong to no purchase.

Each sweep finds what is due and forgets one thing at a time. Apps on higher floors add theirs with `register_sweep`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from catalogue.models import Product, ProductImage
from storefront.order.models import Line
from storefront.transfers.models import BankStatement, BankTransfer


@dataclass(frozen=True)
class Sweep:
    """`due(at)` finds rows whose time is over; `forget(row)` blanks one, in a transaction of its own."""

    name: str
    due: Callable[[datetime], QuerySet]
    forget: Callable[[Any], None]


_SWEEPS: dict[str, Sweep] = {}


def register_sweep(sweep: Sweep) -> None:
    """Let the daily command run this sweep too. The same name again replaces the first."""
    _SWEEPS[sweep.name] = sweep


def all_due(*, at: datetime | None = None) -> Iterator[tuple[Sweep, Any]]:
    """Every row whose time is over, with its sweep."""
    for sweep in _SWEEPS.values():
        for row in list(sweep.due(at or timezone.now())):
            yield sweep, row


def run_sweeps(*, at: datetime | None = None) -> dict[str, int]:
    """Forget everything that is due; how many of each."""
    counts = dict.fromkeys(_SWEEPS, 0)
    for sweep, row in all_due(at=at):
        with transaction.atomic():
            sweep.forget(row)
        counts[sweep.name] += 1
    return counts


def statements_due(at: datetime) -> QuerySet:
    """Bank statements as old as an order may become, whose file is still there."""
    return BankStatement.objects.exclude(file="").filter(uploaded_at__lt=_orders_before(at)).order_by("pk")


def forget_statement(statement: BankStatement) -> None:
    """Delete the file; that it was handed in, its hash and its counts stay, so that it is not read twice."""
    file = statement.file.name
    storage = statement.file.storage
    BankStatement.objects.filter(pk=statement.pk).update(file="", name=statement.sha256[:16])
    transaction.on_commit(lambda: storage.delete(file))


def memos_due(at: datetime) -> QuerySet:
    """Money nobody ever found the order of: the payer's words go; an order's go with the order."""
    return BankTransfer.objects.filter(order=None, at__lt=_orders_before(at)).exclude(memo="").order_by("pk")


def forget_memo(transfer: BankTransfer) -> None:
    """Blank the payer's words; the amount and the bank's reference stay."""
    BankTransfer.objects.filter(pk=transfer.pk).update(memo="")


def listings_due(at: datetime) -> QuerySet:
    """Products taken out of the shop and untouched for the listings' keeping time, with something left to remove.

    Never one that somebody ordered while that order is kept: the listing is part of what was agreed. With
    `OCOP_KEEP_LISTINGS_DAYS` 0 none is ever due.
    """
    if not settings.OCOP_KEEP_LISTINGS_DAYS:
        return Product.objects.none()
    before = at - timedelta(days=settings.OCOP_KEEP_LISTINGS_DAYS)
    ordered = Line.objects.filter(product=OuterRef("pk"), order__date_placed__gte=_orders_before(at))
    pictures = ProductImage.objects.filter(product=OuterRef("pk"))
    words = ~Q(description="") | ~Q(storage_note="") | ~Q(ingredients="")
    gone = Product.objects.filter(is_public=False, date_updated__lt=before)
    return gone.filter(~Exists(ordered), words | Exists(pictures)).order_by("pk")


def forget_listing(product: Product) -> None:
    """Remove the seller's pictures and words. What the register rests on stays: name, maker, place, codes, ledger."""
    storage_of = {image.original.name: image.original.storage for image in product.images.all()}
    product.images.all().delete()
    Product.objects.filter(pk=product.pk).update(description="", storage_note="", ingredients="")
    shared = set(ProductImage.objects.filter(original__in=storage_of).values_list("original", flat=True))
    for name in storage_of.keys() - shared:
        transaction.on_commit(lambda name=name: storage_of[name].delete(name))


def _orders_before(at: datetime) -> datetime:
    return at - timedelta(days=settings.OCOP_KEEP_ORDERS_DAYS)


register_sweep(Sweep("bank statements", statements_due, forget_statement))
register_sweep(Sweep("memos of unmatched transfers", memos_due, forget_memo))
register_sweep(Sweep("listings", listings_due, forget_listing))
