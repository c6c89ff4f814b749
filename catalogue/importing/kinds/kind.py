"""What the pipeline asks of a kind of file; everything else is the same for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.importing.given import FileKind
from catalogue.importing.plans import ImportPlan, PlannedRow
from catalogue.importing.records import Record
from catalogue.importing.shelf import Shelf


class RowsPlanner(Protocol):
    """Says what becomes of the rows of a file, some hundred at a time and in their order; writes nothing."""

    def plan(self, records: list[Record]) -> list[PlannedRow]:
        """Plan the next rows."""
        ...

    def set_aside(self, shelf: Shelf) -> None:
        """Put away what was needed for the rows so far."""
        ...


class MakesPlanner(Protocol):
    """Makes the planner of one file."""

    def __call__(self, *, on: date) -> RowsPlanner: ...


class PlanWriter(Protocol):
    """Writes the rows of a plan that change something; returns nothing, raises `RowStoppedError`."""

    def __call__(self, plan: ImportPlan, *, origin: dict[str, Any]) -> None: ...


NOTHING_TO_DO = _("Mọi dòng đã có trong sổ: chấp nhận cũng không thay đổi gì.")


@dataclass(frozen=True)
class Words:
    """How the preview of a kind of file speaks.

    `star` heads the column of stars, `heads` the two before the differences. `actions` are the words for what
    becomes of a row where they are not the usual ones; "" for what never becomes of a row of this kind.
    """

    star: str | Promise
    heads: tuple[str | Promise, str | Promise]
    actions: Mapping[str, str | Promise] = field(default_factory=dict)
    nothing_to_do: str | Promise = NOTHING_TO_DO


@dataclass(frozen=True)
class KindOfFile:
    """One kind of file: how its rows are planned and written, who may accept it, how it is spoken of.

    `rights` maps a permission the ledger asks for to the sentence somebody without it is told. `write_rows` is
    empty for the kinds whose rows may bring producers and products: those are written one by one.
    """

    kind: FileKind
    title: str | Promise
    about: str | Promise
    planner: MakesPlanner
    words: Words
    write_rows: PlanWriter | None = None
    rights: Mapping[str, str | Promise] = field(default_factory=dict)

    def may_accept(self, user: Any) -> bool:
        """Whether the ledger would let this person write such rows."""
        return all(user.has_perm(right) for right in self.rights)
