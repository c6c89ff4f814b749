from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from fairs.hours import hours_at, validate_hours, week_in_rows
from tests.factories.fairs import at

DAILY = "Mo-Su 07:00-20:00"
OFFICE = "Mo-Fr 08:00-11:30,13:30-17:00; Sa 08:00-11:30"


@pytest.mark.parametrize(
    ("text", "moment", "words"),
    [
        (DAILY, at(2026, 11, 21, 19, 59), "Đang mở, tới 20:00"),
        (DAILY, at(2026, 11, 21, 20, 0), "Đóng cửa, mở lại 07:00 mai"),
        (DAILY, at(2026, 11, 21, 5, 0), "Đóng cửa, mở lại 07:00"),
        (OFFICE, at(2026, 11, 20, 12, 0), "Đóng cửa, mở lại 13:30"),
        (OFFICE, at(2026, 11, 21, 12, 0), "Đóng cửa, mở lại 08:00 thứ Hai"),
        ("24/7", at(2026, 11, 21), "Mở cả ngày đêm"),
        ("Mo-Su off", at(2026, 11, 21), "Đang tạm đóng cửa"),
        ("Sa 18:00-02:00", at(2026, 11, 21, 23), "Đang mở, tới 02:00"),
        ("Dec 20-31 08:00-17:00", at(2026, 11, 21), "Đóng cửa, mở lại 08:00 ngày 20/12/2026"),
        ("", at(2026, 11, 21), "Chưa rõ giờ mở cửa"),
        ("bảy giờ sáng", at(2026, 11, 21), "Chưa rõ giờ mở cửa"),
    ],
)
def test_hours_are_said_as_people_say_them(text, moment, words):
    assert hours_at(text, at=moment).words == words


def test_hours_use_the_clock_of_vietnam_whatever_the_zone_of_the_moment():
    from datetime import UTC

    assert hours_at(DAILY, at=at(2026, 11, 21, 7, 0).astimezone(UTC)).is_open is True


@pytest.mark.parametrize("text", ["7h-20h", "Mo-Su 25:00-26:00 x", "mở cả ngày"])
def test_hours_that_osm_would_not_read_are_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="Mo-Su 07:00-20:00"):
        validate_hours(text)


def test_week_joins_days_with_equal_hours():
    rows = week_in_rows(OFFICE, on=date(2026, 11, 21))
    assert [(row.days, row.words) for row in rows] == [
        ("Thứ Hai – thứ Sáu", "08:00–11:30, 13:30–17:00"),
        ("Thứ Bảy", "08:00–11:30"),
        ("Chủ nhật", "nghỉ"),
    ]


def test_week_puts_hours_past_midnight_on_the_evening_they_began():
    rows = week_in_rows("Fr-Sa 18:00-02:00", on=date(2026, 11, 21))
    assert [(row.days, row.spans) for row in rows] == [
        ("Thứ Hai – thứ Năm", ()),
        ("Thứ Sáu – thứ Bảy", ((time(18), time(2)),)),
        ("Chủ nhật", ()),
    ]


def test_week_of_a_place_that_never_closes_is_one_row():
    (row,) = week_in_rows("24/7", on=date(2026, 11, 21))
    assert (row.days, row.words) == ("Hằng ngày", "cả ngày")


def test_week_of_unreadable_hours_is_empty():
    assert week_in_rows("bảy giờ", on=date(2026, 11, 21)) == []
