"""What an author does: writes, changes, withdraws. Locked in this order: order, review, the product's sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.complaints.evidence_files import CleanFile
from storefront.locks import locked
from storefront.order.models import Order
from storefront.reviews.history import write_event
from storefront.reviews.models import Party, Review, ReviewAnswer, ReviewPicture, State
from storefront.reviews.ratings import count_anew
from storefront.reviews.rights import ReviewRefusedError, check_may_review

LEAST_TEXT, LONGEST_TEXT = 10, 2_000
MOST_PICTURES = 3


@dataclass(frozen=True)
class Said:
    """What an author sends, cleaned and checked. New pictures take the place of those before."""

    points: int
    text: str
    display_name: str
    pictures: Sequence[CleanFile] = ()
    drops_pictures: bool = False


def submit_review(order: Order, product: Any, said: Said, *, by: Any = None) -> Review:
    """Keep what was said of a bought product; whatever it was before, it waits for the office again.

    The same words sent twice are one version. Raises `ReviewRefusedError` and changes nothing when the order does not
    allow it.
    """
    with transaction.atomic():
        (current,) = locked(Order.objects.select_related("group", "producer").filter(pk=order.pk))
        check_may_review(current, product, by=by)
        found = locked(Review.objects.filter(order=current, product=product))
        if found and _says_the_same(found[0], said):
            return found[0]
        review = found[0] if found else Review(order=current, product=product, version=0)
        was_published = review.state == State.PUBLISHED
        review.points, review.text, review.display_name = said.points, said.text, said.display_name
        review.state, review.ground, review.ground_words = State.WAITING, "", ""
        review.version += 1
        review.submitted_at = timezone.now()
        review.save()
        if said.pictures or said.drops_pictures:
            _keep_pictures(review, said.pictures)
        write_event(review, "change" if found else "submit", party=Party.AUTHOR, by=by)
        if was_published:
            count_anew(product.pk)
    return review


def withdraw_review(review: Review, *, by: Any = None) -> Review:
    """Take a review back for its author: it leaves the page, its words, name and pictures are deleted."""
    with transaction.atomic():
        (current,) = locked(Review.objects.filter(pk=review.pk))
        if current.state == State.WITHDRAWN:
            raise ReviewRefusedError(_("Nhận xét này đã được rút."), code="already-withdrawn")
        blank(current, party=Party.AUTHOR, by=by)
    return current


def blank(review: Review, *, party: str, by: Any = None) -> None:
    """Take a locked review off the page and delete what its author wrote. Its points and moments stay in the row."""
    was_published = review.state == State.PUBLISHED
    review.state, review.ground, review.ground_words = State.WITHDRAWN, "", ""
    review.text = review.display_name = ""
    review.version += 1
    _keep_pictures(review, ())
    review.save()
    ReviewAnswer.objects.filter(review=review).delete()
    review.reports.all().delete()
    write_event(review, "withdraw", party=party, by=by)
    if was_published:
        count_anew(review.product_id)


def _says_the_same(review: Review, said: Said) -> bool:
    same = (review.points, review.text, review.display_name) == (said.points, said.text, said.display_name)
    return same and not said.pictures and not said.drops_pictures and review.state != State.WITHDRAWN


def _keep_pictures(review: Review, pictures: Sequence[CleanFile]) -> None:
    """Put these pictures in the place of those before; when the database refuses one, none stays on disk."""
    old = list(review.pictures.all())
    review.pictures.all().delete()
    stored: list[ReviewPicture] = []
    try:
        for position, clean in enumerate(pictures, start=1):
            row = ReviewPicture(
                review=review, position=position, extension=clean.extension, media_type=clean.media_type
            )
            row.file.save("", ContentFile(clean.content), save=False)
            stored.append(row)
            row.save()
        review.picture_count = len(stored)
        review.save(update_fields=["picture_count"])
    except BaseException:
        delete_files(stored)
        raise
    transaction.on_commit(partial(delete_files, old), robust=True)


def delete_files(rows: Sequence[ReviewPicture]) -> None:
    """Delete the files of rows that are gone."""
    for row in rows:
        row.file.delete(save=False)
