"""Opening hours in the form of OpenStreetMap's `opening_hours`, read and put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from opening_hours import OpeningHours, ParserError, State

from storefront.told import day as told_day

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# A change further away than this is "no change" to somebody standing at a door.
HORIZON_DAYS = 366
WEEKDAYS = (
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)


@dataclass(frozen=True)
class HoursNow:
    """Whether a place is open at a moment; `changes_at` is the next change, None when none is near.

    `is_known` is False when no hours are on file: then nothing is claimed either way.
    """

    is_known: bool
    is_open: bool
    changes_at: datetime | None
    at: datetime

    @property
    def words(self) -> str:
        """`Đang mở, tới 20:00` or `Đóng cửa, mở lại 07:00 mai`, as a person would say it."""
        if not self.is_known:
            return _("Chưa rõ giờ mở cửa")
        if self.changes_at is None:
            return _("Mở cả ngày đêm") if self.is_open else _("Đang tạm đóng cửa")
        moment = _moment_in_words(self.changes_at, seen_from=self.at)
        if self.is_open:
            return _("Đang mở, tới %(moment)s") % {"moment": moment}
        return _("Đóng cửa, mở lại %(moment)s") % {"moment": moment}


@dataclass(frozen=True)
class HoursRow:
    """Days in a row that keep the same hours: `days` in words, `spans` as pairs of clock times."""

    days: str
    spans: tuple[tuple[time, time], ...]

    @property
    def words(self) -> str:
        """`07:00–11:30, 13:30–17:00`, or that it stays closed."""
        if not self.spans:
            return _("nghỉ")
        if self.spans == ((time(0), time(0)),):
            return _("cả ngày")
        return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in self.spans)


@lru_cache(maxsize=2048)
def parse_hours(text: str) -> OpeningHours:
    """Return the parsed form of an OSM `opening_hours` text, in Vietnam's time and holidays.

    Raises `opening_hours.ParserError` for anything the OSM grammar does not allow.
    """
    return OpeningHours(text, timezone=ZONE, country="VN", max_interval_days=HORIZON_DAYS)


def validate_hours(text: str) -> None:
    """Field validator: raise `ValidationError` with an example when the text is not OSM opening hours."""
    try:
        parse_hours(text)
    except ParserError as error:
        raise ValidationError(
            gettext_lazy(
                "Không đọc được giờ mở cửa “%(text)s”. Ghi như: Mo-Su 07:00-20:00 hoặc "
                "Mo-Fr 08:00-11:30,13:30-17:00; Sa 08:00-11:30"
            ),
            code="hours-invalid",
            params={"text": text},
        ) from error


def hours_at(text: str, *, at: datetime) -> HoursNow:
    """Return whether a place with these hours is open at the aware moment `at`, and until or from when.

    Empty or unreadable hours are answered as unknown: a public page never fails on them.
    """
    local = at.astimezone(ZONE)
    unknown = HoursNow(is_known=False, is_open=False, changes_at=None, at=local)
    if not text.strip():
        return unknown
    try:
        hours = parse_hours(text)
    except ParserError:
        return unknown
    state, _comment = hours.state(local)
    if state == State.UNKNOWN:
        return unknown
    return HoursNow(is_known=True, is_open=state == State.OPEN, changes_at=hours.next_change(local), at=local)


def week_in_rows(text: str, *, on: date) -> list[HoursRow]:
    """Return the hours of the week of `on` (Monday first), days with equal hours in a row joined."""
    try:
        hours = parse_hours(text)
    except ParserError:
        return []
    monday = on - timedelta(days=on.weekday())
    days = [_spans_of(hours, monday + timedelta(days=number)) for number in range(7)]
    rows: list[HoursRow] = []
    first = 0
    for number in range(1, 8):
        if number < 7 and days[number] == days[first]:
            continue
        rows.append(HoursRow(days=_days_in_words(first, number - 1), spans=days[first]))
        first = number
    return rows


def _spans_of(hours: OpeningHours, day: date) -> tuple[tuple[time, time], ...]:
    midnight = datetime.combine(day, time(0), tzinfo=ZONE)
    spans = []
    for opens, closes, state, _comment in hours.intervals(midnight, midnight + timedelta(days=1)):
        if state == State.OPEN and not (
            opens == midnight and _runs_on_from_yesterday(hours, midnight, closes)
        ):
            end = hours.next_change(opens) or closes
            spans.append((opens.time(), end.time()))
    return tuple(spans)


def _runs_on_from_yesterday(hours: OpeningHours, midnight: datetime, closes: datetime) -> bool:
    """A bar open 18:00–02:00 belongs to the evening it opened on, not to the morning after."""
    before = midnight - timedelta(minutes=1)
    return hours.is_open(before) and closes - midnight < timedelta(hours=12)


def _days_in_words(first: int, last: int) -> str:
    if first == 0 and last == 6:
        return _("Hằng ngày")
    start = str(WEEKDAYS[first])
    start = start[0].upper() + start[1:]
    return start if first == last else f"{start} – {WEEKDAYS[last]}"


def _moment_in_words(moment: datetime, *, seen_from: datetime) -> str:
    clock = f"{moment:%H:%M}"
    days = (moment.date() - seen_from.date()).days
    if days == 0:
        return clock
    if days == 1:
        return clock if moment.hour < 5 and seen_from.hour >= 12 else _("%(clock)s mai") % {"clock": clock}
    if days < 7:
        return _("%(clock)s %(weekday)s") % {"clock": clock, "weekday": WEEKDAYS[moment.weekday()]}
    return _("%(clock)s ngày %(day)s") % {"clock": clock, "day": told_day(moment)}
