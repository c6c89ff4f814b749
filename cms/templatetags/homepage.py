"""What the home page says about today, asked from those who know it."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from catalogue.certification.managers import products_in_force
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import Status
from catalogue.certification.status_reading import product_status
from catalogue.models import Category, Product
from cms.regions import Region, regions

register = template.Library()


class Shown(NamedTuple):
    product: Product
    status: Status


class Figures(NamedTuple):
    products: int
    producers: int
    provinces: int


@register.simple_tag
def product_groups() -> list[Category]:
    """The groups at the root of the product tree."""
    return list(Category.objects.filter(depth=1, is_public=True).order_by("path"))


@register.simple_tag
def newly_recognised(number: int) -> list[Shown]:
    """The listed products in force today whose recognition is youngest."""
    today = timezone.localdate()
    since = LedgerEntry.objects.in_force(on=today).filter(product=OuterRef("pk")).values("valid_from")[:1]
    products = products_in_force(Product.objects.listed(), on=today).annotate(certified_since=Subquery(since))
    newest = products.for_cards().order_by("-certified_since", "-pk")[:number]
    return [Shown(product, product_status(product, on=today)) for product in newest]


@register.simple_tag
def status_today(product: Product) -> Status:
    """What is true of a product's star today."""
    return product_status(product, on=timezone.localdate())


@register.simple_tag
def figures_of_today() -> Figures:
    """How many listed products are in force today, from how many producers and provinces."""
    counts = products_in_force(Product.objects.listed(), on=timezone.localdate()).aggregate(
        products=Count("pk", distinct=True),
        producers=Count("producer", distinct=True),
        provinces=Count("province", distinct=True),
    )
    return Figures(**counts)


@register.inclusion_tag("cms/_regions_at_home.html")
def regions_at_home(most: int = 12) -> dict[str, list[Region]]:
    """The provinces with most products in force today."""
    return {"regions": regions(on=timezone.localdate())[:most]}
