"""When a step begins, and when a file is handed in."""

from __future__ import annotations

from datetime import date

from catalogue.programme.charts import HEIGHT, WIDTH, lying_bars, standing_bars
from catalogue.programme.counting import Number, Row, Table
from catalogue.programme.steps import filing_window

TODAY = date(2026, 11, 21)


def test_filing_window_is_the_eras():
    window = filing_window(TODAY)
    assert (window.opens_days, window.closes_days, window.rules) == (180, 120, "Bộ tiêu chí 2026")
    assert window.dates(date(2027, 5, 20)) == (date(2026, 11, 21), date(2027, 1, 20))


def test_an_era_without_a_window_has_none():
    assert filing_window(date(2024, 1, 1)) is None


def table(*counts):
    rows = tuple(
        Row(str(place), tuple(Number(count, "") for count in told), Number(sum(told), ""))
        for place, told in enumerate(counts)
    )
    return Table("t", "T", "H", ("5", "4", "3"), rows, rows[0])


def test_bars_fill_the_drawing_and_touch_each_other():
    first, second = lying_bars(table((1, 1, 2), (0, 2, 0)))
    assert [(one.tone, one.start, one.length) for one in first.pieces] == [
        (0, 0, 250),
        (1, 250, 250),
        (2, 500, 500),
    ]
    assert [(one.tone, one.length) for one in second.pieces] == [(1, WIDTH / 2)]


def test_columns_stand_on_the_floor():
    first, second = standing_bars(table((4, 0, 0), (1, 1, 0)))
    assert (first.pieces[0].start, first.pieces[0].length) == (0, HEIGHT)
    assert [one.start + one.length for one in second.pieces] == [HEIGHT, HEIGHT * 3 / 4]
    assert first.at + first.thick < second.at


def test_nothing_to_draw_draws_nothing():
    assert lying_bars(table((0, 0, 0)))[0].pieces == ()
