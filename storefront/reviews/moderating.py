"""What the office does: shows a review or an answer, or refuses it with a ground. The review is locked before the sums.

Whoever decides names the version and the state that was read: an author who changed meanwhile, or a colleague who was
faster, is never overruled unseen.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.audit import Line, log_line
from storefront.locks import locked
from storefront.reviews.history import write_event
from storefront.reviews.models import Ground, Party, Review, ReviewAnswer, State
from storefront.reviews.ratings import count_anew
from storefront.reviews.rights import ReviewRefusedError

logger = logging.getLogger(__name__)
DECIDE_ACTION = "buyer_reviews.decide"
#: What may be decided of a text in a state: shown what waits or was refused, refused what waits or is shown.
_FROM = {
    State.PUBLISHED: (State.WAITING, State.REFUSED),
    State.REFUSED: (State.WAITING, State.PUBLISHED),
}


def decide_review(
    review: Review, becomes: str, *, version: int, seen: str, by: Any, ground: str = "", words: str = ""
) -> Review:
    """Publish or refuse the version that was read, as it stood. Reports on it are thereby dealt with.

    Raises `ReviewRefusedError` and changes nothing for another version, another state or a missing ground.
    """
    with transaction.atomic():
        current = _taken(review)
        _check(current, becomes, version=version, seen=seen, ground=ground, words=words)
        was_published = current.state == State.PUBLISHED
        _write(current, becomes, ground=ground, words=words)
        current.decided_at, current.decided_by = timezone.now(), by
        current.save()
        current.reports.filter(closed_at=None).update(closed_at=timezone.now())
        move = "publish" if becomes == State.PUBLISHED else "refuse"
        write_event(current, move, party=Party.OFFICE, by=by, ground=current.ground)
        if was_published or becomes == State.PUBLISHED:
            count_anew(current.product_id)
        log_line(Line(about=current, action=DECIDE_ACTION, by=by, data={"what": move, "version": version}))
    return current


def decide_answer(
    review: Review, becomes: str, *, version: int, seen: str, by: Any, ground: str = "", words: str = ""
) -> ReviewAnswer:
    """Publish or refuse the producer's answer. The review's row is the lock of both. Raises as `decide_review`."""
    with transaction.atomic():
        current = _taken(review)
        answer = ReviewAnswer.objects.filter(review=current).first()
        if answer is None:
            raise ReviewRefusedError(_("Không còn trả lời này."), code="review-changed")
        _check(answer, becomes, version=version, seen=seen, ground=ground, words=words)
        _write(answer, becomes, ground=ground, words=words)
        answer.save()
        current.reports.filter(closed_at=None).update(closed_at=timezone.now())
        move = "publish_answer" if becomes == State.PUBLISHED else "refuse_answer"
        write_event(current, move, party=Party.OFFICE, by=by, ground=answer.ground)
        log_line(Line(about=current, action=DECIDE_ACTION, by=by, data={"what": move, "version": version}))
    return answer


def publish_many(chosen: Iterable[tuple[int, int]], *, by: Any) -> tuple[int, int]:
    """Publish waiting reviews by (pk, version read). Returns how many were, and how many had changed meanwhile."""
    done = left = 0
    for pk, version in chosen:
        try:
            decide_review(Review(pk=pk), State.PUBLISHED, version=version, seen=State.WAITING, by=by)
            done += 1
        except ReviewRefusedError:
            left += 1
    return done, left


def leave_as_is(review: Review, *, by: Any) -> int:
    """Close the open reports on a review without changing it; returns how many there were."""
    with transaction.atomic():
        current = _taken(review)
        closed = current.reports.filter(closed_at=None).update(closed_at=timezone.now())
        if closed:
            write_event(current, "leave", party=Party.OFFICE, by=by)
            log_line(Line(about=current, action=DECIDE_ACTION, by=by, data={"what": "leave"}))
    return closed


def _taken(review: Review) -> Review:
    """The review as it stands, locked."""
    found = locked(Review.objects.filter(pk=review.pk))
    if not found:
        raise ReviewRefusedError(_("Không còn nhận xét này."), code="review-changed")
    return found[0]


def _check(
    text: Review | ReviewAnswer, becomes: str, *, version: int, seen: str, ground: str, words: str
) -> None:
    if text.version != version:
        message = _("Người viết vừa sửa hoặc rút lại. Hãy đọc bản mới rồi quyết định.")
        raise ReviewRefusedError(message, code="review-changed")
    if text.state != seen or text.state not in _FROM.get(State(becomes), ()):
        message = _("Một người khác vừa quyết định: “%(state)s”.") % {"state": text.get_state_display()}
        raise ReviewRefusedError(message, code="review-decided")
    if becomes == State.REFUSED and ground not in Ground.values:
        raise ReviewRefusedError(_("Hãy chọn lý do không đăng."), code="ground-missing", field="ground")
    if becomes == State.REFUSED and ground == Ground.OTHER and not words:
        raise ReviewRefusedError(_("Hãy nói rõ lý do."), code="words-missing", field="words")


def _write(text: Review | ReviewAnswer, becomes: str, *, ground: str, words: str) -> None:
    is_refused = becomes == State.REFUSED
    text.state = becomes
    text.ground, text.ground_words = (ground, words[:500]) if is_refused else ("", "")
