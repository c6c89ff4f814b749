"""What a file would do, row by row: the plan that is shown before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from catalogue.importing.claims import Claim
from catalogue.importing.differences import Difference
from catalogue.importing.given import NOTHING_GIVEN, FileKind, Given
from catalogue.importing.headings import Header, describe_unknown
from catalogue.importing.ledger_plan import ImaginedEntry, LedgerPlan
from catalogue.importing.places import Place
from catalogue.importing.reading import Table
from catalogue.importing.reading_report import MissingFacts, report
from catalogue.importing.records import Problem, Record
from catalogue.importing.references import ProducerRef, ProductRef
from catalogue.importing.shelf import LongList, Shelf
from storefront.places.models import Commune, Province


class Action(StrEnum):
    """What happens to a row when the plan is accepted."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Match:
    """What a row that can be written speaks of."""

    producer: ProducerRef
    product: ProductRef
    ledger: LedgerPlan


@dataclass(slots=True)
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
    def line(self) -> int:
        """The row a spreadsheet shows, on its own sheet."""
        return self.record.line or self.record.row

    @property
    def problems(self) -> list[Problem]:
        return self.record.problems

    @property
    def warnings(self) -> list[str]:
        return self.record.warnings


class Tally:
    """What is told of all rows together, counted as they are planned."""

    def __init__(self, kind: FileKind) -> None:
        self.counts: Counter[Action] = Counter()
        self.missing = MissingFacts(kind)
        self.corrects = self.excepts = False
        #: The keys of the products of the register that rows change.
        self.changed_products: set[int] = set()
        self._sha256 = hashlib.sha256(b"[")

    def count(self, row: PlannedRow) -> None:
        """Count one more row, the next in the file."""
        is_first = not self.counts
        self.counts[row.action] += 1
        self.missing.look_at(row.record)
        if match := row.match:
            self.corrects |= bool(match.ledger.voids)
            self.excepts |= bool(match.ledger.accepted_reason)
            if row.action in (Action.CREATED, Action.UPDATED) and match.product.pk is not None:
                self.changed_products.add(match.product.pk)
        told = (
            row.number,
            row.action,
            [d.as_dict() for d in row.differences],
            [p.code for p in row.problems],
        )
        self._sha256.update(b"" if is_first else b", ")
        self._sha256.update(json.dumps(told, ensure_ascii=False, default=str).encode())

    @property
    def digest(self) -> str:
        whole = self._sha256.copy()
        whole.update(b"]")
        return whole.hexdigest()


def shelf_of_rows() -> Shelf:
    """Where the planned rows of one file are put away: places, headers and what rows speak of stay shared."""
    return Shelf(
        shared=(Header, Province, Commune, ProducerRef, ProductRef),
        plain=(PlannedRow, Record, Problem, Place, Claim, Match, LedgerPlan, ImaginedEntry, Difference),
    )


@dataclass
class ImportPlan:
    """The plan of one file. Nothing of it is written until `applying.accept` is called with it."""

    name: str
    content: bytes
    table: Table
    rows: LongList[PlannedRow]
    on: date
    tally: Tally
    given: Given = NOTHING_GIVEN

    def count(self, action: Action) -> int:
        return self.tally.counts[action]

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows by action, every action named."""
        return {action.value: self.tally.counts[action] for action in Action}

    @property
    def refused(self) -> list[Problem]:
        """Every reason for every refused row, in the order of the file."""
        if not self.count(Action.REFUSED):
            return []
        return [problem for row in self.rows if row.action == Action.REFUSED for problem in row.problems]

    @property
    def changes_anything(self) -> bool:
        return bool(self.count(Action.CREATED) or self.count(Action.UPDATED))

    @property
    def ignored_headings(self) -> str:
        """The headings nobody knows that were let pass, in words; empty when there are none."""
        if not self.given.ignore_unknown:
            return ""
        headers = [one.header for one in self.table.reading.lists] or [self.table.header]
        return ", ".join(dict.fromkeys(told for header in headers if (told := describe_unknown(header))))

    @property
    def report(self) -> dict[str, Any]:
        """What was read beside the rows, and what they lack, in words."""
        return report(self.table.reading, given=self.given, missing=self.tally.missing.facts)

    @property
    def digest(self) -> str:
        """Tells two plans apart that would do different things."""
        return self.tally.digest

    def as_json(self) -> dict[str, Any]:
        """`{"created": n, "updated": n, "unchanged": n, "refused": [{"row", "field", "code", "message"}]}`."""
        counts = self.counts
        counts.pop(Action.REFUSED.value)
        return {**counts, "refused": [problem.as_dict() for problem in self.refused]}
