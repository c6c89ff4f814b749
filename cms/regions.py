"""The page of a province: what it makes, who makes it, their stories, and where to meet them. Read-only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.certification.managers import products_in_force
from catalogue.models import Product
from catalogue.producers.models import Producer
from catalogue.search.backends import find
from catalogue.search.figures import OfPlace, places_of
from catalogue.search.query import ProductQuery
from cms.models import ProductStoryPage
from cms.templatetags.stories import in_reader_language
from fairs import agenda
from fairs.models import Fair, SalesPoint
from fairs.outline import outline, place_on_drawing
from storefront.places.models import Province
from storefront.ready_addresses import ReadyAddress
from storefront.told import grouped
from storefront.vietnamese import fold

PRODUCTS, PRODUCERS, STORIES, POINTS, FAIRS = 8, 12, 3, 6, 3


class Region(NamedTuple):
    """A province as lists name it, with how many of its products have a star today."""

    name: str
    slug: str
    products: int

    def get_absolute_url(self) -> str:
        return _address(slug=self.slug)


class ShownRegion(NamedTuple):
    """A region in texts."""

    name: str
    href: str
    number: str


_address = ReadyAddress("region")
_folded = lru_cache(maxsize=256)(fold)


def shown(found: Iterable[Region]) -> tuple[ShownRegion, ...]:
    """These regions as a page shows them, in today's language."""
    listed, language = list(found), get_language()
    hrefs = _address.each([{"slug": region.slug} for region in listed])
    return tuple(
        [
            ShownRegion(region.name, href, grouped(region.products, language))
            for region, href in zip(listed, hrefs, strict=True)
        ]
    )


def regions(places: Iterable[OfPlace]) -> list[Region]:
    """Provinces of today with products in force, those with most first."""
    found = [Region(place.name, place.slug, place.products) for place in places if place.slug]
    return sorted(found, key=lambda region: (-region.products, _folded(region.name)))


@require_safe
def region_list(request: HttpRequest) -> HttpResponse:
    """Every province that has something with a star today."""
    found = regions(places_of(timezone.localdate()))
    return render(request, "cms/region_list.html", {"regions": found, "shown": shown(found)})


@require_safe
def region_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One province of today; a province without anything yet keeps a calm page."""
    today, now = timezone.localdate(), timezone.now()
    province = get_object_or_404(Province.objects.on(today), slug=slug)
    crumbs = [(_("Vùng miền"), reverse("region-list")), (province.name, "")]
    hits = find(ProductQuery(on=today, provinces=(province.code,), sort="star", page_size=PRODUCTS))
    context = {
        "province": province,
        "former": former_names(province),
        "crumbs": crumbs,
        "hits": hits,
        "groups": [facet for facet in hits.facets.get("groups", []) if facet.count],
        "listing": f"{reverse('catalogue:index')}?{ProductQuery(on=today, provinces=(province.code,)).address()}",
        "producers": list(producers_of(province, on=today)[: PRODUCERS + 1]),
        "shown": PRODUCERS,
        "stories": stories_of(province)[:STORIES],
        **meeting_places(province, at=now),
    }
    return render(request, "cms/region.html", context)


def former_names(province: Province) -> list[str]:
    """The provinces before 1 July 2025 that are part of it now, when they had another name."""
    names = province.former_provinces.order_by("name_folded").values_list("name", flat=True)
    return [name for name in names if name != province.name]


def producers_of(province: Province, *, on: date) -> QuerySet[Producer]:
    """Active producers of the province's products in force, with their number, most first."""
    in_force = products_in_force(Product.objects.listed().filter(province=province), on=on).values("pk")
    known = Producer.objects.filter(state=Producer.State.ACTIVE, products__in=in_force)
    known = known.select_related("commune__province", "province")
    return known.annotate(stars_today=Count("products", distinct=True)).order_by(
        "-stars_today", "name_folded"
    )


def stories_of(province: Province) -> list[ProductStoryPage]:
    """Published stories about its products and producers, in the reader's language where there is one."""
    of_products = ProductStoryPage.objects.filter(product__province=province)
    return in_reader_language(of_products | ProductStoryPage.objects.filter(producer__province=province))


def meeting_places(province: Province, *, at: datetime) -> dict[str, Any]:
    """Sales points with their hours and their place on the drawing, and the fairs to come."""
    points = list(SalesPoint.objects.listed().filter(province=province).for_list().order_by("name_folded"))
    dots = [
        (None, *place_on_drawing(point.longitude, point.latitude)) for point in points if point.has_position
    ]
    fairs = Fair.objects.upcoming(at=at).exclude(state="cancelled").filter(province=province)
    return {
        "points": [(point, point.hours_now(at=at)) for point in points[:POINTS]],
        "point_count": len(points),
        "outline": outline() if dots else None,
        "dots": dots,
        "fairs": [entry.as_item() for entry in agenda.entries_of(fairs.for_list()[:FAIRS], [], at=at)],
    }
