"""What is kept of a picture, and which are not taken."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from storefront.pictures.reading import PictureRefusedError, clean_picture
from storefront.pictures.renditions import Known, draw, formats_here, known_of, widths_for
from tests.factories.pictures import MAKER, photo


def opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return picture


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_nothing_of_the_sender_is_kept(form: str) -> None:
    sent = photo(form=form)
    assert MAKER.encode() in sent
    clean = clean_picture(sent, name=f"anh.{form.lower() if form != 'JPEG' else 'jpg'}")
    kept = opened(clean.content)
    assert (clean.width, clean.height) == kept.size == (900, 600)
    assert dict(kept.getexif()) == {}
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
                              "loop", "background", "timestamp", "duration"}  # fmt: skip
    assert MAKER.encode() not in clean.content
    for drawn in draw(clean.content):
        assert MAKER.encode() not in drawn.content


@pytest.mark.parametrize(("turn", "corner"), [(1, "red"), (3, "blue"), (6, "red"), (8, "blue")])
def test_a_photograph_stands_upright(turn: int, corner: str) -> None:
    """Turned by 3 the red half is on the right; by 6 on top; by 8 at the bottom."""
    clean = clean_picture(photo(turn=turn))
    kept = opened(clean.content)
    assert kept.size == ((600, 900) if turn in {6, 8} else (900, 600))
    red, _green, blue = kept.getpixel((20, 20))
    assert (red > blue) == (corner == "red")


def test_widths_are_fixed_and_nothing_is_blown_up() -> None:
    assert widths_for(3000) == (320, 480, 640, 960, 1280, 1920)
    assert widths_for(2000) == (320, 480, 640, 960, 1280, 1920)
    assert widths_for(800) == (320, 480, 640, 800)
    assert widths_for(640) == (320, 480, 640)
    assert widths_for(90) == (90,)
    clean = clean_picture(photo(500, 300))
    drawn = {(each.width, each.form): opened(each.content) for each in draw(clean.content)}
    assert set(drawn) == {(width, form) for width in (320, 480, 500) for form in ("avif", "webp", "jpg")}
    assert {key: picture.size for key, picture in drawn.items()} == {
        (width, form): (width, round(width * 3 / 5)) for width, form in drawn
    }
    assert {form: drawn[320, form].format for form in formats_here()} == {
        "avif": "AVIF",
        "webp": "WEBP",
        "jpg": "JPEG",
    }
    assert known_of(clean.content).is_whole
    assert Known.of(known_of(clean.content).as_data()) == known_of(clean.content)


def test_large_ones_are_kept_smaller_and_see_through_ones_stay_so() -> None:
    assert (clean_picture(photo(4000, 3000)).width, clean_picture(photo(4000, 3000)).height) == (2560, 1920)
    clean = clean_picture(encoded(Image.new("RGBA", (400, 400), (0, 100, 0, 0)), "PNG"), name="mark.png")
    assert clean.extension == "webp"
    assert opened(clean.content).getpixel((5, 5))[3] == 0
    jpeg = next(each for each in draw(clean.content) if each.form == "jpg")
    assert opened(jpeg.content).getpixel((5, 5)) == (255, 255, 255)


def test_a_clean_drawing_is_kept_byte_for_byte() -> None:
    drawing = encoded(Image.new("RGB", (300, 200), "green"), "WEBP")
    assert clean_picture(drawing, name="tranh.webp").content == drawing
    assert clean_picture(photo(form="WEBP"), name="tranh.webp").content != photo(form="WEBP")


def test_colours_of_print_are_taken_with_their_profile_only() -> None:
    bare = encoded(Image.new("CMYK", (300, 200), (0, 200, 200, 0)), "JPEG")
    assert refused(bare) == "picture-print-colours"
    assert (
        refused(encoded(Image.new("CMYK", (9, 9)), "JPEG", icc_profile=b"nonsense"))
        == "picture-print-colours"
    )
    display = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = clean_picture(encoded(Image.new("RGB", (300, 200), (10, 120, 60)), "JPEG", icc_profile=display))
    assert "icc_profile" not in opened(kept.content).info
    assert all(
        abs(a - b) < 6 for a, b in zip(opened(kept.content).getpixel((9, 9)), (10, 120, 60), strict=True)
    )


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "RGBA"])
def test_every_way_to_count_colours_is_read(mode: str) -> None:
    clean = clean_picture(encoded(Image.new(mode, (60, 40)), "PNG"), name="a.png")
    assert (clean.width, clean.height) == opened(clean.content).size == (60, 40)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def refused(content: bytes, name: str = "") -> str:
    with pytest.raises(PictureRefusedError) as refusal:
        clean_picture(content, name=name)
    assert str(refusal.value.message)
    return refusal.value.code


def test_bad_pictures_are_refused_by_name() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    moving = {"save_all": True, "append_images": frames[1:]}
    whole = photo()
    assert {
        "empty": refused(b""),
        "text": refused(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.jpg"),
        "cut": refused(whole[: len(whole) // 2]),
        "head only": refused(whole[:200]),
        "no pixels": refused(bomb(400, 400)),
        "hundred megapixels": refused(bomb(10_000, 10_000)),
        "bomb": refused(bomb(60_000, 60_000)),
        "gif": refused(encoded(frames[0], "GIF", **moving), "a.gif"),
        "webp": refused(encoded(frames[0], "WEBP", **moving), "a.webp"),
        "apng": refused(encoded(frames[0], "PNG", **moving), "a.png"),
        "ending": refused(encoded(frames[0], "PNG"), "a.jpg"),
        "ending of a program": refused(whole, "a.php"),
        "tiff": refused(encoded(frames[0], "TIFF"), "a.tif"),
        "too many bytes": refused(whole + b"\0" * 12 * 1024 * 1024),
    } == {
        "empty": "picture-empty",
        "text": "picture-unknown",
        "cut": "picture-broken",
        "head only": "picture-broken",
        "no pixels": "picture-broken",
        "hundred megapixels": "picture-too-many-pixels",
        "bomb": "picture-too-many-pixels",
        "gif": "picture-animated",
        "webp": "picture-animated",
        "apng": "picture-animated",
        "ending": "picture-ending",
        "ending of a program": "picture-ending",
        "tiff": "picture-unknown",
        "too many bytes": "picture-too-large",
    }


@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
    content = bytearray(photo(60, 40, form=form))
    for _hit in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        clean = clean_picture(bytes(content))
    except PictureRefusedError:
        return
    assert MAKER.encode() not in clean.content
