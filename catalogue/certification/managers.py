"""The rule of `status` in SQL, for lists, facets and counts. One test holds the two together.

Every question is about a day (`on=`); nothing is stored that could go stale. Each sub-query is answered from
an index on (product, kind, day).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NoReturn, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from catalogue.certification.errors import AppendOnlyError
from catalogue.certification.status import EXTENDED, RECOGNISED, REPORTED, REVOKED, State

P = TypeVar("P", bound=models.QuerySet)


class LedgerEntryQuerySet(models.QuerySet):
    """Ledger entries as questions ask for them. Refuses to change or remove any."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def standing(self) -> LedgerEntryQuerySet:
        """Entries no correction has made void. Corrections stand too: they cannot be corrected."""
        return self.filter(correction=None)

    def recognitions(self) -> LedgerEntryQuerySet:
        """Standing recognitions."""
        return self.standing().filter(kind=RECOGNISED)

    def in_force(self, *, on: date) -> LedgerEntryQuerySet:
        """The recognitions whose star counts on that day: at most one for each product."""
        entries = self.model.objects
        later = (
            entries.recognitions()
            .filter(product=OuterRef("product"), valid_from__lte=on)
            .filter(
                Q(valid_from__gt=OuterRef("valid_from"))
                | Q(valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk"))
            )
        )
        revoked = entries.standing().filter(
            kind=REVOKED,
            product=OuterRef("product"),
            effective_on__gte=OuterRef("valid_from"),
            effective_on__lte=on,
        )
        return (
            self.recognitions()
            .filter(valid_from__lte=on)
            .filter(Q(valid_to__gt=on) | Exists(_extensions(entries, on).filter(valid_to__gt=on)))
            .exclude(Exists(later))
            .exclude(Exists(revoked))
        )

    def with_until(self, *, on: date) -> LedgerEntryQuerySet:
        """Annotates `until`: the first day not in force of a recognition in force, extension included."""
        longest = _extensions(self.model.objects, on).filter(valid_to__gt=OuterRef("valid_to"))
        return self.annotate(until=Coalesce(_one(longest, Max("valid_to")), F("valid_to")))

    def with_state(self, *, on: date) -> LedgerEntryQuerySet:
        """Annotates `state`, `until`, `revoked_on` and `next_from` of each certificate: `certificate_status` in SQL."""
        entries = self.model.objects
        later = (
            entries.recognitions()
            .filter(product=OuterRef("product"), valid_from__lte=on)
            .filter(
                Q(valid_from__gt=OuterRef("valid_from"))
                | Q(valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk"))
            )
        )
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
                    When(correction__isnull=False, then=Value(State.NEVER.value)),
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
    """Annotate products with `star_now` (int) and `certified_until` (first day not in force); None without a star."""
    own = _entries().in_force(on=on).filter(product=OuterRef("pk")).order_by()
    return products.annotate(
        star_now=Subquery(own.values("star")[:1]),
        certified_until=Subquery(own.with_until(on=on).values("until")[:1]),
    )


def products_in_force(products: P, *, on: date) -> P:
    """The products whose star counts on that day, annotated as by `certified`."""
    return certified(products, on=on).filter(
        Exists(_entries().in_force(on=on).filter(product=OuterRef("pk")))
    )


def with_states(products: P, *, on: date) -> P:
    """Annotate products with `certification_state`, the state `status_of` gives them on that day."""
    own = _entries().filter(product=OuterRef("pk"))
    current = own.recognitions().filter(valid_from__lte=on).order_by("-valid_from", "-pk")
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


def _entries() -> LedgerEntryQuerySet:
    return apps.get_model("certification", "LedgerEntry").objects.all()


def _extensions(entries: Any, on: date) -> LedgerEntryQuerySet:
    """Standing extensions of the recognition outside, decided within its life and by that day."""
    return (
        entries.standing()
        .filter(
            kind=EXTENDED,
            product=OuterRef("product"),
            effective_on__gte=OuterRef("valid_from"),
            effective_on__lte=OuterRef("valid_to"),
        )
        .filter(effective_on__lte=on)
    )


def _one(rows: LedgerEntryQuerySet, answer: Any) -> Subquery:
    """One aggregate over correlated rows, without grouping by each of them."""
    return Subquery(
        rows.order_by().values("product").annotate(answer=answer).values("answer"), models.DateField()
    )
