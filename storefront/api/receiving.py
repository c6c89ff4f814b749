"""Records on their way into the ledger: the import page's pipeline, once for each `Idempotency-Key`."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalogue.certification.models import SourceFile
from catalogue.importing.applying import ImportResult, accept_content
from catalogue.importing.calls import keep_call
from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.errors import FileError, ImportRefusedError
from catalogue.importing.from_records import record_columns, table_of_records
from catalogue.importing.given import Given
from catalogue.importing.given_facts import given_facts
from catalogue.importing.planning import Action, ImportPlan
from catalogue.models import Product
from storefront.api.errors import ProblemError
from storefront.api.models import ApiToken, IdempotencyRecord
from storefront.api.refusing import field_problem, given_problem
from storefront.api.schemas import Batch
from storefront.locks import locked

KEEP_ANSWERS = timedelta(days=30)
#: Seconds a call waits for its turn, and how long to wait before it is sent again.
LONGEST_WAIT, RETRY_AFTER = 15, 60
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True)
class Answer:
    """What a call is answered; `is_replay` when an earlier call with the same key was answered this."""

    status: int
    body: str
    language: str
    is_replay: bool = False


def receive(batch: Batch, *, content: bytes, key: str, token: ApiToken) -> Answer:
    """Enter the records, or say why not, and remember the answer under `key`. A dry run does all but keep it.

    Whoever comes second with the same key waits for the first and gets its answer. Raises `ProblemError` 400
    for a missing or unreadable key, 409 for a key that was used with another body, 503 when the register is being
    written for longer than a call can wait.
    """
    if not _KEY.fullmatch(key):
        message = _("Cần tiêu đề Idempotency-Key: 1 đến 200 chữ cái, chữ số hoặc dấu, không có dấu cách.")
        raise ProblemError(400, "idempotency-key-missing", message)
    _refuse_fields_of_another_kind(batch)
    _refuse_unreadable_for_all(batch)
    try:
        if batch.dry_run:
            return _rehearsed(batch, content=content, token=token)
        return _entered_once(batch, content=content, key=key, token=token)
    except OperationalError as error:
        message = _("Sổ đang được ghi bởi một lần nhập dài; chưa có gì được ghi. Hãy gửi lại với cùng khoá.")
        headers = {"Retry-After": str(RETRY_AFTER)}
        raise ProblemError(503, "register-busy", message, headers=headers) from error


def _entered_once(batch: Batch, *, content: bytes, key: str, token: ApiToken) -> Answer:
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        _wait_no_longer()
        _take_turn(token)
        _forget_old(token)
        kept, is_first = IdempotencyRecord.objects.get_or_create(
            token=token, key=key, defaults={"body_digest": digest}
        )
        if not is_first:
            return _answered_before(kept, digest)
        outcome = _enter(batch, content=content, token=token)
        keep_call(outcome, by=token.owner, caller=_caller(token))
        kept.status, kept.answer = _answered(outcome, batch)
        kept.language = translation.get_language() or ""
        kept.save()
        return Answer(kept.status, kept.answer, kept.language)


def _refuse_fields_of_another_kind(batch: Batch) -> None:
    """A list of evaluations knows nothing of decisions: what says one is refused, never passed over."""
    known = {"reference", *(column.key for column in record_columns(batch.file_kind))}
    for_all = {"decision", "decided_on", "authority"} - known - set(COLUMN_SETS[batch.file_kind].given_as)
    wrong = [f"/{name}" for name in sorted(for_all) if getattr(batch, name) is not None]
    for number, record in enumerate(batch.records):
        told = record.model_dump(exclude_none=True)
        wrong += [f"/records/{number}/{name}" for name in told if name not in known]
    if wrong:
        raise field_problem(wrong)


def _refuse_unreadable_for_all(batch: Batch) -> None:
    """What is said for all records must make sense by itself: no record can be told of it."""
    try:
        given_facts(_given(batch))
    except FileError as error:
        raise given_problem(error) from error


def _rehearsed(batch: Batch, *, content: bytes, token: ApiToken) -> Answer:
    """The answer the call would get in earnest. Its `Idempotency-Key` is not looked at and stays free."""
    with transaction.atomic():
        _wait_no_longer()
        outcome = _enter(batch, content=content, token=token)
        transaction.set_rollback(True)
    source = outcome.source if isinstance(outcome, ImportResult) else None
    if source is not None and not SourceFile.objects.filter(pk=source.pk).exists():
        source.file.delete(save=False)
    return Answer(*_answered(outcome, batch), translation.get_language() or "")


def _answered_before(kept: IdempotencyRecord, digest: str) -> Answer:
    if kept.body_digest != digest:
        message = _("Idempotency-Key này đã dùng cho một nội dung khác. Nội dung mới cần một khoá mới.")
        raise ProblemError(409, "idempotency-key-reused", message)
    return Answer(kept.status, kept.answer, kept.language, is_replay=True)


def _wait_no_longer() -> None:
    """Imports take turns: behind a very long one the caller is told, before its connection is given up."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{LONGEST_WAIT}s"])


