"""The steps of a review: each written once, numbered, and told after the transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils import timezone

from storefront.reviews.models import Review, ReviewEvent
from storefront.reviews.telling import tell_of


def write_event(review: Review, move: str, *, party: str, by: Any = None, ground: str = "") -> ReviewEvent:
    """Write the step. The review is locked, or new, and carries what became of it."""
    last = review.events.aggregate(last=Max("number"))["last"] or 0
    event = ReviewEvent.objects.create(
        review=review,
        number=last + 1,
        move=move,
        version=review.version,
        became=review.state,
        party=party,
        ground=ground,
        by=by if by is not None and by.is_authenticated else None,
        at=timezone.now(),
    )
    tell_of(event)
    return event
