"""How a group of products is drawn and named where there is little room."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template

register = template.Library()


class Look(NamedTuple):
    picture: str
    icon: str


OTHER = Look("food", "leaf")
# First words of a group's address → how it looks. The six of QĐ 26/2026/QĐ-TTg.
LOOKS = {
    "thuc-pham": Look("food", "food"),
    "do-uong": Look("drinks", "drink"),
    "duoc-lieu": Look("herbs", "herb"),
    "thu-cong": Look("crafts", "craft"),
    "sinh-vat": Look("plants", "plant"),
    "dich-vu": Look("tourism", "stay"),
    "du-lich": Look("tourism", "stay"),
}


def look_of(group: Any) -> Look:
    """Return how a group looks; anything unknown, and None, look like a leaf."""
    slug = getattr(group, "slug", "")
    return next((look for start, look in LOOKS.items() if slug.startswith(start)), OTHER)


@register.filter
def group_picture(group: Any) -> str:
    """The static picture of a group."""
    return f"img/groups/{look_of(group).picture}.webp"


@register.filter
def group_icon(group: Any) -> str:
    """The line icon that stands where a product has no picture yet."""
    return look_of(group).icon


@register.filter
def group_label(group: Any) -> str:
    """A name that fits under a small picture: what stands before the first comma or "và sản phẩm"."""
    return group.name.split(",")[0].split(" và sản phẩm")[0].removeprefix("Dịch vụ ").capitalize()
