"""Holding stock for a basket: who comes first to checkout keeps the pieces for a while, and nobody blocks itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Max, Q, QuerySet, Sum
from django.utils import timezone
from oscar.core.loading import get_model

from storefront.holds.models import StockHold
from storefront.locks import LockedQuery
from storefront.ready_queries import ReadyQuery

_KEPT_AFTER = timedelta(days=1)


_OPEN_BASKET: LockedQuery[Any] = LockedQuery(
    lambda *, pk: get_model("basket", "Basket").objects.filter(pk=pk, status="Open")
)
_ROWS: LockedQuery[Any] = LockedQuery(
    lambda *, pks: get_model("partner", "StockRecord").objects.filter(pk__in=pks)
)

#: A hold that was renewed so lately is not renewed again when the page is shown once more.
_FRESH = timedelta(seconds=60)


@dataclass(frozen=True)
class Claim:
    """What others hold of one stock row: how many pieces, and when the last of those holds ends."""

    quantity: int
    until: datetime


def hold_lines(basket: Any, lines: Iterable[Any], *, at: datetime | None = None) -> datetime | None:
    """Hold the stock of the basket's lines and return until when; None when nothing could be held.

    Called again, the hold is renewed, up to `OCOP_HOLD_LONGEST_MINUTES` from its beginning. A line that asks for more
    than is left is not held in part: its shopper is told at once and others may have the rest. Goods whose stock
    is not counted need no hold.
    """
    moment = at or timezone.now()
    demand: dict[int, int] = {}
    for line in lines:
        if line.product.get_product_class().track_stock:
            demand[line.stockrecord_id] = demand.get(line.stockrecord_id, 0) + line.quantity
    with transaction.atomic():
        # The basket first, as when it is ordered: a hold's row asks for its basket's row too.
        if not _OPEN_BASKET(pk=basket.pk):
            return None  # ordered meanwhile
        rows = {row.pk: row for row in _ROWS(pks=sorted(demand))}
        own, others = _holds_on(rows, basket_pk=basket.pk, at=moment)
        kept = []
        for pk, row in rows.items():
            if demand[pk] <= (row.net_stock_level or 0) - others.get(pk, 0):
                kept.append(_renewed(own.get(pk), row, basket, demand[pk], moment))
        dropped = own.keys() - {hold.stockrecord_id for hold in kept}
        if dropped:
            StockHold.objects.filter(basket_id=basket.pk, stockrecord__in=dropped).delete()
        StockHold.objects.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["stockrecord", "basket"],
            update_fields=["quantity", "since", "until"],
        )
    return min((hold.until for hold in kept), default=None)


def fresh_hold(lines: Iterable[Any], *, at: datetime | None = None) -> datetime | None:
    """Until when the lines are held, if exactly they were held within the last minute; no query, needs `note_claims`.

    A page that is shown again and again, letter by letter, then needs no locks.
    """
    moment = at or timezone.now()
    renewed = moment + timedelta(minutes=settings.OCOP_HOLD_MINUTES) - _FRESH
    demand: dict[int, int] = {}
    own: dict[int, Claim] = {}
    for line in lines:
        if line.product.get_product_class().track_stock:
            demand[line.stockrecord_id] = demand.get(line.stockrecord_id, 0) + line.quantity
            own = getattr(line.stockrecord, "own_claims", {})
    if own.keys() != demand.keys():
        return None
    if any(own[pk].quantity != wanted or own[pk].until < renewed for pk, wanted in demand.items()):
        return None
    return min((claim.until for claim in own.values()), default=None)


_HOLDS: ReadyQuery[StockHold] = ReadyQuery(
    lambda *, stockrecords, basket, at: StockHold.objects.filter(
        Q(stockrecord__in=stockrecords, until__gt=at) | Q(basket_id=basket)
    )
)


def _holds_on(
    rows: Iterable[int], *, basket_pk: int, at: datetime
) -> tuple[dict[int, StockHold], dict[int, int]]:
    """The basket's own holds, and how many pieces others hold, by stock row."""
    own: dict[int, StockHold] = {}
    others: dict[int, int] = {}
    for hold in _HOLDS(stockrecords=list(rows), basket=basket_pk, at=at):
        pk = hold.stockrecord_id
        if hold.basket_id == basket_pk:
            own[pk] = hold
        else:
            others[pk] = others.get(pk, 0) + hold.quantity
    return own, others


