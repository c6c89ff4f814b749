"""Counting without knowing who: bots, repeats, salts, roll-up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from qr import codes, scans
from qr.models import Code, DailyScans, Scan, VisitorSalt
from tests.factories.catalogue import make_product

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/118.0 Mobile Safari/537.36"
NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)  # noon in Hà Nội
TODAY = date(2026, 11, 21)


def scan(code, *, at=NOON, agent=PHONE, address="113.160.1.20", method="get", **headers):
    request = getattr(RequestFactory(), method)("/", REMOTE_ADDR=address, HTTP_USER_AGENT=agent, **headers)
    request.user = AnonymousUser()
    return scans.record_scan(code, request, at=at)


@pytest.fixture
def code():
    return codes.issue_code(make_product())


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (PHONE, False),
        (f"{PHONE} Zalo android/12100553 ZaloTheme/light ZaloLanguage/vi", False),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/434.0]",
            False,
        ),
        ("Opera/9.80 (Android; Opera Mini/36.2/119.132; U; vi) Presto/2.12.423 Version/12.16", False),
        ("", True),
        ("   ", True),
        ("Viber/13.3.0", True),
        ("facebookexternalhit/1.1", True),
        ("WhatsApp/2.21", True),
        ("curl/8.5.0", True),
        ("Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)", True),
        ("Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
    ],
)
def test_bots_are_told_from_people(agent, expected):
    assert scans.is_bot(agent) is expected


def test_scan_keeps_no_address(code):
    made = scan(code)
    assert (made.is_bot, made.is_repeat, made.at) == (False, False, NOON)
    kept = " ".join(str(value) for value in Scan.objects.values_list().get())
    assert "113.160" not in kept
    assert "Android" not in kept
    assert len(made.visitor) == 32


@pytest.mark.parametrize(("minutes", "repeat"), [(0, True), (29, True), (30, False), (45, False)])
def test_same_visitor_counts_once_in_half_an_hour(code, minutes, repeat):
    scan(code)
    assert scan(code, at=NOON + timedelta(minutes=minutes)).is_repeat is repeat


def test_window_does_not_slide_with_repeats(code):
    scan(code)
    assert scan(code, at=NOON + timedelta(minutes=20)).is_repeat is True
    assert scan(code, at=NOON + timedelta(minutes=35)).is_repeat is False


def test_other_people_and_other_codes_are_no_repeats(code):
    scan(code)
    assert scan(code, agent=PHONE.replace("SM-A135F", "Redmi")).is_repeat is False
    assert scan(code, address="14.160.1.20").is_repeat is False
    assert scan(codes.issue_code(make_product())).is_repeat is False


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("113.160.1.20", "113.160.1.99", True),
        ("113.160.1.20", "113.160.2.20", False),
        ("2402:800:61aa:1::1", "2402:800:61aa:ffff::9", True),
        ("2402:800:61aa:1::1", "2402:800:61ab:1::1", False),
        ("::ffff:113.160.1.20", "113.160.1.99", True),
        ("not an address", "", True),
    ],
)
def test_visitor_is_a_network_never_an_address(code, one, two, same):
    assert (scan(code, address=one).visitor == scan(code, address=two).visitor) is same


def test_hash_of_the_next_day_cannot_be_linked_and_the_old_salt_is_gone(code):
    first = scan(code)
    second = scan(code, at=NOON + timedelta(days=1))
    assert first.visitor != second.visitor
    assert second.is_repeat is False
    assert [salt.day for salt in VisitorSalt.objects.all()] == [TODAY + timedelta(days=1)]


def test_visitor_behind_our_own_proxy(code, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    forwarded = {"address": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 113.160.1.20"}
    assert scan(code, **forwarded).visitor == scan(code, address="113.160.1.77").visitor


@pytest.mark.parametrize("method", ["head", "options", "post"])
def test_only_get_is_a_scan(code, method):
    assert scan(code, method=method) is None
    assert not Scan.objects.exists()


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_X_PURPOSE": "preview"},
        {"HTTP_X_MOZ": "prefetch"},
    ],
)
def test_fetching_ahead_is_no_scan(code, header):
    assert scan(code, **header) is None


def test_trouble_with_counting_stays_with_counting(code, monkeypatch, caplog):
    def fail(**_facts):
        raise RuntimeError("no room")

    monkeypatch.setattr(Scan.objects, "create", fail)
    assert scan(code) is None
    assert "scan not counted" in caplog.text
    assert "113.160" not in caplog.text


def test_roll_up_counts_people_repeats_and_bots_and_may_run_again(code):
    scan(code)
    scan(code, at=NOON + timedelta(minutes=5))
    scan(code, agent="curl/8")
    scan(code, address="14.160.1.20")
    for _time in range(2):
        done = scans.roll_up_all(today=TODAY + timedelta(days=1))
        assert done == {"days": 1, "counts": 1, "cleared": 0}
    count = DailyScans.objects.get()
    assert (count.day, count.scans, count.repeats, count.bots) == (TODAY, 2, 1, 1)
    assert not VisitorSalt.objects.exists()


def test_day_of_a_scan_is_vietnams(code):
    scan(code, at=datetime(2026, 11, 20, 17, 30, tzinfo=UTC))  # half past midnight on the 21st
    scans.roll_up_all(today=TODAY + timedelta(days=1))
    assert DailyScans.objects.get().day == TODAY


def test_today_is_not_rolled_up(code):
    scan(code)
    assert scans.roll_up_all(today=TODAY)["days"] == 0


def test_counts_survive_the_clearing_of_scans(code):
    scan(code, at=NOON - timedelta(days=100))
    scan(code, at=NOON - timedelta(days=90))
    assert scans.roll_up_all(today=TODAY)["cleared"] == 1
    scans.roll_up_all(today=TODAY)
    assert Scan.objects.count() == 1
    assert DailyScans.objects.count() == 2


def test_total_counts_each_day_once(code):
    scan(code, at=NOON - timedelta(days=2))
    scan(code, at=NOON - timedelta(days=1))
    scan(code)
    scan(code, agent="curl/8")
    before = Code.objects.with_scan_counts(today=TODAY).get()
    assert (before.scans_before, before.scans_today, before.scan_total) == (0, 3, 3)
    scans.roll_up_all(today=TODAY)
    after = Code.objects.with_scan_counts(today=TODAY).get()
    assert (after.scans_before, after.scans_today, after.scan_total) == (2, 1, 3)
