"""Working days, and words made fit to be shown."""

from __future__ import annotations

from datetime import date

import pytest

from storefront.complaints.deadlines import after_working_days
from storefront.complaints.texts import clean_text


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 23), 7, date(2026, 12, 2)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_saturday_sunday_and_the_first_day_do_not_count(start, days, due):
    assert after_working_days(start, days) == due


def test_named_holidays_do_not_count():
    holidays = {date(2026, 11, 24), date(2026, 11, 28)}  # a Tuesday, and a Saturday that counts no day twice
    assert after_working_days(date(2026, 11, 23), 5, holidays=holidays) == date(2026, 12, 1)


def test_words_keep_their_lines_and_lose_what_steers_a_screen():
    typed = "Hũ\x07 vỡ\u202e\r\n\r\n\r\n  nát \x1b[31m\tluôn\r"
    assert clean_text(typed) == "Hũ vỡ\n\nnát [31m luôn"
