from __future__ import annotations

from datetime import date

import pytest
import time_machine

from catalogue.producers.registration import register_producer
from storefront.demo.days import day_at, loading_day, moment_at
from storefront.demo.reading import read_table


@pytest.mark.parametrize(
    ("offset", "weekday", "day"),
    [
        (0, None, date(2026, 11, 21)),
        ("-1250", None, date(2023, 6, 20)),
        (11, 5, date(2026, 12, 5)),  # 2 December is a Wednesday: on to Saturday
        (0, 5, date(2026, 11, 21)),  # a Saturday already
    ],
)
def test_day_at(offset: int | str, weekday: int | None, day: date) -> None:
    assert day_at(date(2026, 11, 21), offset, weekday=weekday) == day


def test_moment_at_is_local() -> None:
    assert moment_at(date(2026, 11, 21), "19:30").isoformat() == "2026-11-21T19:30:00+07:00"


@pytest.mark.django_db
def test_loading_day_is_today_at_first_and_then_stays() -> None:
    with time_machine.travel("2026-11-21T18:00:00+00:00", tick=False):
        assert loading_day() == date(2026, 11, 22)  # one in the morning in Hà Nội
        register_producer(read_table("producers")[0]["name"], illustrative=True)
    with time_machine.travel("2027-03-01T03:00:00+00:00", tick=False):
        register_producer(read_table("producers")[1]["name"], illustrative=True)
        assert loading_day() == date(2026, 11, 22)
