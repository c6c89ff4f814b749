"""Planning the rows of a list that may bring new products: recognitions, evaluations."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from catalogue.importing.claims import EVALUATION, RECOGNITION, Claim, read_claim
from catalogue.importing.differences import (
    check_group,
    check_prices,
    producer_differences,
    producer_facts,
    product_differences,
    product_facts,
)
from catalogue.importing.groups import numbers_by_path
from catalogue.importing.known_decisions import KnownDecisions
from catalogue.importing.ledger_plan import plan_ledger
from catalogue.importing.matching import Register
from catalogue.importing.places import Gazetteer, Place
from catalogue.importing.plans import Action, Match, PlannedRow
from catalogue.importing.records import Record
from catalogue.importing.references import ProducerRef, ProductRef
from catalogue.importing.shelf import Shelf
from storefront.places.models import Province
from storefront.vietnamese import fold


class ClaimReader(Protocol):
    """Says what a row asserts; what contradicts itself becomes a problem of the record."""

    def __call__(self, record: Record, *, province: Province | None, on: date) -> Claim: ...


class RowPlanner:
    """Plans the rows of one file in their order: a later row sees what an earlier one will have done."""

    def __init__(self, *, on: date, read: ClaimReader = read_claim) -> None:
        self.on, self.read = on, read
        self.gazetteer, self.register = Gazetteer(), Register()
        self.paths, self.decisions = numbers_by_path(), KnownDecisions()
        self.names: dict[int, str] = {}

    def plan(self, records: list[Record]) -> list[PlannedRow]:
        """Plan the next rows of the file."""
        rows = [PlannedRow(record, place=self.gazetteer.place_of(record)) for record in records]
        self.names = {row.number: self._producer_name(row) for row in rows}
        self.register.load((row.record, row.place, self.names[row.number]) for row in rows if row.place)
        self.decisions.load(records)
        for row in rows:
            self._plan_row(row)
            if row.problems:
                row.action = Action.REFUSED
                row.differences = []
        return rows

    def set_aside(self, shelf: Shelf) -> None:
        """Put away what the rows so far brought."""
        self.register.set_aside(shelf)

    def _plan_row(self, row: PlannedRow) -> None:
        record, place = row.record, row.place
        province = place.province if place else None
        claim = self.read(record, province=province, on=self.on)
        row.claim = claim = self.decisions.adopt(record, claim, province=province)
        check_group(record)
        self._warn(row, claim)
        if place is None or any(problem.code == "required" for problem in record.problems):
            return
        producer = self.register.producer_of(record, place, name=self.names[row.number])
        product = self.register.product_of(record, producer) if producer else None
        if producer is None or product is None:
            return
        self._warn_of_other_names(row, producer, product)
        row.warnings.extend(offer.warning for offer in record.offers if offer.chosen is None)
        self._refuse_repeated(row, claim, product)
        self.register.claim_gtin(record, product)
        check_prices(record, product)
        entries = list(product.entries)
        ledger = plan_ledger(record, claim, entries)
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
        if product.pk is None and product.first_row is None:
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
        first = product.told.setdefault((claim.kind, fact), row.number)
        if first != row.number:
            reason = _("lặp lại dòng %(first)s (cùng sản phẩm, chủ thể và quyết định)") % {"first": first}
            row.record.refuse("product_name", "duplicate-row", reason)

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
