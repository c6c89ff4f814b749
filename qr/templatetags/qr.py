"""Codes in other people's templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from catalogue.models import Product
from qr import codes, symbols
from qr.models import Code

register = template.Library()


@register.inclusion_tag("qr/_product_code.html")
def product_code(product: Product) -> dict[str, Any]:
    """The product's code for its page: symbol, address, downloads. Nothing while it has none."""
    return {"code": codes.code_for(product), "product": product}


@register.simple_tag
def code_symbol(code: Code, css_class: str = "qr-symbol") -> SafeString:
    """The symbol of a code as inline SVG, sized by the style sheet."""
    drawn = symbols.svg(code.printed_url, title=code.printed_url, module=None, css_class=css_class)
    return mark_safe(drawn)
