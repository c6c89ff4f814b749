"""What a page says of a picture: its sources, its size, the address to fall back on. Asks nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from storefront.pictures.renditions import FORMATS, Known, rendition_name

#: Where the focus of an image lies, in thirds: the name of a class in picture.css.
_ACROSS, _DOWN = ("left", "", "right"), ("top", "", "bottom")


@dataclass(frozen=True)
class Source:
    media_type: str
    srcset: str


@dataclass(frozen=True)
class Shown:
    """`sources` newest form first, without the fallback's; `srcset` and `src` are the fallback's."""

    src: str
    srcset: str
    width: int | None
    height: int | None
    sources: tuple[Source, ...] = ()
    focus: str = ""
    alt: str = ""


def shown(picture: Any, most: int | None = None) -> Shown | None:
    """Return what to show of a product's picture or of an image of the library; None without one.

    `most`: no rendition wider than this is named (a card never needs 1,920 pixels). A picture whose renditions are
    not ready is shown as it is stored.
    """
    if not picture:
        return None
    if hasattr(picture, "focal_point_x"):
        return _of_library(picture, most)
    return _of_row(picture, most)


class SourceTexts(NamedTuple):
    media_type: str
    srcset: str


class ShownTexts(NamedTuple):
    """What a frame of one size for all shows of a picture, for `storefront.ready_templates`."""

    src: str
    srcset: str
    sources: tuple[SourceTexts, ...]


def texts_of(picture: Shown) -> ShownTexts:
    """The texts of a picture without its own size."""
    sources = tuple([SourceTexts(source.media_type, source.srcset) for source in picture.sources])
    return ShownTexts(picture.src, picture.srcset, sources)


def largest_jpeg(picture: Any) -> str:
    """Return the address of the widest JPEG of a product's picture, for those who take nothing newer."""
    known = Known.of(picture.renditions)
    if known is None or "jpg" not in known.forms or not known.widths:
        return str(picture.original.url)
    return rendition_name(picture.original.url, known.widths[-1], "jpg")


def _of_row(picture: Any, most: int | None) -> Shown:
    known, url = Known.of(picture.renditions), picture.original.url
    if known is None or not known.widths:
        return Shown(url, "", known and known.width, known and known.height)
    named = {
        form: {width: rendition_name(url, width, form) for width in known.widths} for form in known.forms
    }
    return _shown(named, known.width, known.height, most)


def _of_library(image: Any, most: int | None) -> Shown:
    named: dict[str, dict[int, str]] = {}
    for rendition in image.renditions.all():
        form = rendition.file.name.rpartition(".")[2]
        if rendition.filter_spec.startswith("width-") and form in FORMATS:
            named.setdefault(form, {})[rendition.width] = rendition.file.url
    alt = "" if image.decorative else image.contextual_alt_text or image.default_alt_text
    if "jpg" in named:
        return replace(_shown(named, image.width, image.height, most), focus=_focus(image), alt=alt)
    return Shown(image.file.url, "", image.width, image.height, focus=_focus(image), alt=alt)


def _shown(named: dict[str, dict[int, str]], width: int, height: int, most: int | None) -> Shown:
    sets = {form: _fitting(addresses, most) for form, addresses in named.items()}
    newer = [form for form in FORMATS if form != "jpg" and form in sets]
    plain = sets["jpg"]
    middle = plain[min(range(len(plain)), key=lambda at: abs(plain[at][0] - 640))][1]
    sources = tuple(Source(FORMATS[form], _srcset(sets[form])) for form in newer)
    return Shown(middle, _srcset(plain), width, height, sources)


def _fitting(addresses: dict[int, str], most: int | None) -> list[tuple[int, str]]:
    """Return the widths up to `most`, at least the narrowest, narrowest first."""
    widths = sorted(addresses)
    kept = [width for width in widths if most is None or width <= most] or widths[:1]
    return [(width, addresses[width]) for width in kept]


def _srcset(addresses: list[tuple[int, str]]) -> str:
    return ", ".join(f"{address} {width}w" for width, address in addresses)


def _focus(image: Any) -> str:
    if image.focal_point_x is None or not image.width or not image.height:
        return ""
    across = _ACROSS[min(2, 3 * image.focal_point_x // image.width)]
    down = _DOWN[min(2, 3 * (image.focal_point_y or 0) // image.height)]
    return "-".join(part for part in (down, across) if part)
