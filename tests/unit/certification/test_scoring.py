"""Evaluations by criterion: the council's points against the sheet of the criteria set."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from catalogue.certification import ledger
from catalogue.certification.errors import LedgerError
from catalogue.certification.models import LedgerEntry
from catalogue.certification.rules import rule_set_named
from tests.factories.catalogue import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DAY = date(2026, 6, 20)
FULL = {code: leaf.top for code, leaf in rule_set_named("qd-26-2026").tree(1).leaves().items()}
#: Every criterion scored, 79.5 points in all: 33, 18 and 28.5.
POINTS = {**FULL, "1.3": 1, "1.5": 2, "1.7": 0, "3.4": 2, "3.5": 2, "2.4": 0, "3.1": 2, "4.1": 3}
POINTS |= {"4.3": 2, "5.3": 3, "8": Decimal("3.5"), "9": 4, "10": 3, "12": 1}


def evaluate(product=None, **facts):
    told = {
        "evaluated_on": DAY,
        "council": "Hội đồng OCOP tỉnh Thanh Hóa",
        "tier": "province",
        "score": Decimal("79.5"),
        "criteria_set": 1,
        "criteria_points": POINTS,
        **facts,
    }
    return ledger.record_evaluation(product or make_product(), **told)


def refused(code, **facts):
    with pytest.raises(LedgerError) as refusal:
        evaluate(**facts)
    assert (refusal.value.code, LedgerEntry.objects.count()) == (code, 0)
    return str(refusal.value)


def test_parts_are_the_sums_of_their_criteria():
    entry = evaluate(proposed_star=4)
    entry.refresh_from_db()
    assert (entry.part_a, entry.part_b, entry.part_c) == (Decimal(33), Decimal(18), Decimal("28.5"))
    assert entry.criteria_points == {
        **{code: str(top) for code, top in FULL.items()},
        **{code: str(points) for code, points in POINTS.items()},
    }


def test_told_twice_it_is_one_entry():
    product = make_product()
    first = evaluate(product)
    assert evaluate(product, criteria_points={**POINTS, "8": Decimal("3.50")}) == first
    assert evaluate(product, criteria_points=None, part_a=33, part_b=18, part_c=Decimal("28.5")) != first


def test_a_part_scored_in_part_is_told_by_the_council():
    entry = evaluate(criteria_points={"4.1": Decimal(3)}, part_a=Decimal(33))
    assert (entry.part_a, entry.part_b, entry.criteria_points) == (Decimal(33), None, {"4.1": "3"})


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("criterion-too-high", {"criteria_points": {"4.1": Decimal("5.01")}}),
        ("criterion-unknown", {"criteria_points": {"13": Decimal(1)}}),
        ("criterion-unknown", {"criteria_points": {"1": Decimal(1)}}),
        ("score-inexact", {"criteria_points": {"4.1": 2.5}}),
        ("score-invalid", {"criteria_points": {"4.1": Decimal(-1)}}),
        ("part-differs-from-criteria", {"part_b": Decimal(19)}),
        ("parts-do-not-add-up", {"score": Decimal(80)}),
        ("least-not-reached", {"proposed_star": 5}),
        ("sheet-unknown", {"criteria_set": 2}),
        ("sheet-unknown", {"criteria_set": None}),
        ("sheet-unknown", {"evaluated_on": date(2024, 6, 20)}),
        ("criteria-set-unknown", {"criteria_set": 27, "criteria_points": None}),
        ("star-unknown", {"proposed_star": 6}),
        ("tier-unknown", {"tier": "commune"}),
        ("council-missing", {"council": "  "}),
    ],
)
def test_points_that_cannot_be_are_refused(code, facts):
    refused(code, **facts)


def test_the_refusal_names_what_stands_in_the_way_of_the_star():
    assert refused("least-not-reached", proposed_star=5) == (
        "Chưa đạt mức tối thiểu của hạng 5 sao ở tiêu chí: 1.3, 1.5, 4.1."
    )
