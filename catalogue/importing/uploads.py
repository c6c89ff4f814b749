"""A file handed in, previewed, then accepted or called off: the life of an upload."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from catalogue.certification.errors import ACCEPTABLE_CODES
from catalogue.importing.applying import ImportResult, accept_content
from catalogue.importing.errors import FileError, HeadingsError, ImportRefusedError
from catalogue.importing.given import NOTHING_GIVEN, Given
from catalogue.importing.mappings import remember
from catalogue.importing.models import ImportRow, ImportUpload
from catalogue.importing.planning import ImportPlan, PlannedRow, plan_import, read_content, read_file
from catalogue.importing.progress import tell
from catalogue.importing.reading_report import report
from storefront.locks import locked
from storefront.vietnamese import fold


def receive_upload(
    file: bytes | BinaryIO, *, name: str, by: Any, given: Given = NOTHING_GIVEN, plan_up_to: int | None = None
) -> ImportUpload:
    """Keep a file with its preview. Raises `FileError`, and keeps nothing, when it cannot be read.

    A list whose headings are not understood is kept without a preview, with what is the matter (`trouble`), so that
    they can be put right (`correct_upload`). The same file handed in again with the same things given, while it
    waits for a decision, is the same upload. One with more than `plan_up_to` rows is kept without a preview:
    `refresh_preview` makes it.
    """
    content = read_content(file)
    plain_name = "".join(sign for sign in PurePath(name).name if sign.isprintable())[-255:] or _("tệp")
    plan, trouble, row_count = None, None, 0
    try:
        table = read_file(content, given=given)
        row_count = len(table.rows)
        if plan_up_to is None or row_count <= plan_up_to:
            plan = plan_import(content, name=plain_name, given=given, table=table)
    except HeadingsError as error:
        trouble = error
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        upload = ImportUpload.objects.filter(
            sha256=sha256, state=ImportUpload.State.PENDING, kind=given.kind, given=given.as_json()
        ).first()
        if upload is None:
            upload = _new_upload(content, plain_name, sha256, given=given, by=by)
        upload.row_count = row_count
        _keep(upload, plan, trouble)
    return upload


def _new_upload(content: bytes, name: str, sha256: str, *, given: Given, by: Any) -> ImportUpload:
    upload = ImportUpload(
        name=name,
        sha256=sha256,
        kind=given.kind,
        given=given.as_json(),
        uploaded_by=by,
        planned_on=timezone.localdate(),
    )
    upload.file.save(f"{sha256[:16]}{PurePath(name).suffix[:10]}", ContentFile(content), save=False)
    upload.save()
    log(upload, "ocop.import_received", user=by)
    return upload


def correct_upload(
    upload: ImportUpload,
    *,
    given: Given,
    by: Any,
    remember_columns: bool = False,
    plan_up_to: int | None = None,
) -> ImportUpload:
    """Read a waiting upload anew with other things given; return it.

    What was chosen about near names and exceptions spoke of another reading and goes.
    The choice of columns is remembered for its set of headings when asked so. Raises `FileError` and changes
    nothing when what is given makes no sense.
    """
    content, given = _content(upload), replace(given, choices={}, reasons={})
    plan, trouble, row_count = None, None, 0
    try:
        table = read_file(content, given=given)
        row_count, reading = len(table.rows), table.reading
        if plan_up_to is None or row_count <= plan_up_to:
            plan = plan_import(content, name=upload.name, given=given, table=table)
    except HeadingsError as error:
        trouble, reading = error, error.reading
    with transaction.atomic():
        current = _waiting(upload)
        current.given, current.kind, current.row_count = given.as_json(), given.kind, row_count
        current.choices, current.reasons = {}, {}
        _keep(current, plan, trouble)
        if remember_columns:
            for headings in {tuple(one.header.headings) for one in reading.lists}:
                remember(headings, given.columns, kind=given.kind, by=by)
        log(current, "ocop.import_corrected", user=by, data={"given": current.given})
    return current


def _keep(upload: ImportUpload, plan: ImportPlan | None, trouble: HeadingsError | None) -> None:
    """Keep the preview, or what is the matter, or neither yet (the background makes the preview)."""
    if plan is not None:
        keep_preview(upload, plan)
        return
    upload.digest, upload.trouble = "", str(trouble.message) if trouble else ""
    upload.reading = report(trouble.reading, given=upload.what_is_given) if trouble else {}
    upload.created = upload.updated = upload.unchanged = upload.refused = 0
    upload.save()
    upload.rows.all().delete()


def refresh_preview(upload: ImportUpload) -> None:
    """Plan a waiting upload anew against the register as it is now."""
    upload = ImportUpload.objects.get(pk=upload.pk)
    with transaction.atomic():
        _waiting(upload)
    plan, trouble = None, None
    try:
        plan = plan_import(_content(upload), name=upload.name, given=upload.what_is_given)
    except HeadingsError as error:
        trouble = error
    with transaction.atomic():
        current = _waiting(upload)
        if current.what_is_given != upload.what_is_given:
            raise ImportRefusedError(
                _("Cách đọc tệp vừa được sửa. Hãy tính lại bản xem trước."), code="read-otherwise"
            )
        _keep(current, plan, trouble)


@transaction.atomic
def accept_upload(upload: ImportUpload, *, by: Any, accept_good_rows: bool = False) -> ImportResult:
    """Carry out exactly the preview that is kept.

    Raises `ImportRefusedError` and changes nothing when it may not be carried out.
    """
    current = _waiting(upload)
    if not current.is_planned:
        raise ImportRefusedError(
            _("Chưa có bản xem trước để chấp nhận. Hãy tính bản xem trước đã."), code="not-planned"
        )
    try:
        result = accept_content(
            _content(current),
            name=current.name,
            on=timezone.localdate(),
            given=current.what_is_given,
            by=by,
            accept_good_rows=accept_good_rows,
            digest=current.digest,
        )
    except FileError as error:  # its headings are not understood any more as they were
        raise ImportRefusedError(str(error.message), code="plan-outdated") from error
    keep_preview(current, result.plan, products=result.products)
    _decide(
        current,
        ImportUpload.State.ACCEPTED,
        by=by,
        good_rows_only=bool(current.refused),
        source=result.source,
    )
    counts = {name: getattr(current, name) for name in ("created", "updated", "unchanged", "refused")}
    log(current, "ocop.import_accepted", user=by, data=counts)
    return result


@transaction.atomic
def keep_decisions(
    upload: ImportUpload, *, choices: dict[int, dict[str, int]], reasons: dict[int, str]
) -> None:
    """Keep what an officer says of some rows: which near name is meant (by row and key), why an exception stands.

    An empty reason takes one back. What the rows do not offer is not kept. The preview is to be made anew after.
    """
    current = _waiting(upload)
    rows = {row.number: row for row in current.rows.filter(number__in={*choices, *reasons})}
    for number, chosen in choices.items():
        offered = {offer["key"]: offer for offer in rows[number].offers} if number in rows else {}
        for key, pk in chosen.items():
            if key in offered and pk in (0, *(one["pk"] for one in offered[key]["known"])):
                current.choices[key] = pk
    for number, reason in reasons.items():
        if number in rows and rows[number].is_exception:
            current.reasons.pop(str(number), None)
            if reason.strip():
                current.reasons[str(number)] = reason.strip()[:500]
    current.save(update_fields=["choices", "reasons"])


@transaction.atomic
def cancel_upload(upload: ImportUpload, *, by: Any) -> None:
    """Call a waiting upload off; the file and its preview stay readable."""
    current = _waiting(upload)
    _decide(current, ImportUpload.State.CANCELLED, by=by)
    log(current, "ocop.import_cancelled", user=by)


def _waiting(upload: ImportUpload) -> ImportUpload:
    (current,) = locked(ImportUpload.objects.filter(pk=upload.pk))
    if not current.is_pending:
        raise ImportRefusedError(
            _("Tệp này đã được quyết định (%(state)s), không làm lại được.")
            % {"state": current.get_state_display().lower()},
            code="already-decided",
        )
    return current


def _decide(upload: ImportUpload, state: str, *, by: Any, **facts: Any) -> None:
    upload.state, upload.decided_by, upload.decided_at = state, by, timezone.now()
    for name, value in facts.items():
        setattr(upload, name, value)
    upload.save()


def _content(upload: ImportUpload) -> bytes:
    with upload.file.open("rb") as file:
        return file.read()


def keep_preview(upload: ImportUpload, plan: ImportPlan, *, products: dict[int, int] | None = None) -> None:
    """Save the upload with the plan's counts and rows in the place of those it had."""
    for name, number in plan.counts.items():
        setattr(upload, name, number)
    upload.digest, upload.planned_on, upload.row_count = plan.digest, plan.on, len(plan.rows)
    upload.reading, upload.trouble, upload.ignored_headings = plan.report, "", plan.ignored_headings
    upload.save()
    upload.rows.all()._raw_delete(upload.rows.db)
    made = products or {}
    done = 0
    for part in plan.rows.parts():
        tell("preview", done, len(plan.rows))
        done += len(part)
        ImportRow.objects.bulk_create([_preview_row(upload, row, made) for row in part])


