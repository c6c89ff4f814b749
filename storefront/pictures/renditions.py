"""The sizes and forms a picture is drawn in, and what is known of them without asking anybody."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image, features

#: Fixed widths: a page of 360 to 1,920 pixels, on screens of one to three dots a pixel.
WIDTHS = (320, 480, 640, 960, 1280, 1920)
#: Smallest first: what a browser takes of several it knows.
FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
_WRITERS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 55, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "progressive": True, "optimize": True}),
}


def formats_here() -> tuple[str, ...]:
    """Return the forms the installed Pillow writes; a build without AVIF leaves that one out."""
    return tuple(form for form in FORMATS if form == "jpg" or features.check(form))


def widths_for(width: int) -> tuple[int, ...]:
    """Return the widths a picture of `width` is drawn in: never wider than itself, its own when it is small."""
    fitting = tuple(step for step in WIDTHS if step <= width)
    return fitting if fitting and (fitting[-1] == WIDTHS[-1] or fitting[-1] == width) else (*fitting, width)


@dataclass(frozen=True)
class Drawn:
    """One rendition, not yet stored."""

    width: int
    form: str
    content: bytes


def draw(content: bytes) -> Iterator[Drawn]:
    """Yield every rendition of a clean picture, widest first, each width made from the one above it."""
    with Image.open(io.BytesIO(content)) as opened:
        shown: Image.Image = opened.convert("RGBA" if "A" in opened.getbands() else "RGB")
    for width in reversed(widths_for(shown.width)):
        if width != shown.width:
            height = max(1, round(shown.height * width / shown.width))
            shown = shown.resize((width, height), Image.Resampling.LANCZOS)
        for form in formats_here():
            writer, options = _WRITERS[form]
            out = io.BytesIO()
            (_on_white(shown) if form == "jpg" else shown).save(out, writer, **options)
            yield Drawn(width, form, out.getvalue())


def known_of(content: bytes) -> Known:
    """Return what will be known of a clean picture once `draw` has been stored."""
    with Image.open(io.BytesIO(content)) as opened:
        return Known(opened.width, opened.height, widths_for(opened.width), formats_here())


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


@dataclass(frozen=True)
class Known:
    """What stands beside a picture: its size, and the widths and forms that are ready."""

    width: int
    height: int
    widths: tuple[int, ...] = ()
    forms: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {"size": [self.width, self.height], "widths": list(self.widths), "forms": list(self.forms)}

    @classmethod
    def of(cls, data: Mapping[str, Any] | None) -> Known | None:
        """Read what `as_data` wrote; None where nothing is known yet."""
        if not data or "size" not in data:
            return None
        width, height = data["size"]
        return cls(width, height, tuple(data.get("widths", ())), tuple(data.get("forms", ())))

    @property
    def is_whole(self) -> bool:
        return self.widths == widths_for(self.width) and set(self.forms) >= set(formats_here())


def rendition_name(name: str, width: int, form: str) -> str:
    """Return the stored name of a rendition: `ab12.jpg` 640 pixels wide as WebP is `ab12-640.webp`."""
    stem = name.rpartition(".")[0] or name
    return f"{stem}-{width}.{form}"
