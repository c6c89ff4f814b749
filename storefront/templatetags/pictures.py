"""Pictures in templates."""

from __future__ import annotations

from typing import Any

from django import template

from storefront.pictures.showing import Shown, shown

register = template.Library()


@register.simple_tag
def rendered(picture: Any, most: int | None = None) -> Shown | None:
    """What to show of a product's picture or an image of the library (`storefront.pictures.showing`)."""
    return shown(picture, most or None)
