"""One certificate with the whole public history of its product, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.numbers import show_number
from catalogue.certification.rules import RuleSet, rule_set_named
from catalogue.certification.status import RECOGNISED, REPORTED, Status, certificate_status
from catalogue.certification.timeline import Step, steps_of
from catalogue.certification.wording import STATE_LABELS, describe, level_of


@dataclass(frozen=True)
class Told:
    """A status of one day in words."""

    status: Status
    on: date

    @property
    def sentence(self) -> str:
        return describe(self.status, self.on)

    @property
    def label(self) -> str:
        return str(STATE_LABELS[self.status.state])


@dataclass(frozen=True)
class Certificate:
    """A recognition or a claim, read with everything its page shows; `on` is the asked day."""

    entry: LedgerEntry
    entries: list[LedgerEntry]
    on: date
    today: date

    @property
    def number(self) -> str:
        return show_number(self.entry.pk)

    @property
    def is_claim(self) -> bool:
        return self.entry.kind == REPORTED

    @property
    def is_void(self) -> bool:
        """Entered by mistake and struck out by a correction."""
        return any(other.corrects_id == self.entry.pk for other in self.entries)

    @property
    def asked(self) -> Told:
        return Told(certificate_status(self.entry, self.entries, on=self.on), self.on)

    @property
    def now(self) -> Told:
        return Told(certificate_status(self.entry, self.entries, on=self.today), self.today)

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.entries, on=self.on)

    @property
    def decision(self) -> Decision | None:
        return self.entry.decision

    @property
    def level(self) -> str:
        return level_of(self.entry.tier)

    @property
    def rules(self) -> RuleSet | None:
        return rule_set_named(self.entry.rule_set) if self.entry.rule_set else None

    @property
    def product(self) -> Any:
        return self.entry.product

    @property
    def product_address(self) -> str:
        """The product's page, "" while visitors may not see it."""
        product = self.product
        producer = product.producer
        shown = product.is_public and producer is not None and producer.state != "pending"
        return product.get_absolute_url() if shown else ""

    @property
    def others(self) -> list[Certificate]:
        """The product's other standing certificates and claims, last recognised first."""
        void = {other.corrects_id for other in self.entries}
        kept = [
            Certificate(other, self.entries, self.on, self.today)
            for other in self.entries
            if other.kind in {RECOGNISED, REPORTED} and other.pk != self.entry.pk and other.pk not in void
        ]
        kept.sort(key=lambda each: (each.entry.valid_from or date.min, each.entry.pk), reverse=True)
        return kept


def read_certificate(pk: int, *, on: date, today: date) -> Certificate | None:
    """Read the certificate or claim of that number, also one that was struck out; None when there is none."""
    entry = (
        LedgerEntry.objects.filter(pk=pk, kind__in=[RECOGNISED, REPORTED])
        .select_related("decision", "product__producer", "product__province", "product__commune__province")
        .prefetch_related("product__ledger_entries__decision")
        .first()
    )
    if entry is None:
        return None
    return Certificate(entry, list(entry.product.ledger_entries.all()), on, today)