def _take_turn(token: ApiToken) -> None:
    """Calls of one key take turns. One revoked while its call was waiting enters nothing.

    The row is locked before an answer is noted: the note's foreign key would share it, and two sharers that
    both want it for themselves would wait for each other.
    """
    (current,) = locked(ApiToken.objects.filter(pk=token.pk))
    if current.revoked_at is not None:
        raise ProblemError(401, "token-revoked", _("Chìa khoá API này đã bị thu hồi."))


def _forget_old(token: ApiToken) -> None:
    token.answers.filter(created_at__lt=timezone.now() - KEEP_ANSWERS).delete()


def _enter(batch: Batch, *, content: bytes, token: ApiToken) -> ImportResult | ImportRefusedError:
    """Carry the call out, or return why it was refused: then nothing of it is written."""
    records = [record.model_dump() for record in batch.records]
    moment, given = timezone.localtime(), _given(batch)
    try:
        return accept_content(
            content,
            name=f"API {token.name} {moment:%Y-%m-%d %H-%M-%S}.json",
            on=moment.date(),
            given=given,
            by=token.owner,
            accept_good_rows=batch.accept_good_rows,
            table=table_of_records(records, content=content, given=given),
            caller=_caller(token),
        )
    except ImportRefusedError as refusal:
        return refusal


def _caller(token: ApiToken) -> str:
    """How the key signs what it enters."""
    return f"api:{token.pk}"


def _given(batch: Batch) -> Given:
    """What the call says for all its records."""
    return Given(
        kind=batch.file_kind,
        decision=batch.decision or "",
        decided_on=batch.decided_on,
        authority=batch.authority or "",
        place=batch.place or "",
    )


def _answered(outcome: ImportResult | ImportRefusedError, batch: Batch) -> tuple[int, str]:
    """Status and body that tell the outcome, record by record."""
    facts = {"written": False, "dry_run": batch.dry_run}
    if isinstance(outcome, ImportResult):
        facts["written"] = not batch.dry_run
        return 200, _as_text({**facts, **outcome.plan.counts, "records": _told(outcome.plan, batch)})
    if outcome.code == "rows-refused":
        message = _(
            "Có %(count)s hồ sơ bị từ chối nên chưa ghi gì. Hãy sửa, hoặc gửi với accept_good_rows: true."
        ) % {"count": outcome.plan.count(Action.REFUSED)}
        problem = ProblemError(409, outcome.code, message, **facts, records=_told(outcome.plan, batch))
    else:  # a right the owner lacks: to correct, to revoke
        problem = ProblemError(403, outcome.code, outcome.message, **facts)
    return problem.status, _as_text(problem.as_dict())


def _told(plan: ImportPlan, batch: Batch) -> list[dict[str, Any]]:
    known = {row.number: _product_of(row) for row in plan.rows}
    ids = dict(Product.objects.filter(pk__in=set(known.values()) - {None}).values_list("pk", "public_id"))
    return [
        {
            "row": row.number,
            "reference": batch.records[row.number - 1].reference,
            "outcome": row.action.value,
            "product": ids.get(known[row.number]),
            "changes": [difference.as_dict() for difference in row.differences],
            "warnings": [] if row.problems else [str(warning) for warning in row.warnings],
            "problems": [
                {"field": problem.field, "code": problem.code, "message": problem.message}
                for problem in row.problems
            ],
        }
        for row in plan.rows
    ]


def _product_of(row: Any) -> int | None:
    return row.match.product.pk if row.match else None


def _as_text(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False)
