"""Sending a newsletter in the background: each address at most once, whoever sends and whatever is killed.

A letter is a row written when sending is confirmed. Whoever wants to send it takes it first; a row is taken once.
When the process dies between taking a letter and noting that it went, nobody knows whether it did: it stays
`taken` and is not sent again. A newsletter somebody misses does less harm than one that comes twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from storefront.channels.base import Channel, ChannelError, Recipient, channels
from storefront.errors import DomainError
from storefront.limits import count_try
from storefront.locks import locked
from storefront.newsletters.composing import message_to
from storefront.newsletters.models import Newsletter, NewsletterEvent, NewsletterLetter
from storefront.newsletters.permissions import SEND, VIEW
from storefront.newsletters.recipients import consents_to_write_to, standing_consents
from storefront.privacy.models import Consent

logger = logging.getLogger(__name__)
#: Letters of one turn in the queue: between two turns the letters of orders have theirs.
BATCH = 50
MOST_TRIES = 3
#: Before a letter that failed is tried again; failures one after another that say the mail server is down.
_REST, _PATIENCE = timedelta(minutes=10), 5
#: Advertising letters to one address in 24 hours (Decree 91/2020, number not checked against the text).
MOST_A_DAY = 3
_TESTS, _TESTS_PERIOD = 10, 3600
_State, _Move = NewsletterLetter.State, NewsletterEvent.Move


def send_test(newsletter: Newsletter, *, by: Any) -> str:
    """Send the letter to `by` alone and return the address. Raises `DomainError`, `TooOftenError`."""
    _allow(by, VIEW)
    count_try("newsletter-test", str(by.pk), most=_TESTS, seconds=_TESTS_PERIOD)
    recipient, channel = Recipient(name="", email=by.letter_address), _letters()
    if channel is None or not channel.reaches(recipient):
        raise DomainError(_("Tài khoản của bạn chưa có địa chỉ thư nhận được."), code="no-address")
    try:
        channel.send(recipient, message_to(newsletter, None))
    except ChannelError as error:
        raise DomainError(_("Chưa gửi được thư thử. Hãy thử lại sau ít phút."), code="not-sent") from error
    NewsletterEvent.objects.create(newsletter=newsletter, move=_Move.TEST, by=by, count=1)
    return recipient.email


def confirm(newsletter: Newsletter, *, by: Any) -> int:
    """Write a letter for everybody who agrees now, and begin to send; returns how many.

    Raises `DomainError`, with nothing written: `not-allowed`, `not-a-draft`, `nobody`, `too-many`.
    """
    _allow(by, SEND)
    now = timezone.now()
    with transaction.atomic():
        # Whoever confirms another draft waits, so that the count of a day holds.
        drafts = locked(Newsletter.objects.filter(Q(pk=newsletter.pk) | Q(state=Newsletter.State.DRAFT)))
        current = next((draft for draft in drafts if draft.pk == newsletter.pk and draft.is_draft), None)
        if current is None:
            raise DomainError(_("Bản tin này đã được cho gửi rồi."), code="not-a-draft")
        if Newsletter.objects.filter(confirmed_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
            message = _("Đã gửi %(most)s bản tin trong 24 giờ qua; hãy chờ sang ngày khác.") % {
                "most": MOST_A_DAY
            }
            raise DomainError(message, code="too-many")
        agreed = consents_to_write_to()
        if not agreed:
            raise DomainError(_("Chưa có ai đồng ý nhận bản tin."), code="nobody")
        letters = (NewsletterLetter(newsletter=current, consent_id=pk) for pk in agreed)
        NewsletterLetter.objects.bulk_create(letters, batch_size=1000)
        Newsletter.objects.filter(pk=current.pk).update(state=Newsletter.State.SENDING, confirmed_at=now)
        NewsletterEvent.objects.create(newsletter=current, move=_Move.CONFIRM, by=by, count=len(agreed))
        transaction.on_commit(partial(send_some.enqueue, current.pk), robust=True)
    logger.info("newsletter confirmed", extra={"newsletter": current.pk, "letters": len(agreed), "by": by.pk})
    return len(agreed)


def stop(newsletter: Newsletter, *, by: Any) -> None:
    """Send nothing more of it, for good. Raises `DomainError` (`not-allowed`, `not-sending`)."""
    _allow(by, SEND)
    with transaction.atomic():
        going = Newsletter.objects.filter(pk=newsletter.pk, state=Newsletter.State.SENDING)
        if not going.update(state=Newsletter.State.STOPPED):
            raise DomainError(_("Bản tin này không đang gửi."), code="not-sending")
        left = newsletter.letters.filter(state=_State.WAITING).count()
        NewsletterEvent.objects.create(newsletter=newsletter, move=_Move.STOP, by=by, count=left)


@task(backend="letters")
def send_some(newsletter_pk: int) -> int:
    """Send some letters and ask for another turn when more wait; returns how many left now.

    Where letters leave with the request there is no other turn: `manage.py send_newsletters` sends the rest.
    """
    turn = send_batch(newsletter_pk)
    if turn.goes_on and not settings.TASKS["letters"]["BACKEND"].endswith("ImmediateBackend"):
        send_some.enqueue(newsletter_pk)
    return turn.sent


def send_all(newsletter_pk: int) -> int:
    """Send whatever is due, turn by turn; returns how many left."""
    turn = send_batch(newsletter_pk)
    sent = turn.sent
    while turn.goes_on:
        turn = send_batch(newsletter_pk)
        sent += turn.sent
    return sent


@dataclass(frozen=True)
class Turn:
    """How many letters left, and whether going on at once has a point."""

    sent: int
    goes_on: bool


def send_batch(newsletter_pk: int, *, most: int = BATCH) -> Turn:
    """Send up to `most` letters that are due, and note when none is left. Gives up on a mail server that is down."""
    newsletter = Newsletter.objects.filter(pk=newsletter_pk).first()
    channel = _letters()
    if newsletter is None or channel is None:
        return Turn(0, goes_on=False)
    sent = failed = 0
    for letter in list(_due(newsletter)[:most]):
        outcome = _send(letter, newsletter, channel)
        sent += outcome == _State.SENT
        failed = failed + 1 if outcome == _State.WAITING else 0
        if failed >= _PATIENCE:
            break
    _finish(newsletter)
    return Turn(sent, goes_on=failed < _PATIENCE and _due(newsletter).exists())


def _due(newsletter: Newsletter) -> QuerySet:
    """Letters nobody has tried, or that failed a while ago, while the newsletter is being sent."""
    # No join: an UPDATE over one asks an inner SELECT, and PostgreSQL does not ask that again once it has waited for
    # another writer's lock – two workers would both take the letter.
    going = Newsletter.objects.filter(state=Newsletter.State.SENDING)
    waiting = newsletter.letters.filter(state=_State.WAITING, newsletter__in=going)
    return waiting.filter(Q(taken_at=None) | Q(taken_at__lte=timezone.now() - _REST)).order_by("pk")


def sending() -> list[int]:
    """The pks of newsletters with letters left, the oldest first."""
    going = Newsletter.objects.filter(state=Newsletter.State.SENDING)
    return list(going.order_by("confirmed_at", "pk").values_list("pk", flat=True))


def progress_of(newsletter: Newsletter) -> list[tuple[str, int]]:
    """How many letters stand how, in the words of the back office."""
    found = dict(newsletter.letters.order_by().values_list("state").annotate(number=Count("pk")))
    return [(str(label), found.get(state, 0)) for state, label in _State.choices]


def _send(letter: NewsletterLetter, newsletter: Newsletter, channel: Channel) -> str:
    """Take the letter, look at the consent again, and carry it; returns the state it is left in, "" when not ours.

    Holds no lock while the mail server is waited for.
    """
    mine = NewsletterLetter.objects.filter(pk=letter.pk)
    if (
        not _due(newsletter)
        .filter(pk=letter.pk)
        .update(state=_State.TAKEN, taken_at=timezone.now(), tries=F("tries") + 1)
    ):
        return ""
    consent: Consent | None = standing_consents().filter(pk=letter.consent_id).first()
    recipient = Recipient(name="", email=consent.email if consent else "")
    if consent is None or not channel.reaches(recipient):
        mine.update(state=_State.REFUSED, done_at=timezone.now())
        return _State.REFUSED
    try:
        channel.send(recipient, message_to(newsletter, consent))
    except ChannelError as error:
        logger.warning("newsletter not sent", extra={"letter": letter.pk, "why": str(error)})
        outcome = _State.WAITING if letter.tries + 1 < MOST_TRIES else _State.FAILED
        mine.update(state=outcome)
        return outcome
    mine.update(state=_State.SENT, done_at=timezone.now())
    return _State.SENT


def _finish(newsletter: Newsletter) -> None:
    """Note that it is sent. A letter somebody has in hand may still fail and be tried again: that keeps it open."""
    going = Newsletter.objects.filter(pk=newsletter.pk, state=Newsletter.State.SENDING)
    in_hand = Q(state=_State.TAKEN, taken_at__gt=timezone.now() - _REST)
    with transaction.atomic():
        if newsletter.letters.filter(Q(state=_State.WAITING) | in_hand).exists():
            return
        if going.update(state=Newsletter.State.SENT):
            count = newsletter.letters.filter(state=_State.SENT).count()
            NewsletterEvent.objects.create(newsletter=newsletter, move=_Move.FINISH, count=count)


def _letters() -> Channel | None:
    return next((channel for channel in channels() if channel.code == "email"), None)


def _allow(by: Any, right: str) -> None:
    if not by.has_perm(right):
        raise DomainError(_("Bạn không có quyền gửi bản tin."), code="not-allowed")
