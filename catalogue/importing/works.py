"""Long imports in the background: asked for on a page, carried out by a worker, once.

A file of more than `ROWS_AT_ONCE` rows is planned and accepted here. One piece of work at a time for one file; what is
interrupted – a killed worker, a restarted server – has written nothing and can be asked for again.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from catalogue.importing import progress
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.given import NOTHING_GIVEN, Given
from catalogue.importing.models import ImportUpload, ImportWork
from catalogue.importing.uploads import accept_upload, receive_upload, refresh_preview
from storefront.locks import locked

ROWS_AT_ONCE = 500
State, Task = ImportWork.State, ImportWork.Task
logger = logging.getLogger(__name__)


def hand_in(file: bytes | BinaryIO, *, name: str, by: Any, given: Given = NOTHING_GIVEN) -> ImportUpload:
    """As `receive_upload`; the preview of a long list is made in the background."""
    upload = receive_upload(file, name=name, by=by, given=given, plan_up_to=ROWS_AT_ONCE)
    last = work_of(upload)
    if not upload.is_planned and not upload.trouble and not (last and last.is_under_way):
        ask_for(upload, Task.PLAN, by=by)
    return upload


def accept_or_ask(upload: ImportUpload, *, by: Any, accept_good_rows: bool = False) -> bool:
    """Accept a short list at once, ask the background to accept a long one; return whether it is done.

    Raises `ImportRefusedError` and changes nothing when it may not be accepted.
    """
    if is_long(upload):
        ask_for(upload, Task.ACCEPT, by=by, accept_good_rows=accept_good_rows)
        return False
    accept_upload(upload, by=by, accept_good_rows=accept_good_rows)
    return True


def refresh_or_ask(upload: ImportUpload, *, by: Any) -> bool:
    """Plan a short list anew at once, a long one in the background; return whether it is done."""
    if is_long(upload):
        ask_for(upload, Task.PLAN, by=by)
        return False
    refresh_preview(upload)
    return True


def is_long(upload: ImportUpload) -> bool:
    """Whether the upload is work for the background."""
    return upload.row_count > ROWS_AT_ONCE


def ask_for(upload: ImportUpload, what: str, *, by: Any, accept_good_rows: bool = False) -> ImportWork:
    """Hand a piece of work to the background. Raises `ImportRefusedError` when the file is being worked on already."""
    if not upload.is_pending:
        raise ImportRefusedError(_("Tệp này đã được quyết định."), code="already-decided")
    try:
        with transaction.atomic():
            _bury_interrupted(upload)
            work = ImportWork.objects.create(
                upload=upload, task=what, asked_by=by, good_rows_only=accept_good_rows
            )
    except IntegrityError:
        raise ImportRefusedError(
            _("Tệp này đang được xử lý. Hãy đợi xong rồi làm tiếp."), code="work-under-way"
        ) from None
    transaction.on_commit(partial(carry_out.enqueue, work.pk))
    return work


def work_of(upload: ImportUpload) -> ImportWork | None:
    """The last piece of work on this file."""
    return upload.works.select_related("asked_by").first()


def stop(work: ImportWork) -> None:
    """Call a piece of work off: at once when nobody has begun, else as soon as the worker hears of it."""
    is_ended = ImportWork.objects.filter(pk=work.pk, state=State.WAITING).update(
        state=State.STOPPED, finished_at=timezone.now()
    )
    if not is_ended:
        progress.call_off(work.pk)


@task(backend="imports")
def carry_out(work_id: int) -> str:
    """Do what was asked for, once; return the state it ended in."""
    work = _claim(work_id)
    if work is None:
        return ""
    with progress.reporting(work.pk):
        try:
            _carry_out(work)
        except ImportRefusedError as refusal:
            return _finish(work, State.REFUSED, str(refusal.message))
        except progress.WorkStoppedError:
            return _finish(work, State.STOPPED)
        except Exception:
            logger.exception("import work failed")
            return _finish(work, State.FAILED)
        return _finish(work, State.DONE)


def _carry_out(work: ImportWork) -> None:
    upload = work.upload
    if work.task == Task.PLAN:
        refresh_preview(upload)
        return
    try:
        accept_upload(upload, by=work.asked_by, accept_good_rows=work.good_rows_only)
    except ImportRefusedError as refusal:
        if refusal.code == "plan-outdated":
            refresh_preview(upload)
        raise


def _claim(work_id: int) -> ImportWork | None:
    """The work, marked as running; None when it was called off or somebody has it."""
    with transaction.atomic():
        for work in locked(ImportWork.objects.filter(pk=work_id, state=State.WAITING)):
            work.state = State.RUNNING
            work.save(update_fields=["state"])
            return ImportWork.objects.select_related("upload", "asked_by").get(pk=work.pk)
    return None


def _finish(work: ImportWork, state: str, message: str = "") -> str:
    ImportWork.objects.filter(pk=work.pk, state=State.RUNNING).update(
        state=state, message=message, finished_at=timezone.now()
    )
    return str(state)


def _bury_interrupted(upload: ImportUpload) -> None:
    for work in upload.works.filter(state=State.RUNNING):
        if work.is_interrupted:
            ImportWork.objects.filter(pk=work.pk).update(state=State.FAILED, finished_at=timezone.now())
