"""Codes in other people's templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from catalogue.models import Product
from catalogue.product_page import part, part_of
from qr import symbols
from qr.models import Code

register = template.Library()


@register.inclusion_tag("qr/_product_code.html")
def product_code(product: Product) -> dict[str, Any]:
    """The product's code for its page: symbol, address, downloads. Nothing while it has none."""
    code = next(iter(part_of(product, "code")), None)
    if code is not None:
        code.product = product
    return {"code": code, "product": product}


@part("code")
def _active(*, product: int) -> QuerySet[Code]:
    return Code.objects.active().filter(product=product)[:1]


@register.simple_tag
def code_symbol(code: Code, css_class: str = "qr-symbol") -> SafeString:
    """The symbol of a code as inline SVG, sized by the style sheet."""
    drawn = symbols.svg(code.printed_url, title=code.printed_url, module=None, css_class=css_class)
    return mark_safe(drawn)
