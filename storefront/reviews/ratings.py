"""What buyers' points come to: counts by points, kept in one row per product and read many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count

from storefront.locks import locked
from storefront.reviews.models import LEAST_POINTS, MOST_POINTS, RatingSummary, Review, State

POINTS = range(LEAST_POINTS, MOST_POINTS + 1)


@dataclass(frozen=True)
class Rating:
    """`count` published reviews; `average` their points to one place, None without any. Never a star of OCOP."""

    count: int
    average: Decimal | None


def ratings_of(products: Iterable[Any]) -> dict[int, Rating]:
    """The ratings of products (or their pks) that have published reviews, by pk, in one query."""
    pks = [getattr(product, "pk", product) for product in products]
    found = RatingSummary.objects.filter(product__in=pks, count__gt=0)
    return {row.pk: rating_of(row) for row in found}


def rating_of(row: RatingSummary) -> Rating:
    """What one row comes to."""
    if not row.count:
        return Rating(0, None)
    exact = Decimal(row.total) / row.count
    return Rating(row.count, exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def count_anew(product_id: int) -> RatingSummary:
    """Count a product's published reviews and keep the sums. Inside the transaction that changes one of them.

    The row is locked before counting: whoever comes second counts what the first has written.
    """
    RatingSummary.objects.get_or_create(product_id=product_id)
    (row,) = locked(RatingSummary.objects.filter(pk=product_id))
    published = Review.objects.filter(product=product_id, state=State.PUBLISHED)
    counts = dict(published.order_by().values_list("points").annotate(number=Count("pk")))
    for points in POINTS:
        setattr(row, f"points_{points}", counts.get(points, 0))
    row.count = sum(counts.values())
    row.total = sum(points * number for points, number in counts.items())
    row.save()
    return row


def count_all_anew() -> int:
    """Count every product that has, or had, reviews; returns how many rows were wrong."""
    pks = set(Review.objects.order_by().values_list("product", flat=True).distinct())
    pks |= set(RatingSummary.objects.values_list("pk", flat=True))
    mended = 0
    for pk in sorted(pks):
        with transaction.atomic():
            before = RatingSummary.objects.filter(pk=pk).values().first()
            row = count_anew(pk)
            was_right = before == RatingSummary.objects.filter(pk=pk).values().get()
            mended += not was_right and (before is not None or row.count > 0)
    return mended
