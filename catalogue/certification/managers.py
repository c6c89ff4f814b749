"""The rule of `status` in SQL, for lists, facets and counts. One test holds the two together.

Every question is about a day (`on=`); nothing is stored that could go stale. Each sub-query is answered from
an index on (product, kind, day).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from catalogue.certification.status import EXTENDED, RECOGNISED, REPORTED, REVOKED, State
from storefront.append_only import AppendOnlyQuerySet

P = TypeVar("P", bound=models.QuerySet)


class LedgerEntryQuerySet(AppendOnlyQuerySet):
    """Ledger entries as questions ask for them. Refuses to change or remove any."""

    def standing(self) -> LedgerEntryQuerySet:
        """Entries no correction has made void. Corrections stand too: they cannot be corrected."""
        return self.filter(~Exists(self.model.objects.filter(corrects=OuterRef("pk"))))

    def recognitions(self) -> LedgerEntryQuerySet:
        """Standing recognitions."""
        return self.standing().filter(kind=RECOGNISED)

    def current(self, *, on: date) -> LedgerEntryQuerySet:
        """Recognitions begun by that day, the one that counts first; narrow it to one product."""
        return self.recognitions().filter(valid_from__lte=on).order_by("-valid_from", "-pk")

    def in_force(self, *, on: date) -> LedgerEntryQuerySet:
        """The recognitions whose star counts on that day: at most one for each product."""
        latest = self.model.objects.current(on=on).filter(product=OuterRef("product"))
        return self.filter(kind=RECOGNISED, pk=Subquery(latest.values("pk")[:1])).filter(
            _holds(self.model, on)
        )

    def with_state(self, *, on: date) -> LedgerEntryQuerySet:
        """Annotates `state`, `until`, `revoked_on` and `next_from` of each certificate: `certificate_status` in SQL."""
        entries, later = self.model.objects, _later(self.model, on)
        own = {
            "product": OuterRef("product"),
            "effective_on__gte": OuterRef("valid_from"),
            "effective_on__lte": on,
            "effective_on__lt": OuterRef("reach"),
        }
        revoked = entries.standing().filter(kind=REVOKED, **own)
        extended = (
            entries.standing()
            .filter(kind=EXTENDED, **own, valid_to__gt=OuterRef("valid_to"))
            .filter(effective_on__lte=OuterRef("valid_to"))
        )
        return (
            self.annotate(next_from=_one(later, Min("valid_from")))
            .annotate(reach=Coalesce(F("next_from"), Value(on + timedelta(days=1), models.DateField())))
            .annotate(
                revoked_on=_one(revoked, Min("effective_on")),
                until=Coalesce(_one(extended, Max("valid_to")), F("valid_to")),
            )
            .annotate(
                state=Case(
                    When(Exists(entries.filter(corrects=OuterRef("pk"))), then=Value(State.NEVER.value)),
                    When(kind=REPORTED, then=Value(State.UNPROVEN.value)),
                    When(~Q(kind=RECOGNISED) | Q(valid_from__gt=on), then=Value(State.NEVER.value)),
                    When(revoked_on__isnull=False, then=Value(State.REVOKED.value)),
                    When(next_from__lt=F("until"), then=Value(State.SUPERSEDED.value)),
                    When(until__lte=on, then=Value(State.EXPIRED.value)),
                    When(valid_to__lte=on, then=Value(State.EXTENDED.value)),
                    default=Value(State.IN_FORCE.value),
                    output_field=models.CharField(),
                )
            )
        )


def certified(products: P, *, on: date) -> P:
    """Annotate products with `star_now` (int) and `certified_until` (first day not in force); None without a star.

    One look at the product's latest recognition each, never a join: the cost grows with the products asked
    about and not with the ledger.
    """
    ledger = apps.get_model("certification", "LedgerEntry")
    current = ledger.objects.current(on=on).filter(product=OuterRef("pk"))
    holds = _holds(ledger, on)
    return products.annotate(
        star_now=Subquery(current.values(answer=Case(When(holds, then=F("star"))))[:1]),
        certified_until=Subquery(current.values(answer=Case(When(holds, then=_until(ledger, on))))[:1]),
    )


def products_in_force(products: P, *, on: date) -> P:
    """The products whose star counts on that day, annotated as by `certified`."""
    return certified(products, on=on).filter(star_now__isnull=False)


def with_states(products: P, *, on: date) -> P:
    """Annotate products with `certification_state`, the state `status_of` gives them on that day."""
    own = apps.get_model("certification", "LedgerEntry").objects.filter(product=OuterRef("pk"))
    current = own.current(on=on)
    claimed = (
        own.standing().filter(kind=REPORTED).filter(Q(reported_year=None) | Q(reported_year__lte=on.year))
    )
    return products.annotate(
        certification_state=Coalesce(
            Subquery(current.with_state(on=on).values("state")[:1]),
            Case(
                When(Exists(claimed), then=Value(State.UNPROVEN.value)),
                default=Value(State.NEVER.value),
                output_field=models.CharField(),
            ),
        )
    )


def _later(ledger: Any, on: date) -> LedgerEntryQuerySet:
    """Recognitions of the same product that begin after the one outside, by that day."""
    after = Q(valid_from__gt=OuterRef("valid_from")) | Q(
        valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk")
    )
    return ledger.objects.recognitions().filter(after, product=OuterRef("product"), valid_from__lte=on)


def _holds(ledger: Any, on: date) -> Q:
    """Whether the latest recognition of a product counts: it runs or is extended, and was not revoked."""
    revoked = ledger.objects.standing().filter(
        kind=REVOKED,
        product=OuterRef("product"),
        effective_on__gte=OuterRef("valid_from"),
        effective_on__lte=on,
    )
    extended = _extensions(ledger, on).filter(valid_to__gt=on)
    return Q(Q(valid_to__gt=on) | Q(Exists(extended)), ~Exists(revoked))


def _until(ledger: Any, on: date) -> Coalesce:
    """The first day the latest recognition does not count any more, extension included."""
    longest = _extensions(ledger, on).filter(valid_to__gt=OuterRef("valid_to"))
    return Coalesce(_one(longest, Max("valid_to")), F("valid_to"))


def _extensions(ledger: Any, on: date) -> LedgerEntryQuerySet:
    """Standing extensions of the recognition outside, decided within its life and by that day."""
    within = ledger.objects.standing().filter(
        kind=EXTENDED,
        product=OuterRef("product"),
        effective_on__gte=OuterRef("valid_from"),
        effective_on__lte=OuterRef("valid_to"),
    )
    return within.filter(effective_on__lte=on)


def _one(rows: LedgerEntryQuerySet, answer: Any) -> Subquery:
    """One aggregate over correlated rows, without grouping by each of them."""
    return Subquery(
        rows.order_by().values("product").annotate(answer=answer).values("answer"), models.DateField()
    )
