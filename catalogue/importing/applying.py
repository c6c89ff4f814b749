"""Carrying a plan out: one transaction, under one lock, planned anew inside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.certification import ledger
from catalogue.certification.checks import may_accept_exception
from catalogue.certification.models import SourceFile
from catalogue.importing.claims import Claim
from catalogue.importing.entering import Registrar
from catalogue.importing.errors import ImportRefusedError, RowStoppedError
from catalogue.importing.given import NOTHING_GIVEN, Given
from catalogue.importing.groups import group_names
from catalogue.importing.kinds import kind_of_file
from catalogue.importing.ledger_plan import LedgerPlan
from catalogue.importing.models import ImportTurn
from catalogue.importing.places import Place
from catalogue.importing.planning import Action, ImportPlan, Match, PlannedRow, plan_import
from catalogue.importing.progress import tell
from catalogue.importing.reading import Table
from catalogue.importing.records import Problem
from catalogue.importing.references import Reference, bring_back
from catalogue.importing.shelf import in_parts
from catalogue.models import Product
from storefront.errors import DomainError
from storefront.locks import locked

CALLER = "import"


@dataclass
class ImportResult:
    """What an accepted plan has done: the plan as carried out, the kept file, the products by row."""

    plan: ImportPlan
    source: SourceFile | None = None
    products: dict[int, int] = field(default_factory=dict)


def accept(plan: ImportPlan, *, by: Any = None, accept_good_rows: bool = False) -> ImportResult:
    """Write what the plan says, all of it or nothing, and return what was done.

    The file is planned anew under a lock, so that the same file accepted twice, or by two people at once, enters
    nothing twice. Raises `ImportRefusedError` (code "rows-refused") and changes nothing when rows are refused and
    `accept_good_rows` does not leave them out.
    """
    return accept_content(
        plan.content,
        name=plan.name,
        on=plan.on,
        given=plan.given,
        by=by,
        accept_good_rows=accept_good_rows,
    )


@transaction.atomic
def accept_content(
    content: bytes,
    *,
    name: str,
    on: date,
    given: Given = NOTHING_GIVEN,
    by: Any = None,
    accept_good_rows: bool = False,
    digest: str = "",
    table: Table | None = None,
    caller: str = CALLER,
) -> ImportResult:
    """As `accept`, for a file whose preview somebody saw: with another `digest` now it is refused ("plan-outdated").

    `table` and `caller` are for other systems: the records `content` holds, already read, and who sent them.
    """
    with import_turn():
        known: dict[int, list[Problem]] = {}
        while True:
            plan = plan_import(content, name=name, on=on, given=given, known_problems=known, table=table)
            _refuse_unless_acceptable(
                plan, accept_good_rows=accept_good_rows, digest="" if known else digest, by=by
            )
            try:
                with transaction.atomic():
                    return _carry_out(plan, by=by, caller=caller)
            except RowStoppedError as stopped:
                known.setdefault(stopped.problem.row, []).append(stopped.problem)


@contextmanager
def import_turn() -> Iterator[None]:
    """One import at a time: whoever comes second waits here and then sees what the first has done."""
    ImportTurn.objects.get_or_create(pk=1)
    locked(ImportTurn.objects.filter(pk=1))
    yield


def _refuse_unless_acceptable(plan: ImportPlan, *, accept_good_rows: bool, digest: str, by: Any) -> None:
    if digest and plan.digest != digest:
        raise ImportRefusedError(
            _("Sổ đã thay đổi từ khi xem trước. Bản xem trước vừa được tính lại: hãy xem lại rồi chấp nhận."),
            code="plan-outdated",
            plan=plan,
        )
    refused = plan.count(Action.REFUSED)
    if refused and not accept_good_rows:
        raise ImportRefusedError(
            _("Có %(count)s dòng bị từ chối nên chưa nhập gì. Hãy sửa tệp, hoặc chỉ nhập các dòng hợp lệ.")
            % {"count": refused},
            code="rows-refused",
            plan=plan,
        )
    if plan.tally.corrects and by is not None and not by.has_perm("certification.record_correction"):
        raise ImportRefusedError(
            _(
                "Tệp này đính chính bản ghi đã có trong sổ. Chỉ cán bộ có quyền đính chính mới chấp nhận được."
            ),
            code="correction-not-allowed",
            plan=plan,
        )
    if plan.tally.excepts and not may_accept_exception(by):
        raise ImportRefusedError(
            _("Có dòng được nhận theo ngoại lệ. Chỉ cán bộ có quyền chấp nhận ngoại lệ mới chấp nhận được."),
            code="exception-not-allowed",
            plan=plan,
        )
    for right, told in kind_of_file(plan.given.kind).rights.items():
        if by is not None and not by.has_perm(right):
            raise ImportRefusedError(told, code="kind-not-allowed", plan=plan)


def _carry_out(plan: ImportPlan, *, by: Any, caller: str) -> ImportResult:
    result, registrar = ImportResult(plan), Registrar(by=by, caller=caller)
    if plan.changes_anything:
        kind = SourceFile.Kind(plan.given.kind)
        result.source = ledger.keep_source_file(plan.content, name=plan.name, kind=kind, by=by)
    if write := kind_of_file(plan.given.kind).write_rows:
        write(plan, origin={"by": by, "caller": caller, "source": result.source})
    else:
        _write_rows(plan, source=result.source, registrar=registrar)
    for part in plan.rows.parts():
        result.products.update((row.number, row.match.product.pk) for row in part if row.match)
    return result


def _write_rows(plan: ImportPlan, *, source: SourceFile | None, registrar: Registrar) -> None:
    """Some hundred rows at a time; of those written only the keys stay in memory."""
    _lock_known_products(plan.tally.changed_products)
    done, total = 0, plan.count(Action.CREATED) + plan.count(Action.UPDATED)
    for part in plan.rows.parts():
        to_write = [row for row in part if row.match and row.action in (Action.CREATED, Action.UPDATED)]
        tell("writing", done, total)
        done += len(to_write)
        refs: list[Reference] = [row.match.product for row in to_write if row.match]
        refs += [row.match.producer for row in to_write if row.match]
        bring_back(refs)
        _write_chunk(to_write, source=source, registrar=registrar)
        if not plan.rows.is_short:
            for ref in refs:
                ref.forget()


def _lock_known_products(known: set[int]) -> None:
    """All at once and in the order of their keys, so that nobody who locks several can wait for us in a ring."""
    for pks in in_parts(sorted(known)):
        locked(Product.objects.filter(pk__in=pks).only("pk"))


def _write_chunk(rows: list[PlannedRow], *, source: SourceFile | None, registrar: Registrar) -> None:
    """Producers, then products, then the ledger of some rows: each in a few queries."""
    for row, match, place in _matched(rows):
        with _stopping(row):
            registrar.enter_producer(match.producer, place=place)
    registrar.write_producers()
    for row, match, _place in _matched(rows):
        with _stopping(row):
            registrar.enter_product(match.product)
    registrar.write_products()
    with ledger.in_bulk(match.product.existing for _row, match, _place in _matched(rows)):
        for row, match, _place in _matched(rows):
            with _stopping(row):
                product = match.product.existing
                _write_ledger(row, match.ledger, product, source=source, registrar=registrar)


def _matched(rows: Iterable[PlannedRow]) -> Iterator[tuple[PlannedRow, Match, Place]]:
    return ((row, row.match, row.place) for row in rows if row.match and row.place)


@contextmanager
def _stopping(row: PlannedRow) -> Iterator[None]:
    """What a rule refuses inside becomes a problem of the row, and stops the writing of the file."""
    try:
        yield
    except ValidationError as error:
        row.record.refuse("producer_name", "not-valid", " ".join(error.messages))
        raise RowStoppedError(row.record.problems[-1]) from error
    except DomainError as error:
        row.record.refuse(error.field or "product_name", error.code, str(error.message))
        raise RowStoppedError(row.record.problems[-1]) from error


def _write_ledger(
    row: PlannedRow, plan: LedgerPlan, product: Product, *, source: SourceFile | None, registrar: Registrar
) -> None:
    by, caller = registrar.by, registrar.caller
    origin: dict[str, Any] = {"by": by, "caller": caller, "source": source, "source_row": row.line}
    for entry in plan.voids:
        reason = _("Tệp %(name)s, dòng %(row)s, ghi khác.") % {"name": source, "row": row.line}
        ledger.correct_entry(entry, reason=reason, by=by, caller=caller)
    if plan.evaluation:
        _write_evaluation(product, plan.claim, criteria_set=row.record.get("criteria_set"), origin=origin)
    if plan.recognition:
        group = row.record.get("group") or row.record.get("group_number")
        shown_group = group_names()[group][:120] if group else ""
        _write_recognition(product, plan, row.place, group=shown_group, origin=origin)
    if plan.report:
        ledger.record_reported_claim(
            product,
            star=plan.claim.star,
            reported_year=plan.claim.reported_year,
            decision_text=plan.claim.decision_text,
            valid_to=plan.claim.valid_to,
            note=plan.claim.note,
            **origin,
        )


def _write_evaluation(
    product: Product, claim: Claim, *, criteria_set: int | None, origin: dict[str, Any]
) -> None:
    ledger.record_evaluation(
        product,
        evaluated_on=claim.evaluated_on,
        council=claim.council,
        tier=claim.council_tier,
        score=claim.score,
        part_a=claim.part_a,
        part_b=claim.part_b,
        part_c=claim.part_c,
        criteria_set=criteria_set,
        proposed_star=claim.star,
        round_name=claim.round_name,
        **origin,
    )


def _write_recognition(
    product: Product, plan: LedgerPlan, place: Place | None, *, group: str, origin: dict[str, Any]
) -> None:
    claim = plan.claim
    decision = ledger.get_or_create_decision(
        number=claim.decision_number,
        decided_on=claim.decided_on,
        authority=claim.authority,
        tier=claim.tier,
        province=place.province if place else None,
    )
    ledger.record_recognition(
        product,
        star=claim.star,
        decision=decision,
        valid_from=claim.valid_from,
        valid_to=claim.valid_to,
        score=claim.score,
        place_as_certified=place.as_certified if place else "",
        group_as_certified=group,
        product_code=claim.product_code,
        supersedes=claim.supersedes,
        accepted_reason=plan.accepted_reason,
        **origin,
    )
