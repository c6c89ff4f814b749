"""Pictures and papers sent with a complaint: judged by their content, freed of what they tell about the sender."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from storefront.complaints.papers import PaperLockedError, bare_paper
from storefront.errors import DomainError

MOST_FILES = 5
MOST_BYTES = 8 * 1024 * 1024
#: Beyond this a picture is a trap rather than a photograph (a telephone's 108 megapixels fit).
_MOST_PIXELS = 120_000_000
_LONGEST_SIDE = 2400
_PICTURES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}


class FileRefusedError(DomainError):
    """A file is not kept, and nothing of its complaint is."""


@dataclass(frozen=True)
class CleanFile:
    """What is kept: content without camera data, with the type its content has."""

    content: bytes
    extension: str
    media_type: str


def clean_files(
    uploads: Sequence[Any], *, most: int = MOST_FILES, takes_papers: bool = True
) -> list[CleanFile]:
    """Return what may be kept of `uploads`: pictures, and papers unless told otherwise.

    Raises `FileRefusedError` for the first that may not.
    """
    if len(uploads) > most:
        raise FileRefusedError(
            _("Gửi nhiều nhất %(most)s tệp.") % {"most": most}, code="too-many-files", field="files"
        )
    return [_clean(upload, takes_papers=takes_papers) for upload in uploads]


def _clean(upload: Any, *, takes_papers: bool) -> CleanFile:
    if upload.size > MOST_BYTES:
        raise _refused(upload, _("Tệp “%(name)s” quá lớn, nhiều nhất 8 MB."), code="file-too-large")
    content = upload.read()
    if not content:
        raise _refused(upload, _("Tệp “%(name)s” không có gì bên trong."), code="file-empty")
    if content.startswith(b"%PDF-"):
        if not takes_papers:
            raise _refused(upload, _("“%(name)s” không phải ảnh. Ở đây chỉ nhận ảnh."), code="file-unknown")
        if b"%%EOF" not in content[-2048:]:
            raise _refused(upload, _("Tệp “%(name)s” bị cắt mất một đoạn. Hãy gửi lại."), code="file-broken")
        return CleanFile(_bare_paper(upload, content), "pdf", "application/pdf")
    return _clean_picture(upload, content)


def _bare_paper(upload: Any, content: bytes) -> bytes:
    try:
        return bare_paper(content)
    except PaperLockedError as error:
        message = _("Tệp “%(name)s” có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
        raise _refused(upload, message, code="file-locked") from error
    except ValueError as error:
        raise _refused(
            upload, _("Không đọc được tệp “%(name)s”. Hãy gửi lại."), code="file-broken"
        ) from error


def _clean_picture(upload: Any, content: bytes) -> CleanFile:
    """Draw the picture anew: turned upright, at most 2400 pixels long, nothing kept but the pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_PICTURES)) as picture:
            kind = str(picture.format)
            if picture.width * picture.height > _MOST_PIXELS:
                raise _refused(upload, _("Ảnh “%(name)s” có quá nhiều điểm ảnh."), code="file-too-large")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            mode = "RGB" if kind == "JPEG" or "A" not in upright.getbands() else "RGBA"
            bare = Image.new(mode, upright.size)
            bare.paste(upright.convert(mode))
            kept = io.BytesIO()
            bare.save(kept, format=kind, **({"quality": 85} if kind != "PNG" else {}))
    except FileRefusedError:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        message = _("Tệp “%(name)s” không phải ảnh JPG, PNG, WebP hoặc PDF đọc được.")
        raise _refused(upload, message, code="file-unknown") from error
    extension, media_type = _PICTURES[kind]
    return CleanFile(kept.getvalue(), extension, media_type)


def _refused(upload: Any, message: Any, *, code: str) -> FileRefusedError:
    return FileRefusedError(message % {"name": upload.name[-60:]}, code=code, field="files")
