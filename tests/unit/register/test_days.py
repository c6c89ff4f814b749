from __future__ import annotations

from datetime import date

import pytest

from storefront.days import read_day

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "text", ["2025-03-01", "2025-3-1", " 2025-03-01 ", "01/03/2025", "1/3/2025", "1.3.2025", "01-03-2025"]
)
def test_a_day_as_people_and_programs_write_it(text):
    day = read_day(text, today=TODAY)

    assert (day.on, day.odd, day.is_today, day.address) == (date(2025, 3, 1), "", False, "2025-03-01")


def test_no_day_is_today():
    assert read_day("", today=TODAY).is_today
    assert read_day(TODAY.isoformat(), today=TODAY).address == ""


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua",
        "2025-02-30",
        "2025-13-01",
        "0001-01-01",
        "9999-12-31",
        "1899-12-31",
        "٢٠٢٥-٠٣-٠١",
        "20250301",
        "-",
    ],
)
def test_what_is_no_day_is_said_and_answered_for_today(text):
    day = read_day(text, today=TODAY)

    assert (day.on, day.odd) == (TODAY, text)


def test_a_day_ahead_is_known_as_such():
    assert read_day("2027-01-01", today=TODAY).lies_ahead
    assert not read_day("2026-11-21", today=TODAY).lies_ahead
