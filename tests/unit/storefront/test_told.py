"""Money and days in each language's form: from Python, and by the names templates use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from storefront import told

PAGE = Template(
    '{% load dong %}{{ price|dong }} · {{ on|date:"SHORT_DATE_FORMAT" }} · {{ at|date:"DATETIME_FORMAT" }} · '
    '{{ at|date:"SHORT_DATETIME_FORMAT" }} · {{ on|date:"YEAR_MONTH_FORMAT" }} · {{ on|date:"MONTH_DAY_FORMAT" }} · '
    '{{ many|floatformat:"0g" }} · {{ on|named_day }}'
)
FACTS = {
    "price": 95_000,
    "on": date(2026, 11, 22),
    "at": datetime(2026, 11, 22, 1, 30, tzinfo=UTC),
    "many": 12_345,
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "vi",
            "95.000\u00a0₫ · 22/11/2026 · 08:30 22/11/2026 · 22/11/2026 08:30 · 11/2026 · 22/11 · 12.345 · "
            "Chủ nhật, 22/11/2026",
        ),
        (
            "en",
            "₫95,000 · 22_Nov_2026 · 22_Nov_2026, 08:30 · 22_Nov_2026, 08:30 · Nov_2026 · 22_Nov · 12,345 · "
            "Sunday, 22_Nov_2026".replace("_", "\u00a0"),
        ),
    ],
)
def test_templates_write_each_language_in_its_form(language, words):
    with translation.override(language):
        assert PAGE.render(Context(FACTS)) == words


@pytest.mark.parametrize(
    ("language", "amount", "words"),
    [
        ("vi", 1_234_567, "1.234.567\u00a0₫"),
        ("en", 1_234_567, "₫1,234,567"),
        ("en", -5_000, "-₫5,000"),
        ("en", Decimal(0), "₫0"),
    ],
)
def test_money(language, amount, words):
    with translation.override(language):
        assert told.money(amount) == words


def test_without_a_language_the_form_is_vietnamese():
    with translation.override(None):
        assert told.money(7_000) == "7.000\u00a0₫"


def test_no_language_has_half_a_dong():
    with translation.override("en"), pytest.raises(ValueError, match="whole đồng"):
        told.money(Decimal("0.5"))


def test_python_says_what_templates_say():
    with translation.override("en"):
        on, at = FACTS["on"], FACTS["at"]
        said = (told.day(on), told.named_day(on), told.day_of_month(on), told.moment(at))
    assert said == (
        "22\u00a0Nov\u00a02026",
        "Sunday, 22\u00a0Nov\u00a02026",
        "22\u00a0Nov",
        "22\u00a0Nov\u00a02026, 08:30",
    )


@pytest.mark.parametrize(
    ("km", "vietnamese", "english"),
    [
        (0.4, "dưới 1 km", None),
        (0.999, "dưới 1 km", None),
        (1, "1,0\u00a0km", "1.0\u00a0km"),
        (3.24, "3,2\u00a0km", "3.2\u00a0km"),
        (9.96, "10\u00a0km", "10\u00a0km"),
        (1120.4, "1.120\u00a0km", "1,120\u00a0km"),
    ],
)
def test_a_distance_is_written_in_each_languages_form(km, vietnamese, english):
    with translation.override("vi"):
        assert told.way(km) == vietnamese
    with translation.override("en"):
        assert english is None or told.way(km) == english
