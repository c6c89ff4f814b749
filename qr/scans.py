"""Counting scans: who looks at a code's page, without ever knowing who.

Only the pages behind printed addresses (`/p/…`, `/01/…`) are scans; visits to the shop are not. A failure to count
is logged and forgotten: the person holding the jar gets the page.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from crawlerdetect import CrawlerDetect
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from qr.models import Code, DailyScans, Scan, VisitorSalt
from qr.permissions import counts_as_staff
from storefront.networks import client_network

logger = logging.getLogger(__name__)

REPEAT_WINDOW = timedelta(minutes=30)
KEEP_DAYS = 90
_PREFETCH_HEADERS = ("HTTP_PURPOSE", "HTTP_SEC_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
_PREFETCH_WORDS = ("prefetch", "prerender", "preview")
# Every browser of a person says one of these first; chat previews that crawler lists do not know (Viber) say neither.
_BROWSERS = ("Mozilla/", "Opera/", "UCWEB", "Nokia")


def record_scan(code: Code, request: HttpRequest, *, at: datetime | None = None) -> Scan | None:
    """Count one opening of the code's page; None when it is none (HEAD, prefetch, staff) or could not be counted.

    Never raises: the page matters more than its number.
    """
    try:
        if is_no_visit(request) or _is_staff(request):
            return None
        with transaction.atomic():
            return _record(code, request, at or timezone.now())
    except Exception:  # whatever is wrong with counting, the page has been promised to whoever holds the jar
        logger.exception("scan not counted")
        return None


def is_no_visit(request: HttpRequest) -> bool:
    """Whether nobody looks: anything but GET, or a browser fetching ahead of its person."""
    if request.method != "GET":
        return True
    told = " ".join(request.META.get(header, "") for header in _PREFETCH_HEADERS).lower()
    return any(word in told for word in _PREFETCH_WORDS)


def is_bot(user_agent: str) -> bool:
    """Whether a user agent is a machine's: known crawlers, chat previews, and those who do not say who they are.

    Browsers inside Zalo and Facebook are people.
    """
    agent = user_agent.strip()
    return not agent.startswith(_BROWSERS) or _is_crawler(agent[:512])


def visitor_hash(request: HttpRequest, *, day: date) -> str:
    """What tells two visitors of one day apart: a keyed hash of the network (/24, /48) and the user agent."""
    key = _salt_of(day) + settings.SECRET_KEY.encode()
    seen = f"{client_network(request)}|{request.META.get('HTTP_USER_AGENT', '')}"
    return hmac.new(key, seen.encode(), sha256).hexdigest()[:32]


def roll_up(day: date) -> int:
    """Write the day's counts of every code that was scanned on it; return how many codes. Safe to run again."""
    rows = (
        Scan.objects.filter(at__date=day)
        .values("code")
        .annotate(
            people=Count("pk", filter=Q(is_bot=False, is_repeat=False)),
            again=Count("pk", filter=Q(is_bot=False, is_repeat=True)),
            machines=Count("pk", filter=Q(is_bot=True)),
        )
        .order_by("code")
    )
    counts = [
        DailyScans(
            code_id=row["code"], day=day, scans=row["people"], repeats=row["again"], bots=row["machines"]
        )
        for row in rows
    ]
    DailyScans.objects.bulk_create(
        counts,
        update_conflicts=True,
        unique_fields=["code", "day"],
        update_fields=["scans", "repeats", "bots"],
    )
    return len(counts)


def roll_up_all(*, today: date, keep_days: int = KEEP_DAYS) -> dict[str, int]:
    """Roll up every finished day, forget old salts, and clear scans older than `keep_days` that are rolled up."""
    days = [day for day in Scan.objects.dates("at", "day") if day < today]
    codes = 0
    for day in days:
        with transaction.atomic():
            codes += roll_up(day)
    with transaction.atomic():
        cleared, _detail = Scan.objects.filter(at__date__lt=today - timedelta(days=keep_days)).delete()
        VisitorSalt.objects.filter(day__lt=today).delete()
    return {"days": len(days), "counts": codes, "cleared": cleared}


def _record(code: Code, request: HttpRequest, at: datetime) -> Scan:
    visitor = visitor_hash(request, day=timezone.localdate(at))
    machine = is_bot(request.META.get("HTTP_USER_AGENT", ""))
    seen = Scan.objects.counted().filter(code=code, visitor=visitor, at__gt=at - REPEAT_WINDOW, at__lte=at)
    repeat = not machine and seen.exists()
    return Scan.objects.create(code=code, at=at, visitor=visitor, is_bot=machine, is_repeat=repeat)


def _is_staff(request: HttpRequest) -> bool:
    """Signed-in staff; the session is opened only for those who bring one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return counts_as_staff(request.user)


def _salt_of(day: date) -> bytes:
    """The day's secret, made by whoever needs it first; making it destroys those of the days before."""
    salt, made = VisitorSalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(32)})
    if made:
        VisitorSalt.objects.filter(day__lt=day).delete()
    return bytes(salt.salt)


@lru_cache(maxsize=1024)
def _is_crawler(agent: str) -> bool:
    return bool(CrawlerDetect(user_agent=agent).isCrawler())
