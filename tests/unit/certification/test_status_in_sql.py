"""The rule in SQL says what the rule in Python says, over thousands of generated histories."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.certification import guards
from catalogue.certification.managers import certified, products_in_force, with_states
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.status import (
    IN_FORCE_STATES,
    RECOGNISED,
    REPORTED,
    certificate_status,
    status_of,
)
from catalogue.certification.status_reading import statuses
from catalogue.models import Product
from tests.unit.certification.histories import Fact, days, histories

pytestmark = pytest.mark.django_db

_numbers = itertools.count(1)
_thousands = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
        HealthCheck.too_slow,
    ],
)


@pytest.fixture(autouse=True)
def _unguarded(db: None) -> None:
    """The rule has an answer for what the database refuses, too: another program may have written it."""
    guards.remove(connection)


def enter_all(told: list[list[Fact]]) -> dict[int, list[LedgerEntry]]:
    """Lay histories down under new products, past the ledger's caution; the database's own checks hold."""
    decision = Decision.objects.get_or_create(
        number="1/QĐ-MH", decided_on=date(2025, 1, 1), authority_key="ubnd", authority="UBND", tier="province"
    )[0]
    products = Product.objects.bulk_create(
        Product(title="Gốm", public_id=f"x{next(_numbers)}", slug="gom") for _history in told
    )
    laid: dict[int, list[LedgerEntry]] = {}
    for product, history in zip(products, told, strict=True):
        numbers = {fact.id: next(_numbers) for fact in history}
        laid[product.pk] = [_entry(product, fact, numbers, decision) for fact in history]
    everything = [entry for entries in laid.values() for entry in entries]
    LedgerEntry.objects.bulk_create(entry for entry in everything if entry.corrects_id is None)
    LedgerEntry.objects.bulk_create(entry for entry in everything if entry.corrects_id is not None)
    return laid


def _entry(product: Product, fact: Fact, numbers: dict[int, int], decision: Decision) -> LedgerEntry:
    return LedgerEntry(
        pk=numbers[fact.id],
        product=product,
        kind=fact.kind,
        effective_on=fact.effective_on,
        star=fact.star,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
        corrects_id=numbers.get(fact.corrects_id),
        reported_year=fact.reported_year,
        decision=decision if fact.kind in {"recognised", "extended", "revoked"} else None,
        rule_set="qd-1489-2025",
        ground="other-finding" if fact.kind == "revoked" else "",
        reason="ghi nhầm",
        council="Hội đồng tỉnh",
        tier="province",
        score=80,
        fingerprint=f"{numbers[fact.id]:064d}",
    )


@_thousands
@given(told=st.lists(histories(), min_size=30, max_size=30), on=days())
def test_products_in_force_are_those_the_rule_names(told, on):
    laid = enter_all(told)
    expected = {
        pk: (status.star, status.valid_to)
        for pk, entries in laid.items()
        if (status := status_of(entries, on=on)).is_in_force
    }
    products = Product.objects.filter(pk__in=laid)
    found = products_in_force(products, on=on).values_list("pk", "star_now", "certified_until")
    assert {pk: (star, until) for pk, star, until in found} == expected
    everyone = certified(with_states(products, on=on), on=on)
    stars = everyone.values_list("pk", "star_now", "certified_until")
    assert {pk: (star, until) for pk, star, until in stars} == {
        pk: expected.get(pk, (None, None)) for pk in laid
    }
    states = {pk: status_of(entries, on=on).state.value for pk, entries in laid.items()}
    assert dict(everyone.values_list("pk", "certification_state")) == states


@_thousands
@given(told=st.lists(histories(), min_size=30, max_size=30), on=days())
def test_states_of_certificates_are_those_the_rule_names(told, on):
    laid = enter_all(told)
    expected = {
        entry.pk: (status.state.value, status.revoked_on)
        for entries in laid.values()
        for entry in entries
        if entry.kind in {RECOGNISED, REPORTED}
        for status in [certificate_status(entry, entries, on=on)]
    }
    found = LedgerEntry.objects.filter(product__in=laid, kind__in=[RECOGNISED, REPORTED]).with_state(on=on)
    states = {
        entry.pk: (entry.state, entry.revoked_on if entry.state == "revoked" else None) for entry in found
    }
    assert states == expected


@_thousands
@given(told=st.lists(histories(), min_size=30, max_size=30), on=days())
def test_at_most_one_certificate_of_a_product_is_in_force_on_a_day(told, on):
    laid = enter_all(told)
    entries = LedgerEntry.objects.filter(product__in=laid)
    expected = {
        pk: status.entry_id
        for pk, history in laid.items()
        if (status := status_of(history, on=on)).is_in_force
    }
    assert sorted(entries.in_force(on=on).values_list("product", "pk")) == sorted(expected.items())
    states = entries.filter(kind=RECOGNISED).with_state(on=on).filter(state__in=IN_FORCE_STATES)
    assert sorted(states.values_list("product", "pk")) == sorted(expected.items())


@_thousands
@given(told=st.lists(histories(), min_size=30, max_size=30), on=days())
def test_one_question_tells_the_status_of_all(told, on):
    laid = enter_all(told)
    assert statuses(Product.objects.filter(pk__in=laid), on=on) == {
        pk: status_of(history, on=on) for pk, history in laid.items()
    }


@settings(parent=_thousands, max_examples=20)
@given(told=st.lists(histories(), min_size=30, max_size=30), on=days())
def test_facets_count_each_product_once(told, on):
    laid = enter_all(told)
    expected = Counter(
        status.star for entries in laid.values() if (status := status_of(entries, on=on)).is_in_force
    )
    products = products_in_force(Product.objects.filter(pk__in=laid), on=on).order_by()
    assert dict(products.values_list("star_now").annotate(Count("pk"))) == expected
