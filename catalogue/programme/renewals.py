"""Products whose star ends soon or has ended, each with its step. One question for list, counts and letters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from catalogue.certification.managers import with_states
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import State
from catalogue.models import Product
from catalogue.programme.steps import FAR, STEP_DAYS, Step

_WATCHED = [State.IN_FORCE.value, State.EXTENDED.value, State.EXPIRED.value]


def renewals_due(*, on: date) -> QuerySet[Product]:
    """Products whose certificate ends within 180 days or has ended, not revoked and not yet renewed.

    Annotates `certificate` (the ledger entry's key), `ends_on` (first day not in force, extension included),
    `star` of that certificate and `step`.
    """
    ledger = LedgerEntry.objects
    current = ledger.current(on=on).filter(product=OuterRef("pk"))
    ahead = ledger.recognitions().filter(product=OuterRef("pk"), valid_from__gt=on)
    products = with_states(Product.objects.exclude(structure=Product.CHILD), on=on)
    return (
        products.filter(certification_state__in=_WATCHED)
        .annotate(
            certificate=Subquery(current.values("pk")[:1]),
            star=Subquery(current.values("star")[:1]),
            ends_on=Subquery(current.with_state(on=on).values("until")[:1]),
        )
        .filter(~Exists(ahead), ends_on__lte=on + timedelta(days=FAR))
        .annotate(step=_step(on))
    )


def count_steps(products: QuerySet[Product]) -> dict[Step, int]:
    """How many of these stand at each step, in one query."""
    told = products.order_by().aggregate(
        **{f"at_{step.value}": Count("pk", filter=Q(step=step.value)) for step in Step}
    )
    return {step: told[f"at_{step.value}"] for step in Step}


def _step(on: date) -> Case:
    nearest: list[Any] = [When(ends_on__lte=on, then=Value(Step.OVERDUE.value))]
    for step, days in STEP_DAYS.items():
        nearest.append(When(ends_on__lte=on + timedelta(days=days), then=Value(step.value)))
    return Case(*nearest, output_field=models.CharField())