def _is_exception(row: PlannedRow) -> bool:
    """Whether a written reason would let the row in: everything it is refused for may be excepted."""
    return bool(row.problems) and all(problem.code in ACCEPTABLE_CODES for problem in row.problems)


def _preview_row(upload: ImportUpload, row: PlannedRow, made: dict[int, int]) -> ImportRow:
    record, claim = row.record, row.claim
    present = row.match.product.pk if row.match else None
    known = row.match.product.title if row.match else ""
    title, producer = record.text("product_name") or known, record.text("producer_name")
    decision = (claim.decision_number or claim.decision_text) if claim else ""
    return ImportRow(
        upload=upload,
        number=row.number,
        sheet=record.sheet[:31],
        line=record.line,
        action=row.action.value,
        kind=claim.kind if claim else "",
        product_title=title[:300],
        producer_name=(row.match.producer.name if row.match else producer)[:300],
        place=(row.place.as_certified if row.place else record.text("province"))[:300],
        authority=((claim.council or claim.authority) if claim else "")[:200],
        effective_on=claim.effective_on if claim else None,
        star=claim.star if claim else None,
        score=claim.score if claim else None,
        decision=decision[:300],
        decided_on=claim.decided_on if claim else None,
        reported_year=claim.reported_year if claim else None,
        valid_to=claim.valid_to if claim else None,
        differences=[difference.as_dict() for difference in row.differences],
        problems=[
            {**problem.as_dict(), "heading": problem.heading, "reason": problem.reason}
            for problem in row.problems
        ],
        warnings=[] if row.problems else [str(warning) for warning in row.warnings],
        offers=[offer.as_dict() for offer in record.offers],
        is_exception=bool(record.accepted_reason and not row.problems) or _is_exception(row),
        accepted_reason=record.accepted_reason,
        words=fold(f"{title} {producer} {decision}"),
        product_id=made.get(row.number, present),
    )
