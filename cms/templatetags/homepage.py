"""What the home page says about today, asked from those who know it."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils import timezone

from catalogue.cards import Card
from catalogue.certification.status import Status
from catalogue.certification.status_reading import product_status
from catalogue.models import Category, Product
from catalogue.search.figures import Figures, OfPlace, figures_of, newest_cards, places_of
from cms import home_page
from cms.regions import Region, regions
from storefront.page_parts import part_read

register = template.Library()


@register.simple_tag(takes_context=True)
def product_groups(context: Context) -> list[Category]:
    """The groups at the root of the product tree."""
    known = part_read(context, "groups")
    return home_page.part("groups") if known is None else known


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


@register.inclusion_tag("cms/_regions_at_home.html", takes_context=True)
def regions_at_home(context: Context, most: int = 12) -> dict[str, list[Region]]:
    """The provinces with most products in force today."""
    return {"regions": regions(_places(context))[:most]}


def _places(context: Context) -> list[OfPlace]:
    """Where the products of today are from, asked once for a page that keeps what it has read."""
    known = part_read(context, "places")
    if known is None:
        known = places_of(timezone.localdate())
        parts = getattr(context.get("page"), "page_parts", None)
        if parts is not None:
            parts["places"] = known
    return known
