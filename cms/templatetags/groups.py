"""How a group of products is drawn and named where there is little room."""

from __future__ import annotations

from typing import Any

from django import template

from catalogue import kinds

register = template.Library()


OTHER = "food"
# First words of a group's address → its drawing. The six of QĐ 26/2026/QĐ-TTg.
DRAWINGS = {
    "thuc-pham": "food",
    "do-uong": "drinks",
    "duoc-lieu": "herbs",
    "thu-cong": "crafts",
    "sinh-vat": "plants",
    "dich-vu": "tourism",
    "du-lich": "tourism",
}


def drawing_of(group: Any) -> str:
    """Return the name of a group's drawing; anything unknown, and None, is drawn as food."""
    slug = getattr(group, "slug", "")
    return next((drawing for start, drawing in DRAWINGS.items() if slug.startswith(start)), OTHER)


@register.filter
def group_picture(group: Any) -> str:
    """The static picture of a group."""
    return f"img/groups/{drawing_of(group)}.webp"


@register.filter
def kind_picture(product: Any) -> str:
    """The static drawing that stands for a product without a photograph, in one of three colourings."""
    return kinds.drawing_of(product.name_folded, getattr(product.primary_group, "slug", ""), product.pk)


@register.filter
def group_label(group: Any) -> str:
    """A name that fits under a small picture: what stands before the first comma, "và sản phẩm" or "and"."""
    name = group.label.split(",")[0].split(" và sản phẩm")[0].split(" and ")[0]
    return name.removeprefix("Dịch vụ ").capitalize()
