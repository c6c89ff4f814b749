"""What becomes of reviews when who wrote them is to be forgotten; called from where personal data are blanked."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from storefront.locks import locked
from storefront.reviews.models import Party, Review, ReviewEvent, State
from storefront.reviews.writing import blank

Record = dict[str, Any]


def forget_reviews(orders: QuerySet) -> int:
    """Take every review of these orders off its page and delete name, words and pictures. Inside a transaction.

    Points, states and moments stay in the rows, tied to nobody. Twice is once. Returns how many were forgotten.
    """
    current = locked(Review.objects.filter(order__in=orders, forgotten_at=None))
    for review in current:
        if review.state != State.WITHDRAWN:
            blank(review, party=Party.SYSTEM)
    pks = [review.pk for review in current]
    ReviewEvent.objects.filter(review__in=pks, party=Party.AUTHOR).update(by=None)
    return Review.objects.filter(pk__in=pks).update(forgotten_at=timezone.now())


def reviews_told(orders: QuerySet) -> list[Record]:
    """What these orders' buyers wrote, as they may take it away. JSON types only."""
    found = (
        Review.objects.filter(order__in=orders).select_related("product", "order", "answer").order_by("pk")
    )
    return [
        {
            "order": review.order.number,
            "product": str(review.product),
            "points": review.points,
            "text": review.text,
            "name": review.display_name,
            "state": review.state,
            "at": timezone.localtime(review.submitted_at).isoformat(timespec="seconds"),
            "files": review.picture_count,
        }
        for review in found
    ]
