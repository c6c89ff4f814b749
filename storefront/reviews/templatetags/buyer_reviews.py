"""Reviews on the pages of others."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from storefront.reviews.ratings import ratings_of
from storefront.reviews.reading import add_rows, block_of

register = template.Library()


@register.simple_tag
def buyer_reviews(product: Any) -> SafeString:
    """What buyers say of a product, or nothing."""
    block = block_of(product)
    return SafeString("") if block is None else render_to_string("reviews/_block.html", {"block": block})


@register.simple_tag
def with_review_rows(orders: list[Any]) -> str:
    """Give each order what of it may be reviewed; prints nothing."""
    add_rows(orders)
    return ""


@register.simple_tag
def with_ratings(*lists: list[Any]) -> str:
    """Give each product of the lists its `rating`, None without reviews; one query, prints nothing."""
    products = [product for each in lists for product in each]
    ratings = ratings_of(products) if products else {}
    for product in products:
        product.rating = ratings.get(product.pk)
    return ""
