"""What a page tells machines, put into its head."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalogue.certification.status_reading import product_status
from cms.templatetags.navigation import home_of, other_languages
from storefront.json_ld import script_json
from storefront.machines import addresses, cards, linked, linked_events, linked_regions
from storefront.ready_addresses import ReadyAddress
from storefront.ready_templates import ReadyTemplate

register = template.Library()
_ADDRESSES = ReadyTemplate("machines/_addresses.html")
_product_card = ReadyAddress("machines:product-card", public_id="z2z3z4z5z6", key="0123456789abcdef")
_SHARED = ReadyTemplate("machines/_shared.html")
_OG_LOCALES = {"vi": "vi_VN", "en": "en_GB"}


def element(data: Any) -> SafeString:
    """Return linked data as the element a page carries."""
    return format_html('<script type="application/ld+json">{}</script>', script_json(data))


class _Other(NamedTuple):
    language: str
    address: str


@register.simple_tag(takes_context=True)
def page_addresses(context: Context) -> SafeString:
    """The page's own address, and the same page in its other languages; of a private page that it is to be left out."""
    request = context.get("request")
    if request is None or getattr(request, "resolver_match", None) is None:
        return SafeString("")
    if addresses.is_private(request.path):
        return SafeString('<meta name="robots" content="noindex, nofollow">')
    canonical = addresses.absolute(request.path) + addresses.page_part(request)
    homes = {home_of(code) for code, _name in settings.LANGUAGES}
    tongues = context.get("tongues")
    found = addresses.alternates(request, other_languages(context) if tongues is None else tongues, homes)
    others = tuple([_Other(each.language, each.address) for each in found])
    return _ADDRESSES(canonical=canonical, others=others)


@register.simple_tag
def site_data() -> SafeString:
    """The site itself, on its home page."""
    return element(linked.site())


@register.simple_tag(takes_context=True)
def product_machine_data(context: Context) -> SafeString:
    """A product page's: the product, where it stands, and its shared picture. No query."""
    product, status = context["product"], context["status"]
    path = product.get_absolute_url()
    told = [
        linked.product_data(product, status, context["purchase"], address=addresses.absolute(path)),
        linked.breadcrumbs(context["crumbs"], path),
    ]
    card = cards.product_card(product, status)
    picture = _product_card(public_id=product.public_id, key=card.key)
    return element(told) + shared(card.title, "product", path, picture)


@register.simple_tag
def producer_machine_data(producer: Any) -> SafeString:
    """A producer page's."""
    card = cards.producer_card(producer)
    address = reverse("machines:producer-card", args=[producer.slug, card.key])
    told = linked.producer_data(producer)
    return element(told) + shared(card.title, "profile", producer.get_absolute_url(), address)


@register.simple_tag
def story_machine_data(page: Any) -> SafeString:
    """A story's; the ledger of its product is read once for this and for the card on the page."""
    status = None
    if page.product:
        prefetch_related_objects([page.product], "ledger_entries")
        status = product_status(page.product)
    card = cards.story_card(page, status)
    address = reverse("machines:story-card", args=[page.pk, card.key])
    told = linked_events.article_data(page, language=get_language() or settings.LANGUAGE_CODE)
    return element(told) + shared(page.title, "article", page.url or "", address)


@register.simple_tag
def article_machine_data(page: Any) -> SafeString:
    """A piece of news."""
    told = linked_events.article_data(page, language=get_language() or settings.LANGUAGE_CODE)
    return element(told) + shared(page.title, "article", page.url or "", told.get("image", ""))


@register.simple_tag
def fair_data(fair: Any) -> SafeString:
    """A fair's page."""
    told = linked_events.fair_data(fair)
    return element(told) + shared(fair.name, "website", fair.get_absolute_url(), told.get("image", ""))


@register.simple_tag
def livestream_data(session: Any) -> SafeString:
    """A livestream's page."""
    told = linked_events.livestream_data(session)
    return element(told) + shared(session.name, "website", session.get_absolute_url(), told.get("image", ""))


@register.simple_tag
def sales_point_data(point: Any) -> SafeString:
    """A sales point's page; a closed one is told no more."""
    told = linked_events.sales_point_data(point)
    data = element(told) if point.is_listed else SafeString("")
    return data + shared(point.name, "place", point.get_absolute_url(), told.get("image", ""))


@register.simple_tag(takes_context=True)
def region_machine_data(context: Context) -> SafeString:
    """A province's page: the place, what it makes, where the page stands. No query."""
    province, hits = context["province"], context["hits"]
    data = linked_regions.region_data(
        province, hits.products, total=hits.total, former=context.get("former", [])
    )
    path = reverse("region", args=[province.slug])
    crumbs = linked.breadcrumbs(context["crumbs"], path)
    return element([data, crumbs]) + shared(data["name"], "website", path, "")


@register.simple_tag
def regions_machine_data(regions: Any) -> SafeString:
    """The list of provinces."""
    data = linked_regions.regions_data(regions)
    return element(data) + shared(data["name"], "website", reverse("region-list"), "")


def shared(title: str, kind: str, path: str, picture: str) -> SafeString:
    """Open Graph: what a chat shows for the address of a page."""
    return _SHARED(
        site=settings.WAGTAIL_SITE_NAME,
        kind=kind,
        title=title,
        url=addresses.absolute(path),
        locale=_OG_LOCALES.get(get_language() or "", "vi_VN"),
        picture=addresses.absolute(picture) if picture else "",
        width=cards.WIDTH if "/anh-chia-se/" in picture else 0,
        height=cards.HEIGHT,
    )
