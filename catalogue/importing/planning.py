"""Before anything is written: what a file would create, update, leave alone, and what it may not bring in."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.certification.decisions import authority_key
from catalogue.certification.models import Decision
from catalogue.importing.claims import EVALUATION, RECOGNITION, Claim, read_claim
from catalogue.importing.differences import (
    Difference,
    check_group,
    check_prices,
    producer_differences,
    producer_facts,
    product_differences,
    product_facts,
)
from catalogue.importing.errors import FileError
from catalogue.importing.given import NOTHING_GIVEN, FileKind, Given
from catalogue.importing.groups import numbers_by_path
from catalogue.importing.headings import describe_unknown, refuse_unknown
from catalogue.importing.ledger_plan import LedgerPlan, plan_ledger
from catalogue.importing.limits import LARGEST_FILE, refuse_too_large
from catalogue.importing.matching import ProducerRef, ProductRef, Register
from catalogue.importing.places import Gazetteer, Place
from catalogue.importing.reading import Table, read_table
from catalogue.importing.records import Problem, Record, read_records
from storefront.vietnamese import fold


class Action(StrEnum):
    """What happens to a row when the plan is accepted."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Match:
    """What a row that can be written speaks of."""

    producer: ProducerRef
    product: ProductRef
    ledger: LedgerPlan


@dataclass
class PlannedRow:
    """One row of the file and what becomes of it. `match` is empty where the row cannot be written."""

    record: Record
    place: Place | None
    claim: Claim | None = None
    match: Match | None = None
    action: Action = Action.REFUSED
    differences: list[Difference] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.record.row

    @property
    def problems(self) -> list[Problem]:
        return self.record.problems

    @property
    def warnings(self) -> list[str]:
        return self.record.warnings


