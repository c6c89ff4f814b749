"""The addresses of everything public, with languages and pictures, in pieces that never grow.

A piece holds the rows of a range of keys, so that two hundred thousand products cost each piece two queries, no
OFFSET, and no memory: it is sent while it is read. Rows that go leave a piece shorter, and every other as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from catalogue.certification.managers import products_in_force
from catalogue.models import Category, Product, ProductImage
from catalogue.producers.models import Producer
from catalogue.search.figures import places_of
from cms.regions import regions
from fairs.models import Fair, LivestreamSession, SalesPoint
from storefront.gifts.models import GiftBasket
from storefront.machines.addresses import absolute
from storefront.pictures.renditions import Known, rendition_name

RANGE = 5000
_LANGUAGES = [code for code, _name in settings.LANGUAGES]
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


@dataclass(frozen=True)
class Entry:
    """One thing: its path in each language, when it last changed, its pictures."""

    paths: dict[str, str]
    changed: date | datetime | None = None
    pictures: tuple[str, ...] = ()
    #: The one language this entry speaks for, where the others have entries of their own.
    own: str = ""


def in_languages(name: str, **kwargs: Any) -> dict[str, str]:
    """Return the path of a named view in each language."""
    found = {}
    for code in _LANGUAGES:
        with translation.override(code):
            found[code] = reverse(name, kwargs=kwargs)
    return found


def _fixed(first: int, last: int) -> Iterator[Entry]:
    names = (
        "catalogue:index",
        "register:index",
        "gifts:index",
        "region-list",
        "fairs:fair-list",
        "fairs:livestream-list",
        "fairs:sales-point-list",
        "fairs:agenda",
    )
    yield from (Entry(in_languages(name)) for name in names)
    for slug in Category.objects.filter(is_public=True).order_by("path").values_list("slug", flat=True):
        yield Entry(in_languages("group", slug=slug))
    for region in regions(places_of(timezone.localdate())):
        yield Entry(in_languages("region", slug=region.slug))
    for slug in GiftBasket.objects.filter(is_public=True).order_by("pk").values_list("slug", flat=True):
        yield Entry(in_languages("gifts:detail", slug=slug))


def _products(first: int, last: int) -> Iterator[Entry]:
    pictures: dict[int, list[str]] = defaultdict(list)
    images = ProductImage.objects.filter(product__gte=first, product__lte=last).order_by(
        "product", "display_order"
    )
    for product, name, data in images.values_list("product", "original", "renditions"):
        known = Known.of(data)
        drawn = known and known.widths and "jpg" in known.forms
        shown = rendition_name(name, known.widths[-1], "jpg") if known and drawn else name
        pictures[product].append(default_storage.url(shown))
    listed = Product.objects.listed().filter(pk__gte=first, pk__lte=last)
    rows = products_in_force(listed, on=timezone.localdate()).order_by("pk")
    shapes = in_languages("catalogue:detail", product_slug="x", pk=0)
    for pk, slug, changed in rows.values_list("pk", "slug", "date_updated").iterator():
        paths = {code: shape.replace("x_0/", f"{slug}_{pk}/") for code, shape in shapes.items()}
        yield Entry(paths, changed, tuple(pictures.get(pk, ())))


def _producers(first: int, last: int) -> Iterator[Entry]:
    rows = Producer.objects.filter(state="active", pk__gte=first, pk__lte=last).order_by("pk")
    yield from _by_slug("producers:detail", rows.values_list("slug").iterator())


def _fairs(first: int, last: int) -> Iterator[Entry]:
    rows = Fair.objects.announced().filter(pk__gte=first, pk__lte=last).order_by("pk")
    yield from _by_slug("fairs:fair-detail", rows.values_list("slug", "updated_at").iterator())


def _livestreams(first: int, last: int) -> Iterator[Entry]:
    rows = LivestreamSession.objects.announced().filter(pk__gte=first, pk__lte=last).order_by("pk")
    yield from _by_slug("fairs:livestream-detail", rows.values_list("slug", "updated_at").iterator())


def _points(first: int, last: int) -> Iterator[Entry]:
    rows = SalesPoint.objects.listed().filter(pk__gte=first, pk__lte=last).order_by("pk")
    yield from _by_slug("fairs:sales-point-detail", rows.values_list("slug", "updated_at").iterator())


def _pages(first: int, last: int) -> Iterator[Entry]:
    """Editors' pages; each is listed with its translations, which may lie in another piece."""
    shown = Page.objects.live().public().filter(depth__gte=2).exclude(pk__lt=first).exclude(pk__gt=last)
    pages = list(shown.select_related("locale").order_by("pk"))
    keys = {page.translation_key for page in pages}
    others = (
        Page.objects.live().public().filter(depth__gte=2, translation_key__in=keys).select_related("locale")
    )
    tongues: dict[Any, dict[str, str]] = defaultdict(dict)
    for page in others:
        if page.url:
            tongues[page.translation_key][page.locale.language_code] = page.url
    for page in pages:
        paths, own = tongues[page.translation_key], page.locale.language_code
        if own in paths:
            yield Entry(paths, page.last_published_at, own=own)


def _by_slug(name: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[Entry]:
    shapes = in_languages(name, slug="x-x-x")
    for slug, *changed in rows:
        paths = {code: shape.replace("x-x-x", slug) for code, shape in shapes.items()}
        yield Entry(paths, changed[0] if changed else None)


#: Part of the address → the table its keys are of (None: one piece), and how a piece is read.
SECTIONS: dict[str, tuple[Any, Callable[[int, int], Iterator[Entry]]]] = {
    "muc-chinh": (None, _fixed),
    "trang": (Page, _pages),
    "san-pham": (Product, _products),
    "chu-the": (Producer, _producers),
    "hoi-cho": (Fair, _fairs),
    "livestream": (LivestreamSession, _livestreams),
    "diem-ban": (SalesPoint, _points),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: the pieces. One query a section."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    for name, (model, _read) in SECTIONS.items():
        last = 1 if model is None else model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        for number in range(1, -(-last // RANGE) + 1):
            address = reverse("machines:sitemap", kwargs={"section": name, "number": number})
            lines.append(f"<sitemap><loc>{escape(absolute(address))}</loc></sitemap>")
    lines.append("</sitemapindex>\n")
    return _kept(HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8"))


@require_safe
def piece(request: HttpRequest, section: str, number: str) -> StreamingHttpResponse:
    """`/sitemap-<section>-<number>.xml`: the things whose keys lie in the range, sent while they are read."""
    if section not in SECTIONS or int(number) < 1:
        raise Http404
    first = (int(number) - 1) * RANGE + 1
    entries = SECTIONS[section][1](first, first + RANGE - 1)
    return _kept(StreamingHttpResponse(lines_of(entries), content_type="application/xml; charset=utf-8"))


def lines_of(entries: Iterable[Entry]) -> Iterator[str]:
    """The piece, an address of a language at a time; each names all languages, as hreflang wants it."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMESPACES}>\n'
    for entry in entries:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(absolute(path))}"/>'
            for code, path in entry.paths.items()
            if len(entry.paths) > 1
        )
        pictures = "".join(
            f"<image:image><image:loc>{escape(absolute(picture))}</image:loc></image:image>"
            for picture in entry.pictures[:1000]
        )
        changed = f"<lastmod>{entry.changed.isoformat()}</lastmod>" if entry.changed else ""
        for path in [entry.paths[entry.own]] if entry.own else entry.paths.values():
            yield f"<url><loc>{escape(absolute(path))}</loc>{changed}{others}{pictures}</url>\n"
    yield "</urlset>\n"


def _kept(answer: Any) -> Any:
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
