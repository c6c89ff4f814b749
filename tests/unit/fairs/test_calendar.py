from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from fairs.agenda import entries_of
from fairs.calendar import calendar_of
from fairs.hours import ZONE
from fairs.models import Fair
from tests.factories.fairs import at, make_fair, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def read(fairs=(), sessions=()):
    entries = entries_of(fairs, sessions, at=timezone.now())
    return Calendar.from_ical(calendar_of(entries, name="Lịch"))


def test_event_comes_back_as_it_was_entered():
    fair = make_fair(
        "Tuần hàng; Tết, xứ Thanh",
        description="Dòng một\nDòng hai, có phẩy; có chấm phẩy",
        latitude="19.8075",
        longitude="105.7764",
    )
    (event,) = read([fair]).events
    assert event["SUMMARY"] == "Tuần hàng; Tết, xứ Thanh"
    assert str(event["DESCRIPTION"]).startswith("Dòng một\nDòng hai, có phẩy; có chấm phẩy\n")
    assert (at(2026, 12, 5), at(2026, 12, 10)) == (event.DTSTART, event.DTEND)
    assert event["UID"] == f"fair-{fair.pk}@saolang.example"
    assert event["URL"] == f"https://saolang.example/hoi-cho/{fair.slug}/"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (19.8075, 105.7764)


def test_times_are_local_and_bring_their_zone():
    text = read([make_fair()]).to_ical().decode()
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20261205T080000" in text
    (zone,) = read([make_fair()]).timezones
    assert (zone["TZID"], zone.to_tz().utcoffset(at(2026, 12, 5).replace(tzinfo=None))) == (
        ZONE.key,
        timedelta(hours=7),
    )


def test_same_entries_give_the_same_bytes():
    entries = entries_of([make_fair()], [make_session()], at=timezone.now())
    assert calendar_of(entries, name="Lịch") == calendar_of(entries, name="Lịch")


def test_change_keeps_the_uid_and_moves_the_sequence_on():
    fair = make_fair()
    (before,) = read([fair]).events
    Fair.objects.filter(pk=fair.pk).update(updated_at=fair.updated_at + timedelta(minutes=5))
    (after,) = read([Fair.objects.get(pk=fair.pk)]).events
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 300)
    assert timedelta(minutes=5) == after.LAST_MODIFIED - before.LAST_MODIFIED


@pytest.mark.parametrize(("state", "status"), [("announced", "CONFIRMED"), ("cancelled", "CANCELLED")])
def test_cancelled_event_stays_and_says_so(state, status):
    (event,) = read([make_fair(state=state, public_note="Bão số 9")]).events
    assert event["STATUS"] == status


def test_both_kinds_stand_in_order_of_time():
    calendar = read([make_fair("Hội chợ")], [make_session(name="Phiên")])
    assert [event["SUMMARY"] for event in calendar.events] == ["Phiên", "Hội chợ"]