@dataclass
class ImportPlan:
    """The plan of one file. Nothing of it is written until `applying.accept` is called with it."""

    name: str
    content: bytes
    table: Table
    rows: list[PlannedRow]
    on: date
    given: Given = NOTHING_GIVEN

    def count(self, action: Action) -> int:
        return sum(row.action == action for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows by action, every action named."""
        found = Counter(row.action for row in self.rows)
        return {action.value: found[action] for action in Action}

    @property
    def refused(self) -> list[Problem]:
        """Every reason for every refused row, in the order of the file."""
        return [problem for row in self.rows if row.action == Action.REFUSED for problem in row.problems]

    @property
    def changes_anything(self) -> bool:
        return any(row.action in (Action.CREATED, Action.UPDATED) for row in self.rows)

    @property
    def ignored_headings(self) -> str:
        """The headings nobody knows that were let pass, in words; empty when there are none."""
        return describe_unknown(self.table.header) if self.given.ignore_unknown else ""

    @property
    def digest(self) -> str:
        """Tells two plans apart that would do different things."""
        told = [
            (row.number, row.action, [d.as_dict() for d in row.differences], [p.code for p in row.problems])
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """`{"created": n, "updated": n, "unchanged": n, "refused": [{"row", "field", "code", "message"}]}`."""
        counts = self.counts
        counts.pop(Action.REFUSED.value)
        return {**counts, "refused": [problem.as_dict() for problem in self.refused]}


def read_content(file: bytes | str | Path | BinaryIO) -> bytes:
    """The bytes of a file given as such, by path or open; never more than one byte above the limit is read."""
    if isinstance(file, bytes):
        return file
    if isinstance(file, str | Path):
        path = Path(file)
        try:
            refuse_too_large(path.stat().st_size)
            return path.read_bytes()
        except OSError as error:
            raise FileError(
                _("Không mở được tệp “%(name)s”: %(reason)s.")
                % {"name": path, "reason": error.strerror or error},
                code="file-not-found" if isinstance(error, FileNotFoundError) else "file-not-readable",
            ) from None
    return file.read(LARGEST_FILE + 1)


def plan_import(
    file: bytes | str | Path | BinaryIO,
    *,
    name: str = "",
    on: date | None = None,
    given: Given = NOTHING_GIVEN,
    known_problems: Mapping[int, Sequence[Problem]] | None = None,
    table: Table | None = None,
) -> ImportPlan:
    """Read a file and say what it would do, row by row; writes nothing.

    Raises `FileError` when the file as a whole cannot be read, or has headings nobody knows and
    `given` does not let them pass. `known_problems` refuses rows for reasons found elsewhere. `table` is
    the content already read, when it came as records and not as a file (`from_records`).
    """
    _refuse_unknown_kind(given)
    content = read_content(file)
    table = table or read_table(content, given=given)
    if not given.ignore_unknown:
        refuse_unknown(table.header)
    records = read_records(table)
    for record in records:
        record.problems += (known_problems or {}).get(record.row, ())
    day = on or timezone.localdate()
    rows = _Planner(records, on=day).plan()
    shown_name = name or (Path(file).name if isinstance(file, str | Path) else _("tệp"))
    return ImportPlan(shown_name, content, table, rows, day, given)


def _refuse_unknown_kind(given: Given) -> None:
    if given.kind != FileKind.RECOGNITIONS:
        raise FileError(
            _("Chưa nhập được tệp loại “%(kind)s”.") % {"kind": given.kind.label},
            code="file-kind-unknown",
            field="kind",
        )


class _Planner:
    """Plans the rows of one file in their order: a later row sees what an earlier one will have done."""

    def __init__(self, records: Iterable[Record], *, on: date) -> None:
        self.on = on
        gazetteer = Gazetteer()
        self.rows = [PlannedRow(record, place=gazetteer.place_of(record)) for record in records]
        self.names = {row.number: self._producer_name(row) for row in self.rows}
        placed = [(row.record, row.place, self.names[row.number]) for row in self.rows if row.place]
        self.register = Register(placed)
        self.paths = numbers_by_path()
        self.decisions = _known_decisions(row.record for row in self.rows)
        self.told: dict[tuple[int, Any], int] = {}

    def plan(self) -> list[PlannedRow]:
        for row in self.rows:
            self._plan_row(row)
            if row.problems:
                row.action = Action.REFUSED
                row.differences = []
        return self.rows

    def _plan_row(self, row: PlannedRow) -> None:
        record, place = row.record, row.place
        claim = read_claim(record, province=place.province if place else None, on=self.on)
        row.claim = claim = self._adopt_decision(record, claim, place)
        check_group(record)
        self._warn(row, claim)
        if place is None or any(problem.code == "required" for problem in record.problems):
            return
        producer = self.register.producer_of(record, place, name=self.names[row.number])
        product = self.register.product_of(record, producer) if producer else None
        if producer is None or product is None:
            return
        self._warn_of_other_names(row, producer, product)
        self._refuse_repeated(row, claim, product)
        self.register.claim_gtin(record, product)
        check_prices(record, product)
        entries = list(product.entries)
        ledger = plan_ledger(record, claim, place, entries)
        row.claim = ledger.claim
        if not record.problems:
            product.entries = entries
            row.match = Match(producer, product, ledger)
            self._settle(row, row.match, place)

    def _settle(self, row: PlannedRow, match: Match, place: Place) -> None:
        """The row is good: note what it changes, and let later rows see it."""
        product = match.product
        of_producer = producer_differences(match.producer, producer_facts(row.record, place))
        of_product = product_differences(product, product_facts(row.record, place), paths=self.paths)
        if product.existing is None and product.first_row is None:
            product.first_row = row.number
            row.action, row.differences = Action.CREATED, of_producer
        else:
            row.differences = [*of_producer, *of_product, *match.ledger.differences]
            row.action = Action.UPDATED if row.differences else Action.UNCHANGED

    def _refuse_repeated(self, row: PlannedRow, claim: Claim, product: ProductRef) -> None:
        if claim.kind == RECOGNITION:
            fact: Any = (claim.decision_number, claim.decided_on)
        elif claim.kind == EVALUATION:
            fact = (claim.evaluated_on, fold(claim.council))
        else:
            fact = (claim.decision_text, claim.reported_year)
        first = self.told.setdefault((id(product), (claim.kind, fact)), row.number)
        if first != row.number:
            reason = _("lặp lại dòng %(first)s (cùng sản phẩm, chủ thể và quyết định)") % {"first": first}
            row.record.refuse("product_name", "duplicate-row", reason)

    def _adopt_decision(self, record: Record, claim: Claim, place: Place | None) -> Claim:
        """Where the file does not say who decided, a decision of that number and day in the register does."""
        known = self.decisions.get((claim.decision_number, claim.decided_on), [])
        if place is None or not known:
            return claim
        if not claim.is_tier_assumed:
            self._refuse_other_tier(record, claim, known)
            return claim
        fitting = [one for one in known if one.province_id in (None, place.province.pk)]
        if len(fitting) != 1:
            return claim
        return replace(claim, authority=fitting[0].authority, tier=fitting[0].tier, is_tier_assumed=False)

    @staticmethod
    def _refuse_other_tier(record: Record, claim: Claim, known: list[Decision]) -> None:
        for decision in known:
            if decision.authority_key == authority_key(claim.authority) and decision.tier != claim.tier:
                reason = _("quyết định này đã có trong sổ với cấp ban hành là %(tier)s")
                record.refuse("tier", "decision-differs", reason % {"tier": decision.get_tier_display()})

    def _warn(self, row: PlannedRow, claim: Claim) -> None:
        warnings = row.warnings
        if claim.kind == RECOGNITION and not claim.decision_number:
            warnings.append(_("Chưa rõ số quyết định."))
        if claim.kind == RECOGNITION and claim.is_tier_assumed:
            warnings.append(
                _("Tệp không nêu cấp ban hành; hiểu là %(authority)s theo thẩm quyền tại ngày ký.")
                % {"authority": claim.authority}
            )
        if row.place and self.names[row.number] != row.record.text("producer_name"):
            warnings.append(_("Tệp chưa nêu tên chủ thể."))

    def _warn_of_other_names(self, row: PlannedRow, producer: ProducerRef, product: ProductRef) -> None:
        """What was found by its code or tax code may be called otherwise in the register; its name there stays."""
        for known, written in (
            (producer.name, self.names[row.number]),
            (product.title, row.record.text("product_name")),
        ):
            if fold(known) != fold(written):
                row.warnings.append(_("Trong sổ tên là “%(name)s”; giữ tên trong sổ.") % {"name": known})

    @staticmethod
    def _producer_name(row: PlannedRow) -> str:
        """A name wholly in brackets – "(tên chủ thể cần tra)" – is none: such goods share one entry per province."""
        name = row.record.text("producer_name")
        if name.startswith("(") and name.endswith(")") and row.place:
            return _("Chưa rõ chủ thể (%(province)s)") % {"province": row.place.province.name}
        return name


def _known_decisions(records: Iterable[Record]) -> dict[tuple[str, date | None], list[Decision]]:
    numbers = {record.values["decision"].number for record in records if "decision" in record.values} - {""}
    found: dict[tuple[str, date | None], list[Decision]] = {}
    waiting = sorted(numbers)
    for start in range(0, len(waiting), 500):
        for decision in Decision.objects.filter(number__in=waiting[start : start + 500]).order_by("pk"):
            found.setdefault((decision.number, decision.decided_on), []).append(decision)
    return found
