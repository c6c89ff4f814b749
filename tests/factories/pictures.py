"""Photographs as telephones send them: with the place they were taken in, and lying on their side."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

#: Written into the camera data of every photograph here; found nowhere in what is published.
MAKER = "TELEPHONE-OF-BA-HOA"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def photo(width: int = 900, height: int = 600, *, form: str = "JPEG", turn: int = 1, **options: Any) -> bytes:
    """Return a photograph, its left half red and its right half blue, with GPS data and the turn `turn` (EXIF)."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turn, MAKER
    exif.get_ifd(0x8825).update({1: "N", 2: (19.0, 48.0, 30.0), 3: "E", 4: (105.0, 46.0, 12.0)})
    out = io.BytesIO()
    picture.save(out, form, exif=exif, **({"quality": 95} if form != "PNG" else {}), **options)
    return out.getvalue()


def upload(content: bytes, name: str = "IMG_2026.jpg") -> SimpleUploadedFile:
    """The content as a form receives it."""
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def stored(settings: Any) -> set[str]:
    """Every file below the media folder."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
