"""Events as iCalendar (RFC 5545): one event, or everything, for anybody's calendar program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from fairs.agenda import FAIR, AgendaEntry
from fairs.hours import ZONE
from fairs.models import Fair, LivestreamSession

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=12)


def calendar_of(entries: Iterable[AgendaEntry], *, name: str) -> bytes:
    """Return an iCalendar file of the entries; the same entries give the same bytes.

    Every event keeps its UID for ever, so that a program that has read it before changes its own copy;
    SEQUENCE and LAST-MODIFIED move on with each change; a cancelled event stays and says so.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Sao Làng//Lịch xúc tiến//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for entry in entries:
        calendar.add_component(event_of(entry))
    calendar.add_missing_timezones(first_date=date(2000, 1, 1))
    return calendar.to_ical()


def event_of(entry: AgendaEntry) -> Event:
    """Return one entry as an event with local times and their zone."""
    thing = entry.thing
    event = Event()
    event.add("uid", uid_of(entry))
    event.add("dtstamp", thing.updated_at)
    event.add("created", thing.created_at)
    event.add("last-modified", thing.updated_at)
    event.add("sequence", thing.sequence)
    event.add("dtstart", timezone.localtime(entry.starts_at, ZONE))
    event.add("dtend", timezone.localtime(entry.ends_at, ZONE))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("categories", [_("Hội chợ, sự kiện") if entry.kind == FAIR else _("Livestream")])
    event.add("url", settings.PUBLIC_BASE_URL + entry.url)
    event.add("location", _place_of(thing))
    event.add("description", _words_of(thing))
    if isinstance(thing, Fair) and thing.has_position:
        event.add("geo", (float(thing.latitude), float(thing.longitude)))
    return event


def uid_of(entry: AgendaEntry) -> str:
    """Return the identity of an entry in every calendar of the world: its number and our host."""
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
    return f"{entry.kind}-{entry.thing.pk}@{host}"


def _place_of(thing: Fair | LivestreamSession) -> str:
    if isinstance(thing, Fair):
        return ", ".join(part for part in (thing.venue, thing.address_label) if part)
    return thing.url or thing.get_platform_display()


def _words_of(thing: Fair | LivestreamSession) -> str:
    if isinstance(thing, Fair):
        parts = [thing.public_note, thing.description, thing.organiser]
    else:
        parts = [thing.state_note, thing.description, thing.host.name if thing.host else ""]
    page = settings.PUBLIC_BASE_URL + thing.get_absolute_url()
    return "\n".join(part for part in (*parts, page) if part)
