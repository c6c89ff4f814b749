"""What a typed code leads to: certificates, or the lines of a decision."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone

from catalogue.certification.decisions import normalise_number
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.numbers import read_number
from catalogue.certification.status import EXTENDED, RECOGNISED, REVOKED
from catalogue.register.entries import Row, entries_on, for_rows, in_order, in_upper_case

MOST = 12


@dataclass(frozen=True)
class Answers:
    """Certificates the code names, and decisions it may be the number of."""

    rows: list[Row] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.rows or self.decisions)

    @property
    def only_row(self) -> Row | None:
        """The one certificate there is no doubt about."""
        return self.rows[0] if len(self.rows) == 1 and not self.decisions else None

    @property
    def only_decision(self) -> Decision | None:
        return self.decisions[0] if len(self.decisions) == 1 and not self.rows else None


def answers_for(text: str) -> Answers:
    """Look for a number of this register, a product code, a GTIN or a decision's number; four queries at most."""
    if not text:
        return Answers()
    pk = read_number(text)
    digits = text.replace(" ", "")
    named = Q(product_code__iexact=text) | Q(product__public_id__iexact=text)
    if digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 14:
        named |= Q(product__gtin=digits.zfill(14))
    if pk is not None:
        named |= Q(pk=pk)
    today = timezone.localdate()
    found = in_order(for_rows(entries_on(today).filter(named)))[:MOST]
    return Answers([Row(entry, today) for entry in found], _decisions(text))


def was_corrected(text: str) -> int | None:
    """The number of a certificate that was entered by mistake and struck out: its page still says so."""
    pk = read_number(text)
    known = (
        pk is not None
        and LedgerEntry.objects.filter(pk=pk, kind=RECOGNISED, correction__isnull=False).exists()
    )
    return pk if known else None


def _decisions(text: str) -> list[Decision]:
    number = normalise_number(in_upper_case(text))
    if not number:
        return []
    begins = Q(number=number) | Q(number__startswith=f"{number}/")
    standing = Q(entries__kind__in=[RECOGNISED, EXTENDED, REVOKED], entries__correction=None)
    return list(
        Decision.objects.filter(begins)
        .annotate(products=Count("entries__product", filter=standing, distinct=True))
        .filter(products__gt=0)
        .order_by("-decided_on", "pk")[:MOST]
    )
