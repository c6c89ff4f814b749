"""Changing a price, and what a price was: the only ways in and out of the history of prices."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model

from storefront.dong import whole_dong
from storefront.errors import DomainError
from storefront.locks import locked
from storefront.offers.models import PriceChange

HIGHEST = 1_000_000_000
#: A price told as "the price before" was the lowest of these days.
BEFORE_DAYS = 30


@dataclass(frozen=True)
class Hand:
    """Whose hand changes a price, and when."""

    by: Any = None
    at: datetime | None = None


#: Set while `change_price` writes; a price saved any other way is noted without a name.
current_hand: ContextVar[Hand | None] = ContextVar("price_hand", default=None)


class PriceRefusedError(DomainError):
    """The price cannot be set; nothing changed."""


def change_price(stockrecord: Any, price: int, *, by: Any = None, at: datetime | None = None) -> bool:
    """Set what a product costs, in whole đồng with tax, at once; the history keeps what it was, since when and by whom.

    Returns whether anything changed. Raises `PriceRefusedError` for a price that is no whole number of đồng from 1 to a
    milliard. Baskets tell their shoppers of the new price; orders placed keep theirs.
    """
    whole = _checked(price)
    token = current_hand.set(Hand(by if getattr(by, "is_authenticated", False) else None, at))
    try:
        with transaction.atomic():
            row = next(iter(locked(type(stockrecord).objects.filter(pk=stockrecord.pk))), None)
            if row is None:
                raise PriceRefusedError(_("Sản phẩm này không còn bán ở đây."), code="price-of-nothing")
            if row.price == whole:
                return False
            row.price = whole
            row.save(update_fields=["price", "date_updated"])
    finally:
        current_hand.reset(token)
    stockrecord.price = row.price
    return True


def _checked(price: Any) -> int:
    try:
        whole = whole_dong(price)
    except (TypeError, ValueError, ArithmeticError):
        whole = 0
    if not 0 < whole <= HIGHEST:
        message = _("Giá phải là số đồng chẵn, từ 1 đến 1.000.000.000.")
        raise PriceRefusedError(message, code="price-out-of-range", field="price")
    return whole


def note_price(stockrecord: Any, was: Any) -> PriceChange | None:
    """Write into the history what a stock row costs now; None when nothing changed."""
    old = None if was is None else int(was)
    new = None if stockrecord.price is None else int(stockrecord.price)
    if old == new:
        return None
    hand = current_hand.get() or Hand()
    return PriceChange.objects.create(
        product_id=stockrecord.product_id,
        stockrecord=stockrecord,
        was=old,
        now=new,
        at=hand.at or timezone.now(),
        by=hand.by,
    )


def prices_at(stockrecords: Iterable[Any], at: datetime) -> dict[int, int | None]:
    """What stock rows cost just before a moment, by pk, in one query; without a history what they cost now."""
    return {pk: prices[0] for pk, prices in prices_before(stockrecords, [at]).items()}


def prices_before(stockrecords: Iterable[Any], moments: Iterable[datetime]) -> dict[int, list[int | None]]:
    """What stock rows cost just before each moment, by pk, in one query."""
    rows, asked = list(stockrecords), list(moments)
    changes: dict[int, list[PriceChange]] = {row.pk: [] for row in rows}
    for change in PriceChange.objects.filter(stockrecord__in=changes).order_by("at", "pk"):
        changes[change.stockrecord_id].append(change)
    return {
        row.pk: [_just_before(changes[row.pk], moment, now=row.price) for moment in asked] for row in rows
    }


def _just_before(changes: list[PriceChange], moment: datetime, *, now: Any) -> int | None:
    """The price the last change before a moment set; before the first change, what that one found or set."""
    if not changes:
        return None if now is None else int(now)
    earlier = [change for change in changes if change.at < moment]
    if earlier:
        return earlier[-1].now
    first = changes[0]
    return first.now if first.was is None else first.was


def price_before(
    stockrecord: Any, changes: Iterable[PriceChange], *, at: datetime | None = None
) -> int | None:
    """The price one may truly call "before": the lowest of the 30 days before the last drop, when above today's.

    `changes` are the stock row's own, in any order. None when the price did not drop within the last 30 days, or when
    it had been as low within the 30 days before that.
    """
    moment = at or timezone.now()
    known = sorted((change for change in changes if change.at <= moment), key=lambda c: (c.at, c.pk))
    if not known or stockrecord.price is None:
        return None
    last = known[-1]
    if last.was is None or last.now is None or last.now >= last.was:
        return None
    if last.at < moment - timedelta(days=BEFORE_DAYS):
        return None
    since = last.at - timedelta(days=BEFORE_DAYS)
    lowest = last.was
    for change in known[:-1]:
        # A price counts when it held at any moment of those days: also the one the first change in them ended.
        held = [change.now] if change.at >= since else []
        held += [change.was] if change.at > since else []
        lowest = min([lowest, *(price for price in held if price)])
    return lowest if lowest > int(stockrecord.price) else None


def history_of(products: Iterable[Any]) -> Any:
    """The price changes of products, newest first, with who made them."""
    return PriceChange.objects.filter(product__in=products).select_related("product", "by")


def stock_model() -> Any:
    """Oscar's stock record."""
    return get_model("partner", "StockRecord")
