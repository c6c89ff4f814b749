"""What producer and readers do with a published review: the one answers it, all of them report it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.locks import locked
from storefront.reviews.history import write_event
from storefront.reviews.models import Ground, Party, Review, ReviewAnswer, ReviewReport, State
from storefront.reviews.rights import ReviewRefusedError

LONGEST_ANSWER = 1_000
#: More on one review tell the office nothing new.
_MOST_OPEN_REPORTS = 20


def can_answer(review: Review) -> bool:
    """Whether its producer may answer now: once for what the author said, again after a refusal or a new version."""
    answer = getattr(review, "answer", None)
    if review.state != State.PUBLISHED:
        return False
    return answer is None or answer.state == State.REFUSED or answer.answers_version < review.version


def answer_review(review: Review, *, text: str, by: Any) -> ReviewAnswer:
    """Keep the producer's answer; it waits for the office. Raises `ReviewRefusedError` when there is one already."""
    with transaction.atomic():
        (current,) = locked(Review.objects.filter(pk=review.pk))
        if current.state != State.PUBLISHED:
            raise ReviewRefusedError(_("Nhận xét này không còn trên trang."), code="review-gone")
        if not can_answer(current):
            raise ReviewRefusedError(_("Nhận xét này đã có trả lời."), code="already-answered")
        answer = ReviewAnswer.objects.filter(review=current).first() or ReviewAnswer(
            review=current, version=0
        )
        answer.text, answer.state = text, State.WAITING
        answer.ground = answer.ground_words = ""
        answer.version += 1
        answer.answers_version = current.version
        answer.at, answer.by = timezone.now(), by
        answer.save()
        write_event(current, "answer", party=Party.PRODUCER, by=by)
    return answer


def report_review(review: Review, *, party: str, ground: str, text: str = "") -> bool:
    """Ask the office to look again at what is published; returns whether it was noted (enough reports are enough)."""
    if ground not in Ground.values:
        raise ReviewRefusedError(_("Hãy chọn lý do."), code="ground-missing", field="ground")
    with transaction.atomic():
        (current,) = locked(Review.objects.filter(pk=review.pk))
        if current.state != State.PUBLISHED:
            raise ReviewRefusedError(_("Nhận xét này không còn trên trang."), code="review-gone")
        if current.reports.filter(closed_at=None).count() >= _MOST_OPEN_REPORTS:
            return False
        ReviewReport.objects.create(
            review=current, party=party, ground=ground, text=text[:500], at=timezone.now()
        )
        write_event(current, "report", party=party, ground=ground)
    return True