def _renewed(hold: StockHold | None, row: Any, basket: Any, quantity: int, at: datetime) -> StockHold:
    """The basket's hold on one row; a hold that had run out begins anew."""
    is_running = hold is not None and hold.until > at
    since = hold.since if hold is not None and is_running else at
    longest = since + timedelta(minutes=settings.OCOP_HOLD_LONGEST_MINUTES)
    until = min(at + timedelta(minutes=settings.OCOP_HOLD_MINUTES), longest)
    if hold is not None and is_running:
        until = max(until, hold.until)
    return StockHold(stockrecord=row, basket_id=basket.pk, quantity=quantity, since=since, until=until)


def held_by_others(
    stockrecords: Iterable[int], *, basket_pk: int | None, at: datetime | None = None
) -> dict[int, Claim]:
    """What baskets other than this one hold of the stock rows, in one query; rows nobody holds are left out."""
    return _claims(stockrecords, basket_pk=basket_pk, at=at)[0]


def _sums(*, stockrecords: list[int], basket: int, at: datetime) -> QuerySet[StockHold, dict[str, Any]]:
    """Pieces held and until when, by stock row, of the basket itself and of all others."""
    running = StockHold.objects.running(at).filter(Q(stockrecord__in=stockrecords) | Q(basket_id=basket))
    own = ExpressionWrapper(Q(basket_id=basket), output_field=BooleanField())
    sums = running.annotate(own=own).values("stockrecord_id", "own").order_by()
    return sums.annotate(pieces=Sum("quantity"), last=Max("until"))


_SUMS = ReadyQuery(_sums)


def _claims(
    stockrecords: Iterable[int], *, basket_pk: int | None, at: datetime | None
) -> tuple[dict[int, Claim], dict[int, Claim]]:
    """What others hold of the stock rows, and what the basket itself holds, of whatever."""
    others: dict[int, Claim] = {}
    mine: dict[int, Claim] = {}
    for row in _SUMS(stockrecords=list(stockrecords), basket=basket_pk or 0, at=at or timezone.now()):
        side = mine if row["own"] else others
        side[row["stockrecord_id"]] = Claim(row["pieces"], row["last"])
    return others, mine


def note_claims(stockrecords: Iterable[Any], *, basket_pk: int | None, at: datetime | None = None) -> None:
    """Tell the stock rows what others hold of them (`claim`), what time has freed of them (`freed`), and each of
    them all that the basket itself holds (`own_claims`).

    The strategy reckons with both. Two queries at most, however many rows.
    """
    rows = list(stockrecords)
    claims, own = _claims({row.pk for row in rows}, basket_pk=basket_pk, at=at)
    freed = freed_by_time([row.pk for row in rows if (row.net_stock_level or 0) <= 0], at=at)
    for row in rows:
        row.claim, row.freed, row.own_claims = claims.get(row.pk), freed.get(row.pk, 0), own


def freed_by_time(stockrecords: Iterable[int], *, at: datetime | None = None) -> dict[int, int]:
    """Pieces that unpaid orders keep beyond their time, by stock row: free, though nobody has noted it yet."""
    wanted = list(stockrecords)
    if not wanted:
        return {}
    return {row["stockrecord_id"]: row["pieces"] for row in _OVERDUE(wanted=wanted, at=at or timezone.now())}


_OVERDUE: ReadyQuery[dict[str, Any]] = ReadyQuery(
    lambda *, wanted, at: (
        get_model("order", "Line")
        .objects.filter(stockrecord__in=wanted, order__status="placed", order__time_limit__lte=at)
        .values("stockrecord_id")
        .annotate(pieces=Sum("num_allocated"))
        .order_by()
    )
)


def release(basket_pk: int) -> None:
    """Let go of everything a basket holds: it was ordered, or given up."""
    StockHold.objects.filter(basket_id=basket_pk).delete()


def sweep(*, at: datetime | None = None) -> int:
    """Clear away holds that ran out a day ago and return how many. Nothing depends on it."""
    return StockHold.objects.filter(until__lte=(at or timezone.now()) - _KEPT_AFTER).delete()[0]
