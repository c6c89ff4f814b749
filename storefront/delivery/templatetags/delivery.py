"""What limits when and how a product can be had, in templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from storefront.delivery.conditions import Condition, conditions_of

register = template.Library()


@register.inclusion_tag("catalogue/_conditions.html")
def delivery_conditions(product: Any) -> dict[str, list[Condition]]:
    """Season, days of making and classes of delivery, and what they limit."""
    return {"conditions": conditions_of(product, on=timezone.localdate())}
