"""A product's photographs, or the drawing that stands for them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from catalogue.kinds import drawing_of
from storefront.pictures.showing import ShownTexts, shown, texts_of
from storefront.ready_addresses import ReadyFile
from storefront.ready_templates import ReadyTemplate

#: The small pictures that lead to the large ones need no wider rendition.
_WIDEST_SMALL = 320
_file = ReadyFile()
_GALLERY = ReadyTemplate("catalogue/_gallery.html")


class Slide(NamedTuple):
    """One photograph, large and small."""

    alt: str
    large: ShownTexts
    small: ShownTexts


def gallery(product: Any) -> SafeString:
    """All pictures of a product side by side."""
    slides = tuple(
        Slide(
            picture.caption or product.title,
            texts_of(shown(picture)),
            texts_of(shown(picture, _WIDEST_SMALL)),
        )
        for picture in product.images.all()
    )
    return _GALLERY(slides=slides, drawing="" if slides else _drawing(product))


def _drawing(product: Any) -> str:
    group = getattr(product.primary_group, "slug", "")
    return _file(drawing_of(product.name_folded, group, product.pk))
