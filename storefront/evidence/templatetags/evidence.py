"""Dossiers in templates: numbers as people write them, the list drawn, the way in from other pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from storefront.evidence.parts import Link, address
from storefront.evidence.permissions import can_see_all_evidence

register = template.Library()


@register.filter
def href(value: Any) -> str:
    """The address of a value that leads somewhere, else ""."""
    return value.href if isinstance(value, Link) else ""


@register.filter
def figure(value: Any) -> str:
    """A number with points between thousands; anything else as it is."""
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)


@register.filter
def part_of(value: Any, most: int) -> str:
    """A number as a part of the largest, in hundredths as SVG writes them."""
    return f"{100 * value / most:.1f}" if isinstance(value, int) else "0"


@register.simple_tag(takes_context=True)
def evidence_address(context: dict[str, Any], product: Any) -> str:
    """The officers' page about a product's evidence; "" for whom it is closed."""
    request = context.get("request")
    if request is None or not can_see_all_evidence(request.user):
        return ""
    return reverse("evidence:product", args=[product.pk])


@register.simple_tag
def own_evidence_link(producer: Any) -> str:
    """The whole address of the producer's own list, for letters; "" while the producer has no login."""
    return address(reverse("own_evidence:list")) if producer.users.exists() else ""
