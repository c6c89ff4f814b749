"""Answer anonymous visitors from what is kept, and keep what is the same for all of them.

An answer lives to the end of the minute it was begun in, only while `generation` stands, and only until something it
shows is `sold`. Whatever changes by time
(a star that ends at midnight, a fair that opens, a broadcast on air) changes on a full minute, so no page outlives it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.cache import cc_delim_re
from django.utils.http import parse_etags

from storefront.page_cache import generation, mine, sold
from storefront.page_cache.addresses import KEPT, is_kept, settle_query
from storefront.page_cache.reads import Noted, noted
from storefront.sales_mode import sales_mode

_SAFE = ("GET", "HEAD")
_MINUTE = 60
#: Answers to filtered addresses that one process keeps in a minute: nobody fills the memory by counting up.
_MOST_FILTERED = 300
_log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """An answer as it is kept. `until` is a moment in seconds; `headers` are those the page was made with."""

    generation: str
    sold: sold.Shown | None
    until: int
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Standing(NamedTuple):
    """What stands: the generation of all pages, and the state of all sales."""

    generation: str
    sold: str


NOTHING = Standing("", "")


class PageCache:
    """See the module. Stands outside whatever reads cookies, inside what looks after transport and files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._filtered = (0, 0)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.may_share = (  # type: ignore[attr-defined]
            settings.PAGE_CACHE
            and request.method in _SAFE
            and not mine.is_personal(request)
            and "HTTP_AUTHORIZATION" not in request.META
        )
        if not request.may_share:  # type: ignore[attr-defined]
            return mine.mark(request, self._private(request, self.get_response(request)))
        query = settle_query(request)
        key = self._key(request, query)
        until = (int(time.time()) // _MINUTE + 1) * _MINUTE
        standing, kept = self._look(key)
        if kept is not None and kept.generation == standing.generation and time.time() < kept.until <= until:
            right = self._still_right(key, kept, standing)
            if right is not None:
                return _answer(request, right)
        words = self._words(standing)
        with noted() as read:
            response = self.get_response(request)
        if not getattr(request, "is_shared", False) or not _is_same_for_all(response):
            return mine.mark(request, response)
        fresh = _as_kept(response, standing, _shown(standing, words, read), until)
        if request.method == "GET" and is_kept(request.kept_as, query) and self._has_room(query, until):
            self._keep(key, fresh)
        return _answer(request, fresh)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Note what is looked at: the frame of a shared page holds nothing of the visitor's."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        request.kept_as = name  # type: ignore[attr-defined]
        request.is_shared = name in KEPT and getattr(request, "may_share", False)  # type: ignore[attr-defined]

    def _private(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A visitor's own version of a page that others get from the cache stays with that visitor."""
        if getattr(request, "kept_as", "") in KEPT and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response

    def _key(self, request: HttpRequest, query: str) -> str:
        try:
            host = request.get_host()
        except DisallowedHost:
            return ""
        facts = (request.scheme, host, request.path, query, sales_mode(), str(settings.OCOP_DEMO_BANNER))
        return sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()

    def _look(self, key: str) -> tuple[Standing, Kept | None]:
        """What stands now, read before the page is made: a change meanwhile makes the page old at once."""
        if not key:
            return NOTHING, None
        try:
            if not generation.is_shared():
                return Standing(generation.local(), sold.local()), caches["pages"].get(key)
            found = caches["pages"].get_many([generation.KEY, sold.KEY, key])
            if generation.KEY not in found:
                generation.turn_over()
                return NOTHING, None
            return Standing(found[generation.KEY], found.get(sold.KEY) or sold.begin()), found.get(key)
        except Exception:
            _log.exception("the cache of pages does not answer")
            return NOTHING, None

    def _still_right(self, key: str, kept: Kept, standing: Standing) -> Kept | None:
        """The page, unless something it shows was sold; noted anew as right, so that this is asked once a sale."""
        if kept.sold is None or kept.sold.state == standing.sold:
            return kept if kept.sold else None
        try:
            shown = sold.still_right(kept.sold, standing.sold)
        except Exception:
            _log.exception("the cache of pages does not answer")
            return None
        if shown is None:
            return None
        fresh = kept._replace(sold=shown)
        self._keep(key, fresh)
        return fresh

    def _words(self, standing: Standing) -> dict[str, str] | None:
        """The words of all products, read before the page is made; None where there is nothing to keep it with."""
        if not standing.generation:
            return None
        try:
            return sold.words_now()
        except Exception:
            _log.exception("the cache of pages does not answer")
            return None

    def _keep(self, key: str, page: Kept) -> None:
        left = page.until - time.time()
        if not (key and page.generation and page.sold is not None and left >= 1):
            return
        try:
            caches["pages"].set(key, page, timeout=int(left) + 1)
        except Exception:
            _log.exception("the cache of pages does not answer")

    def _has_room(self, query: str, until: int) -> bool:
        if not query:
            return True
        minute, number = self._filtered
        self._filtered = (until, number + 1 if minute == until else 1)
        return self._filtered[1] <= _MOST_FILTERED


def _is_same_for_all(response: HttpResponse) -> bool:
    """A whole page that set no cookie and does not forbid keeping."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    if response.has_header("Cache-Control"):
        return False
    varies = {word.lower() for word in cc_delim_re.split(response.get("Vary", "")) if word}
    return varies <= {"cookie", "accept-language"}


def _shown(standing: Standing, words: dict[str, str] | None, read: Noted) -> sold.Shown | None:
    return None if words is None else sold.shown(standing.sold, words, read)


def _as_kept(response: HttpResponse, standing: Standing, shown: sold.Shown | None, until: int) -> Kept:
    body = response.content
    headers = tuple(pair for pair in response.items() if pair[0] not in {"Vary", "ETag", "Content-Length"})
    return Kept(standing.generation, shown, until, f'W/"{sha256(body).hexdigest()[:32]}"', headers, body)


def _answer(request: HttpRequest, page: Kept) -> HttpResponse:
    """The page, or 304 where the visitor has it already."""
    left = max(0, page.until - int(time.time()))
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    if asked and (asked == page.etag or _has(asked, page.etag)):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(b"" if request.method == "HEAD" else page.body, headers=dict(page.headers))
        response["Content-Length"] = str(len(page.body))
    fresh = min(settings.PAGE_SHARED_SECONDS, left)
    rest = left - fresh if fresh else 0
    response["Cache-Control"] = f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={rest}"
    response["ETag"] = page.etag
    return response


def _has(asked: str, etag: str) -> bool:
    """Compared weakly: a proxy that compresses marks its copy as weak."""
    plain = etag.removeprefix("W/")
    return any(one == "*" or one.removeprefix("W/") == plain for one in parse_etags(asked))
