"""The one function through which a complaint's thread grows and its state changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.complaints.deadlines import after_working_days
from storefront.complaints.evidence_files import CleanFile
from storefront.complaints.lifecycle import SEND, Move, State
from storefront.complaints.models import Complaint, ComplaintEvent, ComplaintFile
from storefront.complaints.telling import tell_of
from storefront.errors import DomainError
from storefront.locks import locked


class MoveRefusedError(DomainError):
    """The complaint stays as it is."""


def move_complaint(
    complaint: Complaint,
    move: Move,
    *,
    party: str,
    by: Any = None,
    text: str = "",
    files: Sequence[CleanFile] = (),
    producer: Any = None,
) -> ComplaintEvent:
    """Make `move` with the complaint as it stands under lock; whom it concerns is told after the transaction.

    `text` is clean already (`texts.clean_text`). `producer` names who is to answer, for `SEND`. Raises
    `MoveRefusedError` and changes nothing when state, party, a missing text or a missing producer forbids it.
    """
    with transaction.atomic():
        (current,) = locked(Complaint.objects.filter(pk=complaint.pk))
        _check(current, move, party=party, text=text, producer=producer)
        if move is SEND and producer is not None:
            current.producer = producer
        event = write_event(current, move, party=party, by=by, text=text, files=files)
    complaint.refresh_from_db()
    return event


def write_event(
    complaint: Complaint,
    move: Move,
    *,
    party: str,
    by: Any = None,
    text: str = "",
    files: Sequence[CleanFile] = (),
) -> ComplaintEvent:
    """Write the step and what it changes. The complaint is locked, or new; the move is checked."""
    now = timezone.now()
    was, becomes = complaint.state, move.becomes or complaint.state
    last = complaint.events.aggregate(last=Max("number"))["last"] or 0
    event = ComplaintEvent.objects.create(
        complaint=complaint,
        number=last + 1,
        move=move.code,
        was=was if last else "",
        became=becomes,
        party=party,
        by=by if by is not None and by.is_authenticated else None,
        text=text,
        at=now,
    )
    complaint.state = becomes
    if becomes == State.CLOSED:
        complaint.closed_at = now
    if move is SEND:
        complaint.sent_at = complaint.sent_at or now
    if move.restarts:
        complaint.due_on = due_from(timezone.localdate())
    complaint.save(update_fields=["state", "closed_at", "sent_at", "producer", "due_on"])
    _keep(event, files)
    tell_of(event)
    return event


def due_from(day: Any) -> Any:
    """The day an answer is due that is owed from `day` on."""
    return after_working_days(day, settings.OCOP_COMPLAINT_DAYS, holidays=settings.OCOP_HOLIDAYS)


def _check(complaint: Complaint, move: Move, *, party: str, text: str, producer: Any) -> None:
    if party not in move.open_to or complaint.state not in move.leaves:
        message = _("Khiếu nại này đang ở bước “%(state)s” nên không làm việc đó được nữa.")
        raise MoveRefusedError(message % {"state": complaint.get_state_display()}, code="move-not-open")
    if move.asks_text and not text:
        raise MoveRefusedError(_("Hãy viết vài lời."), code="text-missing", field="text")
    if move is SEND and (producer or complaint.producer) is None:
        raise MoveRefusedError(_("Hãy chọn chủ thể trả lời."), code="producer-missing", field="producer")


def _keep(event: ComplaintEvent, files: Sequence[CleanFile]) -> None:
    """Store the files; when the database refuses one, none stays on disk."""
    stored: list[ComplaintFile] = []
    try:
        for clean in files:
            row = ComplaintFile(
                event=event, extension=clean.extension, media_type=clean.media_type, size=len(clean.content)
            )
            row.file.save("", ContentFile(clean.content), save=False)
            stored.append(row)
            row.save()
    except BaseException:
        for row in stored:
            row.file.delete(save=False)
        raise
