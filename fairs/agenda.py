"""One agenda of everything that is on: fairs and livestreams, in order of time. Read-only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fairs.hours import WEEKDAYS, ZONE
from fairs.models import Fair, LivestreamSession
from storefront.told import day_of_month

FAIR, LIVESTREAM = "fair", "livestream"


@dataclass(frozen=True)
class AgendaEntry:
    """Something on a calendar: `thing` is the fair or session itself, `at` the moment it is read."""

    kind: str
    thing: Fair | LivestreamSession
    starts_at: datetime
    ends_at: datetime
    at: datetime

    @property
    def title(self) -> str:
        return self.thing.name

    @property
    def url(self) -> str:
        return self.thing.get_absolute_url()

    @property
    def is_cancelled(self) -> bool:
        return self.thing.is_cancelled

    @property
    def is_on(self) -> bool:
        """Whether it is going on at the moment of reading."""
        return self.thing.is_on(at=self.at)

    @property
    def is_over(self) -> bool:
        """Whether it has ended at the moment of reading."""
        return self.thing.is_over(at=self.at)

    @property
    def starts_on(self) -> date:
        """The local day it begins."""
        return timezone.localdate(self.starts_at)

    @property
    def day(self) -> str:
        return f"{self.starts_on:%d}"

    @property
    def month(self) -> str:
        """The month under the day's number, with the year when it is another than the reader's."""
        label = month_label(self.starts_on)
        year = timezone.localdate(self.at).year
        return label if self.starts_on.year == year else f"{label} {self.starts_on.year}"

    @property
    def tag(self) -> str:
        """One or two words: what it is, or that it is on, or called off."""
        if self.is_cancelled:
            return _("Đã huỷ")
        if self.is_on:
            return _("Đang phát") if self.kind == LIVESTREAM else _("Đang diễn ra")
        if self.is_over and self.kind == LIVESTREAM:
            return _("Xem lại") if self.thing.replay_url else _("Đã phát")
        return _("Livestream") if self.kind == LIVESTREAM else self.thing.get_kind_display()

    @property
    def detail(self) -> str:
        """One line below the title: when or until when, where, how much there is."""
        return ", ".join(part for part in (_when(self), *_where_and_what(self)) if part)

    def as_item(self) -> dict[str, Any]:
        """Return what `components/agenda.html` shows in a line."""
        return {
            "day": self.day,
            "month": self.month,
            "title": self.title,
            "url": self.url,
            "detail": self.detail,
            "tag": self.tag,
        }


def entries_of(
    fairs: Iterable[Fair], sessions: Iterable[LivestreamSession], *, at: datetime
) -> list[AgendaEntry]:
    """Return both kinds as entries, the earliest first."""
    entries = [
        AgendaEntry(kind=FAIR, thing=fair, starts_at=fair.opens_at, ends_at=fair.closes_at, at=at)
        for fair in fairs
    ]
    entries += [
        AgendaEntry(
            kind=LIVESTREAM, thing=session, starts_at=session.starts_at, ends_at=session.ends_at, at=at
        )
        for session in sessions
    ]
    return sorted(entries, key=lambda entry: (entry.starts_at, entry.kind, entry.thing.pk))


def upcoming(
    *, at: datetime, count: int | None = None, kind: str = "", with_cancelled: bool = True
) -> list[AgendaEntry]:
    """Return what is on or still to come at `at`, at most `count` entries, of one `kind` or of both."""
    fairs = Fair.objects.upcoming(at=at).for_list() if kind != LIVESTREAM else Fair.objects.none()
    sessions = (
        LivestreamSession.objects.upcoming(at=at).for_list()
        if kind != FAIR
        else LivestreamSession.objects.none()
    )
    if not with_cancelled:
        fairs, sessions = fairs.exclude(state="cancelled"), sessions.exclude(state="cancelled")
    return entries_of(fairs[:count], sessions[:count], at=at)[:count]


def in_month(month: date, *, at: datetime, kind: str = "") -> list[AgendaEntry]:
    """Return what is on in the month of the day `month`, past or future."""
    first = datetime(month.year, month.month, 1, tzinfo=ZONE)
    after = month_after(month)
    end = datetime(after.year, after.month, 1, tzinfo=ZONE)
    fairs = Fair.objects.announced().filter(opens_at__lt=end, closes_at__gte=first).for_list()
    sessions = LivestreamSession.objects.announced().filter(starts_at__lt=end, ends_at__gte=first).for_list()
    return entries_of(fairs if kind != LIVESTREAM else (), sessions if kind != FAIR else (), at=at)


def by_month(entries: Iterable[AgendaEntry]) -> list[tuple[date, list[AgendaEntry]]]:
    """Return the entries gathered under the first day of the month they begin in."""
    months: dict[date, list[AgendaEntry]] = {}
    for entry in entries:
        months.setdefault(entry.starts_on.replace(day=1), []).append(entry)
    return list(months.items())


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def month_after(month: date) -> date:
    """Return the first day of the month after."""
    return date(month.year + (month.month == 12), month.month % 12 + 1, 1)


def month_label(day: date) -> str:
    """Return the month as it stands under a day's number: `tháng 11`, in English `Nov`."""
    if (get_language() or "vi").startswith("vi"):
        return f"tháng {day.month}"
    return date_format(day, "M")


def month_title(day: date) -> str:
    """Return the month as a heading: `Tháng 11 năm 2026`, in English `November 2026`."""
    if (get_language() or "vi").startswith("vi"):
        return f"Tháng {day.month} năm {day.year}"
    return date_format(day, "F Y")


def _when(entry: AgendaEntry) -> str:
    start, end = timezone.localtime(entry.starts_at), timezone.localtime(entry.ends_at)
    if start.date() == end.date():
        weekday = WEEKDAYS[start.weekday()]
        return _("%(clock)s %(weekday)s") % {"clock": f"{start:%H:%M}", "weekday": weekday}
    return _("tới hết %(day)s") % {"day": day_of_month(end)}


def _where_and_what(entry: AgendaEntry) -> list[str]:
    thing = entry.thing
    if entry.kind == LIVESTREAM:
        count = getattr(thing, "producer_count", 0)
        shown = ngettext("%(count)s chủ thể lên sóng", "%(count)s chủ thể lên sóng", count) % {"count": count}
        return [thing.get_platform_display(), shown if count else ""]
    booths = getattr(thing, "booth_count", 0) or thing.expected_booths or 0
    stalls = ngettext("%(count)s gian hàng", "%(count)s gian hàng", booths) % {"count": booths}
    return [thing.venue, stalls if booths else ""]
