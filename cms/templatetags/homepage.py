"""What the home page says about today, asked from those who know it."""

from __future__ import annotations

from django import template
from django.utils import timezone

from catalogue.cards import Card
from catalogue.certification.status import Status
from catalogue.certification.status_reading import product_status
from catalogue.models import Category, Product
from catalogue.search.figures import Figures, figures_of, newest_cards
from cms.regions import Region, regions
from storefront.ready_queries import ReadyQuery

register = template.Library()


@register.simple_tag
def product_groups() -> list[Category]:
    """The groups at the root of the product tree."""
    return _groups(is_public=True)


@register.simple_tag
def newly_recognised(number: int) -> list[Card]:
    """The listed products in force today whose recognition is youngest."""
    return newest_cards(number, on=timezone.localdate())


@register.simple_tag
def status_today(product: Product) -> Status:
    """What is true of a product's star today."""
    return product_status(product, on=timezone.localdate())


@register.simple_tag
def figures_of_today() -> Figures:
    """How many listed products are in force today, from how many producers and provinces."""
    return figures_of(timezone.localdate())


@register.inclusion_tag("cms/_regions_at_home.html")
def regions_at_home(most: int = 12) -> dict[str, list[Region]]:
    """The provinces with most products in force today."""
    return {"regions": regions(on=timezone.localdate())[:most]}


_groups = ReadyQuery(
    lambda *, is_public: Category.objects.filter(depth=1, is_public=is_public).order_by("path"),
)
