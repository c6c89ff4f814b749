"""What the home page says about today, asked from those who know it."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from catalogue.cards import Card
from catalogue.certification.status import Status
from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from catalogue.search.figures import Figures, OfPlace, figures_of, newest_cards, places_of
from cms import home_page
from cms.regions import regions, shown
from cms.templatetags.groups import group_label, group_picture
from storefront.page_parts import part_read
from storefront.ready_addresses import ReadyAddress, ReadyFile
from storefront.ready_templates import ReadyTemplate

register = template.Library()


_TILES = ReadyTemplate("cms/_group_tiles.html")
_REGIONS = ReadyTemplate("cms/_regions_at_home.html")
_everywhere = ReadyAddress("region-list")
_file = ReadyFile()


class Tile(NamedTuple):
    """A group of products under its drawing."""

    label: str
    href: str
    picture: str


@register.simple_tag(takes_context=True)
def group_tiles(context: Context) -> SafeString:
    """The groups at the root of the product tree."""
    known = part_read(context, "groups")
    groups = home_page.part("groups") if known is None else known
    return _TILES(
        groups=tuple(
            [Tile(group_label(one), one.get_absolute_url(), _file(group_picture(one))) for one in groups]
        )
    )


@register.simple_tag(takes_context=True)
def newly_recognised(context: Context, number: int) -> list[Card]:
    """The listed products in force today whose recognition is youngest."""
    return newest_cards(number, on=timezone.localdate(), known=part_read(context, "newest_products"))


@register.simple_tag
def status_today(product: Product) -> Status:
    """What is true of a product's star today."""
    return product_status(product, on=timezone.localdate())


@register.simple_tag(takes_context=True)
def figures_of_today(context: Context) -> Figures:
    """How many listed products are in force today, from how many producers and provinces."""
    return figures_of(timezone.localdate(), _places(context))


@register.simple_tag(takes_context=True)
def regions_at_home(context: Context, most: int = 12) -> SafeString:
    """The provinces with most products in force today."""
    return _REGIONS(regions=shown(regions(_places(context))[:most]), everywhere=_everywhere())


def _places(context: Context) -> list[OfPlace]:
    """Where the products of today are from, asked once for a page that keeps what it has read."""
    known = part_read(context, "places")
    if known is None:
        known = places_of(timezone.localdate())
        parts = getattr(context.get("page"), "page_parts", None)
        if parts is not None:
            parts["places"] = known
    return known
