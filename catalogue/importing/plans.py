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
from catalogue.importing.given import NOTHING_GIVEN, Given
from catalogue.importing.headings import describe_unknown
from catalogue.importing.ledger_plan import LedgerPlan
from catalogue.importing.matching import ProducerRef, ProductRef
from catalogue.importing.places import Place
from catalogue.importing.reading import Table
from catalogue.importing.reading_report import report
from catalogue.importing.records import Problem, Record


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
        if not self.given.ignore_unknown:
            return ""
        headers = [one.header for one in self.table.reading.lists] or [self.table.header]
        return ", ".join(dict.fromkeys(told for header in headers if (told := describe_unknown(header))))

    @property
    def report(self) -> dict[str, Any]:
        """What was read beside the rows, and what they lack, in words."""
        records = (row.record for row in self.rows)
        return report(self.table.reading, given=self.given, records=records)

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
