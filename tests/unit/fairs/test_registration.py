from datetime import date

import pytest

from fairs.registration import is_within_window, registration_window

OPENS = date(2026, 12, 5)


def test_window_runs_from_365_to_30_days_before_the_opening():
    assert registration_window(OPENS) == (date(2025, 12, 5), date(2026, 11, 5))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2025, 12, 4), False),
        (date(2025, 12, 5), True),
        (date(2026, 11, 5), True),
        (date(2026, 11, 6), False),
    ],
    ids=["too-early", "first-day", "last-day", "too-late"],
)
def test_window_includes_its_first_and_last_day(day, inside):
    assert is_within_window(day, opens_on=OPENS) is inside
