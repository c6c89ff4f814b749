"""The certificates and claims of the register on a day, each with its state there, as querysets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from catalogue.certification.decisions import normalise_number
from catalogue.certification.models import LedgerEntry
from catalogue.certification.numbers import PREFIX, read_number, show_number
from catalogue.certification.status import EXTENDED, RECOGNISED, REPORTED, REVOKED, State, Status
from catalogue.certification.wording import STATE_LABELS, describe
from catalogue.models import ProductCategory
from catalogue.search.words import MAX_WORDS, as_stored, folded_words


def entries_on(on: date) -> QuerySet[LedgerEntry]:
    """Certificates begun and claims made by that day, without those corrected away; with `state` and its days."""
    claimed = Q(kind=REPORTED) & (Q(reported_year=None) | Q(reported_year__lte=on.year))
    begun = Q(kind=RECOGNISED, valid_from__lte=on)
    return LedgerEntry.objects.standing().filter(begun | claimed).with_state(on=on)


def with_shelf(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """Annotate what facets filter by: `certified_star` (a claim has none) and `group_path` of today's tree."""
    paths = ProductCategory.objects.filter(product=OuterRef("product")).order_by("category__path")
    return entries.annotate(
        certified_star=Case(When(kind=RECOGNISED, then=F("star")), output_field=IntegerField()),
        group_path=Subquery(paths.values("category__path")[:1]),
    )


def matching(entries: QuerySet[LedgerEntry], text: str) -> QuerySet[LedgerEntry]:
    """Entries whose product, producer, place, decision, product code or register number has every word of `text`."""
    if not text:
        return entries
    found = Q()
    for word in text.split()[:MAX_WORDS]:
        found &= _word(word)
    if number := normalise_number(in_upper_case(text)):
        found |= _decided(number)
    pk = read_number(text) if text.upper().startswith(PREFIX) else None
    return entries.filter(found | Q(pk=pk) if pk is not None else found)


def in_upper_case(number: str) -> str:
    """A decision's number as the ledger writes it: people leave the stroke of Đ out."""
    return number.upper().replace("QD", "QĐ")


def _word(word: str) -> Q:
    told = Q(product_code__icontains=word)
    if any(letter.isdigit() for letter in word):
        told |= _decided(in_upper_case(word))
    if folded := folded_words(word):
        named = Q()
        for piece in folded:
            named &= Q(product__search_words__contains=as_stored([piece]))
        told |= named
    return told


def _decided(number: str) -> Q:
    """Recognised by a decision with this in its number; or of a product whose star one took away or prolonged."""
    ending = LedgerEntry.objects.standing().filter(
        kind__in=[REVOKED, EXTENDED], decision__number__contains=number
    )
    return Q(decision__number__contains=number) | Q(product__in=ending.order_by().values("product"))


def for_rows(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """With everything a line of the register shows, in the same query."""
    return entries.select_related(
        "decision", "product__producer", "product__province", "product__commune__province"
    )


def in_order(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    """Last recognised first, claims at the end."""
    return entries.order_by(F("valid_from").desc(nulls_last=True), "-pk")


def status_in(entry: LedgerEntry) -> Status:
    """The status an entry annotated by `with_state` has on that day."""
    state = State(entry.state)
    if entry.kind == REPORTED:
        return Status(state, entry_id=entry.pk, claimed_star=entry.star)
    return Status(
        state,
        star=entry.star,
        valid_from=entry.valid_from,
        valid_to=entry.until,
        entry_id=entry.pk,
        revoked_on=entry.revoked_on if state == State.REVOKED else None,
        superseded_on=entry.next_from if state == State.SUPERSEDED else None,
    )


@dataclass(frozen=True)
class Row:
    """One line of the register: an entry with its status on a day."""

    entry: LedgerEntry
    on: date

    @cached_property
    def status(self) -> Status:
        return status_in(self.entry)

    @property
    def number(self) -> str:
        return show_number(self.entry.pk)

    @property
    def sentence(self) -> str:
        return describe(self.status, self.on)

    @property
    def state_label(self) -> str:
        return str(STATE_LABELS[self.status.state])
