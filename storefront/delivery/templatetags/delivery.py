"""What limits when and how a product can be had, in templates."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from storefront.delivery.conditions import conditions_of
from storefront.ready_templates import ReadyTemplate

register = template.Library()
_CONDITIONS = ReadyTemplate("catalogue/_conditions.html")


class _Texts(NamedTuple):
    name: str
    told: str
    limits: str


@register.simple_tag
def delivery_conditions(product: Any) -> SafeString:
    """Season, days of making and classes of delivery, and what they limit."""
    found = conditions_of(product, on=timezone.localdate())
    if not found:
        return SafeString("")
    return _CONDITIONS(conditions=tuple([_Texts(one.name, str(one.told), one.limits) for one in found]))
