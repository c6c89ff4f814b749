"""Weights, classes, seasons and links, as plain figures and words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from storefront.delivery.classes import carrier_reach, classes_of
from storefront.delivery.links import link_of, validate_pattern
from storefront.delivery.weights import grams_of
from storefront.seasons import Season, read_day, validate_day_of_year

DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))


def good(**facts):
    return SimpleNamespace(**{"weight_grams": None, "net_quantity": None, "net_unit": "", **facts})


@pytest.mark.parametrize(
    ("facts", "grams"),
    [
        ({"weight_grams": 820, "net_quantity": Decimal(500), "net_unit": "ml"}, 820),
        ({"net_quantity": Decimal(500), "net_unit": "ml"}, 625),
        ({"net_quantity": Decimal("1.5"), "net_unit": " KG "}, 1875),
        ({"net_quantity": Decimal("0.333"), "net_unit": "g"}, 1),
        ({"net_quantity": Decimal(2), "net_unit": "chiếc"}, 500),
        ({}, 500),
    ],
)
def test_grams_of_a_piece(facts, grams):
    assert grams_of(good(**facts)) == grams


def test_the_narrowest_class_counts(settings):
    settings.OCOP_DELIVERY_CLASSES = {"chilled": "own_province", "oversize": "nowhere"}
    chilled, big = SimpleNamespace(is_chilled=True), SimpleNamespace(is_oversize=True)
    assert classes_of([big, chilled]) == ["chilled", "oversize"]
    assert carrier_reach([]) == "anywhere"
    assert carrier_reach(["fragile", "chilled"]) == "own_province"
    assert carrier_reach(["chilled", "oversize"]) == "nowhere"
    assert carrier_reach(["chilled"], SimpleNamespace(chilled_reach="anywhere")) == "anywhere"
    assert carrier_reach(["chilled"], SimpleNamespace(chilled_reach="")) == "own_province"


TET = Season((11, 1), (2, 15))


@pytest.mark.parametrize(
    ("day", "is_open", "opens"),
    [
        (date(2026, 10, 31), False, date(2026, 11, 1)),
        (date(2026, 11, 1), True, date(2026, 11, 1)),
        (date(2027, 1, 3), True, date(2027, 1, 3)),
        (date(2027, 2, 15), True, date(2027, 2, 15)),
        (date(2027, 2, 16), False, date(2027, 11, 1)),
    ],
)
def test_a_season_over_new_year(day, is_open, opens):
    assert (TET.is_open(day), TET.opens_on(day)) == (is_open, opens)


def test_a_season_from_the_29th_of_february():
    season = Season((2, 29), (4, 1))
    assert season.opens_on(date(2027, 1, 1)) == date(2027, 3, 1)
    assert season.opens_on(date(2028, 1, 1)) == date(2028, 2, 29)


@given(first=DAYS, last=DAYS, day=st.dates(date(2025, 1, 1), date(2032, 12, 31)))
def test_the_day_named_is_open_and_within_a_year(first, last, day):
    season = Season(first, last)
    opens = season.opens_on(day)
    assert day <= opens <= day + timedelta(days=366)
    assert (opens == day) == season.is_open(day)
    if (first, last) != ((2, 29), (2, 29)):
        assert season.is_open(opens)


@pytest.mark.parametrize("text", ["", "1-2", "13-01", "02-30", "11-01\n", "١١-٠١", "2026-11-01"])
def test_what_is_no_day_of_a_year(text):
    with pytest.raises(ValidationError):
        validate_day_of_year(text)
    assert read_day("02-29") == (2, 29)


def test_a_link_carries_any_number_safely():
    validate_pattern("https://example.vn/?code={number}")
    assert link_of("https://example.vn/?code={number}", "A/1 &x") == "https://example.vn/?code=A%2F1%20%26x"
    assert link_of("", "A1") == ""


@pytest.mark.parametrize(
    "pattern",
    ["http://example.vn/{number}", "javascript:{number}", "https://example.vn/", "https://{number}{number}"],
)
def test_a_pattern_without_one_place_or_https_is_refused(pattern):
    with pytest.raises(ValidationError):
        validate_pattern(pattern)
