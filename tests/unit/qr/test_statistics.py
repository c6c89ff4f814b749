"""Scans by day: rolled-up and fresh days in one row, without gaps."""

from datetime import UTC, date, datetime, timedelta

import pytest

from qr import codes
from qr.models import DailyScans, Scan
from qr.statistics import Day, bars_of, scans_by_day
from tests.factories.catalogue import make_product

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_rolled_up_days_stand_as_rolled_up_and_others_are_counted():
    code = codes.issue_code(make_product())
    DailyScans.objects.create(code=code, day=TODAY - timedelta(days=2), scans=7, repeats=2, bots=1)
    DailyScans.objects.create(code=code, day=TODAY - timedelta(days=9), scans=99)
    for days, kind in ((2, {}), (1, {}), (1, {"is_bot": True}), (0, {}), (0, {}), (0, {"is_repeat": True})):
        Scan.objects.create(code=code, at=NOON - timedelta(days=days), visitor="v", **kind)
    assert scans_by_day(code, today=TODAY, days=4) == [
        Day(TODAY - timedelta(days=3)),
        Day(TODAY - timedelta(days=2), 7, 2, 1),
        Day(TODAY - timedelta(days=1), 1, 0, 1),
        Day(TODAY, 2, 1, 0),
    ]


def test_busiest_day_fills_the_drawing():
    bars = bars_of([Day(TODAY, 2), Day(TODAY, 8), Day(TODAY)])
    assert [(bar.x, bar.y, bar.height) for bar in bars] == [(1, 75, 25), (11, 0, 100), (21, 100, 0)]


def test_days_without_scans_draw_nothing():
    assert [bar.height for bar in bars_of([Day(TODAY), Day(TODAY)])] == [0, 0]
