"""Codes in other people's templates."""

from __future__ import annotations

from django import template
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from catalogue.models import Product
from catalogue.product_page import part, part_of
from qr import symbols
from qr.models import Code
from storefront.ready_addresses import ReadyAddress
from storefront.ready_templates import ReadyTemplate

register = template.Library()
_PRODUCT_CODE = ReadyTemplate("qr/_product_code.html")
_svg_address, _png_address = ReadyAddress("qr:svg"), ReadyAddress("qr:png")


@register.simple_tag
def product_code(product: Product) -> SafeString:
    """The product's code for its page: symbol, address, downloads. Nothing while it has none."""
    code = next(iter(part_of(product, "code")), None)
    if code is None:
        return SafeString("")
    code.product = product
    return _PRODUCT_CODE(
        href=code.get_absolute_url(),
        symbol=code_symbol(code),
        svg=_svg_address(code=code.code),
        png=_png_address(code=code.code),
    )


@part("code")
def _active(*, product: int) -> QuerySet[Code]:
    return Code.objects.active().filter(product=product)[:1]


@register.simple_tag
def code_symbol(code: Code, css_class: str = "qr-symbol") -> SafeString:
    """The symbol of a code as inline SVG, sized by the style sheet."""
    drawn = symbols.svg(code.printed_url, title=code.printed_url, module=None, css_class=css_class)
    return mark_safe(drawn)
