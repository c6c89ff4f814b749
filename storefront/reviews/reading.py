"""Reviews as pages read them: a product's block with its page, everything else in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from catalogue.product_page import part, part_of
from storefront.order.models import Order
from storefront.reviews.models import RatingSummary, Review
from storefront.reviews.ratings import POINTS, Rating, rating_of
from storefront.reviews.rights import bought_products, open_orders

#: How many stand on the product's own page.
ON_PRODUCT_PAGE = 3
#: What each number of points says. Never a star: those are the council's.
WORDS = {
    5: _("Rất hài lòng"),
    4: _("Hài lòng"),
    3: _("Tạm được"),
    2: _("Không hài lòng"),
    1: _("Rất không hài lòng"),
}


@dataclass(frozen=True)
class Bar:
    """How many gave `points`; `share` in percent of the most frequent, for drawing."""

    points: int
    word: Any
    number: int
    share: int


@dataclass(frozen=True)
class Block:
    """What a product's page shows of its reviews."""

    product: Any
    rating: Rating
    bars: list[Bar]
    newest: list[Review]

    @property
    def has_more(self) -> bool:
        """Whether there are more than are shown."""
        return self.rating.count > len(self.newest)


def block_of(product: Any) -> Block | None:
    """The newest reviews of a product with their answers and its sums, as its page has read them; None without any."""
    newest = part_of(product, "reviews")
    if not newest:
        return None
    summary = next(iter(part_of(product, "rating")), None)
    return Block(product, *_sums(summary), newest)


@part("reviews")
def _newest(*, product: int) -> QuerySet[Review]:
    return Review.objects.published().filter(product=product).select_related("answer")[:ON_PRODUCT_PAGE]


@part("rating")
def _summary(*, product: int) -> QuerySet[RatingSummary]:
    return RatingSummary.objects.filter(pk=product)


def sums_of(product: Any) -> tuple[Rating, list[Bar]]:
    """A product's rating and its bars, the most points first."""
    return _sums(RatingSummary.objects.filter(pk=product.pk).first())


def _sums(summary: RatingSummary | None) -> tuple[Rating, list[Bar]]:
    row = summary or RatingSummary()
    numbers = {points: getattr(row, f"points_{points}") for points in POINTS}
    most = max(numbers.values()) or 1
    bars = [
        Bar(points, WORDS[points], numbers[points], round(100 * numbers[points] / most))
        for points in reversed(POINTS)
    ]
    return rating_of(row), bars


@dataclass(frozen=True)
class ToReview:
    """One product of an order that may be reviewed, with what its buyer has written."""

    product: Any
    review: Review | None


def add_rows(orders: Iterable[Order]) -> None:
    """Give each order its `review_rows`: what of it may be reviewed now, or was. Two queries, none while nothing is."""
    orders = list(orders)
    is_open = {order.pk for order in open_orders(orders)}
    concerned = [order for order in orders if order.status not in _BEFORE or order.pk in is_open]
    found = Review.objects.filter(order__in=concerned) if concerned else ()
    written = {(review.order_id, review.product_id): review for review in found}
    for order in orders:
        rows = [
            ToReview(product, written.get((order.pk, product.pk)))
            for product in (bought_products(order) if order in concerned else ())
        ]
        order.review_rows = [row for row in rows if order.pk in is_open or row.review is not None]


_S = Order.Status
#: Nobody has reviewed what has not arrived.
_BEFORE = frozenset({_S.PLACED, _S.CONFIRMED, _S.PACKED, _S.HANDED_OVER, _S.DELIVERED, _S.CANCELLED})
