"""What is kept of an uploaded picture: its pixels, upright, in sRGB, at most 2,560 long, and nothing else.

A photograph from a telephone says where and when it was taken and by which device; whoever publishes it, publishes
that. So every picture is drawn anew before it is stored: the file that came is never kept.
"""

from __future__ import annotations

import hashlib
import io
import logging
import warnings
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from storefront.errors import DomainError

logger = logging.getLogger(__name__)
register_heif_opener()

MOST_BYTES = 12 * 1024 * 1024
#: A telephone's 48 and 50 megapixels fit; beyond that a picture is a trap, or of no use on a page.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
#: What the content may be, and the endings of a name that say so.
ENDINGS = {
    "JPEG": ("jpg", "jpeg", "jpe", "jfif"),
    "MPO": ("jpg", "jpeg", "jpe", "jfif"),
    "PNG": ("png",),
    "WEBP": ("webp",),
    "AVIF": ("avif",),
    "HEIF": ("heic", "heif"),
    "GIF": ("gif",),
}
_OPENERS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF")
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, OverflowError, MemoryError)


class PictureRefusedError(DomainError):
    """A picture is not taken, and nothing of it is stored."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture fit to be published. `extension` without dot; `digest` names the content."""

    content: bytes
    extension: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:20]


class CleanFile(SimpleUploadedFile):
    """A file that holds a clean picture; storing it does not clean it again."""

    def __init__(self, picture: CleanPicture, stem: str = "") -> None:
        kind = "jpeg" if picture.extension == "jpg" else picture.extension
        name = f"{picture.digest}{'-' if stem else ''}{stem}.{picture.extension}"
        super().__init__(name, picture.content, content_type=f"image/{kind}")
        self.picture = picture


def clean_file(file: Any, *, stem: str = "", named: bool = True) -> CleanFile:
    """Return what may be stored of an uploaded `file`, named by its content (and `stem`).

    Raises `PictureRefusedError` for what is no picture, broken, moving, too big, or in the colours of print
    without the profile that says what they mean; also, unless `named` is off, what is not what its name says.
    """
    if isinstance(file, CleanFile):
        return file
    file.seek(0)
    name = str(getattr(file, "name", "") or "") if named else ""
    return CleanFile(clean_picture(file.read(MOST_BYTES + 1), name=name), stem)


def clean_picture(content: bytes, *, name: str = "") -> CleanPicture:
    """Return the picture in `content`, ready to be published. `name` is the sender's, judged by its ending."""
    if not content:
        raise _refused(_("Tệp ảnh không có gì bên trong."), "picture-empty")
    if len(content) > MOST_BYTES:
        raise _refused(_("Tệp ảnh quá lớn, nhiều nhất 12 MB."), "picture-too-large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=_OPENERS) as picture:
                _judge(picture, name)
                if picture.format == "WEBP" and _is_bare_webp(content) and max(picture.size) <= LONGEST_SIDE:
                    picture.load()
                    return CleanPicture(content, "webp", *picture.size)
                return _drawn_anew(picture)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Image.UnidentifiedImageError as error:
        message = _("Tệp không phải ảnh JPG, PNG, WebP, AVIF hoặc HEIC.")
        raise _refused(message, "picture-unknown") from error
    except _BROKEN as error:
        message = _("Ảnh bị hỏng hoặc bị cắt mất một đoạn. Hãy gửi lại ảnh gốc.")
        raise _refused(message, "picture-broken") from error


def _judge(picture: Image.Image, name: str) -> None:
    """Refuse by the head of the file, before a single pixel is unpacked."""
    kind = str(picture.format)
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending and ending not in ENDINGS[kind]:
        message = _("Đuôi tệp là .%(ending)s nhưng bên trong là ảnh %(kind)s. Hãy đổi đúng đuôi rồi gửi lại.")
        raise _refused(message % {"ending": ending[:10], "kind": kind}, "picture-ending")
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    # An MPO is a photograph with a second one for depth or preview: the first is the picture.
    if kind not in {"MPO", "HEIF"} and getattr(picture, "n_frames", 1) > 1:
        raise _refused(_("Ảnh động không dùng được. Hãy gửi một ảnh đứng yên."), "picture-animated")
    if picture.mode == "CMYK" and not picture.info.get("icc_profile"):
        message = _("Ảnh dùng hệ màu in (CMYK) mà không kèm hồ sơ màu. Hãy xuất lại ảnh ở hệ màu RGB.")
        raise _refused(message, "picture-print-colours")


def _is_bare_webp(content: bytes) -> bool:
    """Whether a WebP holds its pixels and nothing else: such a one, our own drawings say, is kept as it is."""
    at = 12
    while at + 8 <= len(content):
        if content[at : at + 4] not in {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}:
            return False
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return at == len(content)


def _drawn_anew(picture: Image.Image) -> CleanPicture:
    profile = picture.info.get("icc_profile")
    turn = _orientation(picture)
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    was = str(picture.format)
    picture.draft(picture.mode, (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    shown = _in_srgb(_eight_bits(picture, has_alpha), profile, has_alpha)
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if turn is not None:
        shown = shown.transpose(turn)
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    kept = io.BytesIO()
    if has_alpha or was in {"WEBP", "AVIF"}:
        bare.save(kept, "WEBP", quality=90, method=4)
        return CleanPicture(kept.getvalue(), "webp", *bare.size)
    bare.save(kept, "JPEG", quality=90, progressive=True, optimize=True)
    return CleanPicture(kept.getvalue(), "jpg", *bare.size)


def _orientation(picture: Image.Image) -> Image.Transpose | None:
    """Return the turn that sets a photograph upright; broken camera data turn nothing."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    try:
        return turns.get(picture.getexif().get(0x0112, 1))
    except Exception:  # camera data are written by anybody; a photograph is not refused for them
        logger.info("unreadable camera data in an uploaded picture")
        return None


def _eight_bits(picture: Image.Image, has_alpha: bool) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if picture.mode in {"CMYK", "RGB", "RGBA"}:
        return picture
    return picture.convert("RGBA" if has_alpha else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None, has_alpha: bool) -> Image.Image:
    """Return the picture in the colours every screen understands; a profile that cannot be read is left out."""
    wanted = "RGBA" if has_alpha else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if picture.mode == "RGBA":
                alpha = picture.getchannel("A")
                turned = ImageCms.profileToProfile(picture.convert("RGB"), source, _SRGB, outputMode="RGB")
                turned.putalpha(alpha)
                return turned
            return ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB").convert(wanted)
        except (ImageCms.PyCMSError, OSError, ValueError, AttributeError):
            if picture.mode == "CMYK":
                message = _("Không đọc được hồ sơ màu của ảnh CMYK. Hãy xuất lại ảnh ở hệ màu RGB.")
                raise _refused(message, "picture-print-colours") from None
            logger.info("unreadable colour profile in an uploaded picture")
    return picture if picture.mode == wanted else picture.convert(wanted)


def _too_many_pixels() -> PictureRefusedError:
    message = _("Ảnh có quá nhiều điểm ảnh, nhiều nhất 50 triệu (ví dụ 8160 × 6120).")
    return _refused(message, "picture-too-many-pixels")


def _refused(message: Any, code: str) -> PictureRefusedError:
    return PictureRefusedError(message, code=code, field="picture")
