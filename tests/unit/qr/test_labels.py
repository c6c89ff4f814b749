"""Label sheets: geometry inside the page, every symbol on the rendered page is read, refusals in words."""

import unicodedata
from decimal import Decimal

import pypdfium2
import pytest

from qr import labels, symbols
from qr.errors import LabelError
from qr.labels import Label, SheetOptions, draw_sheet
from qr.layouts import LAYOUTS, MODULE_SIZES, PAGE_HEIGHT, PAGE_WIDTH


def make_labels(number: int) -> list[Label]:
    names = ["Nước mắm cốt cá cơm Làng Chài Vạn Phúc ủ chượp mười tám tháng", "Chè đinh", "Giỏ cói có nắp"]
    return [
        Label(
            url=f"https://saolang.example/p/ABCD{number + 2000}",
            name=unicodedata.normalize("NFD", names[number % 3]),
            producer="Hợp tác xã dịch vụ nông nghiệp tổng hợp Bà Hoà (minh hoạ)",
            place="Xã Vạn Phúc, Thanh Hóa",
            short_address=f"saolang.example/p/ABCD{number + 2000}",
        )
        for number in range(number)
    ]


def pages_of(content: bytes) -> list:
    return list(pypdfium2.PdfDocument(content))


def read_page(page, dpi: int = 200) -> list[str]:
    return symbols.read(page.render(scale=dpi / 72).to_pil().convert("L"))


@pytest.mark.parametrize("key", LAYOUTS)
def test_every_label_of_a_layout_lies_on_the_page(key):
    layout = LAYOUTS[key]
    assert layout.per_page == int(key.split("-")[1])
    for slot in range(layout.per_page):
        x, y = layout.origin(slot)
        assert x >= 0
        assert x + layout.width <= PAGE_WIDTH
        assert y >= 0
        assert y + layout.height <= PAGE_HEIGHT
    assert layout.pitch_x >= layout.width
    assert layout.pitch_y >= layout.height


@pytest.mark.parametrize("key", LAYOUTS)
@pytest.mark.parametrize("modules", [37, 41])
def test_module_is_at_least_what_a_till_scanner_needs(key, modules):
    size = LAYOUTS[key].module_size(modules)
    assert size in MODULE_SIZES
    assert size >= 0.396
    assert size * modules <= LAYOUTS[key].height


@pytest.mark.parametrize("key", LAYOUTS)
def test_every_symbol_on_the_rendered_pages_is_read(key):
    wanted = make_labels(70)
    pages = pages_of(draw_sheet(wanted, SheetOptions(layout=key)))
    assert len(pages) == LAYOUTS[key].pages_for(70)
    assert sorted(text for page in pages for text in read_page(page)) == sorted(label.url for label in wanted)


def test_copies_start_and_offset_move_the_labels():
    one = make_labels(1)
    options = SheetOptions(
        layout="a4-24", copies=3, start_at=23, offset_x=Decimal("1.5"), offset_y=Decimal("-2")
    )
    pages = pages_of(draw_sheet(one, options))
    assert [len(read_page(page)) for page in pages] == [2, 1]
    straight = pages_of(draw_sheet(one, SheetOptions(layout="a4-24", start_at=23)))
    boxes = [symbols_box(pages[0]), symbols_box(straight[0])]
    assert boxes[0][0] - boxes[1][0] == pytest.approx(1.5, abs=0.15)
    assert boxes[0][1] - boxes[1][1] == pytest.approx(-2, abs=0.15)


def symbols_box(page) -> tuple[float, float]:
    """Left and top of the first dark pixel, in millimetres."""
    picture = page.render(scale=300 / 72).to_pil().convert("L").point(lambda v: 255 if v < 128 else 0)
    left, top, _right, _bottom = picture.getbbox()
    return left / 300 * 25.4, top / 300 * 25.4


def test_words_are_text_in_the_embedded_font_with_every_mark():
    page = pages_of(draw_sheet(make_labels(2), SheetOptions(layout="a4-24")))[0]
    text = page.get_textpage().get_text_bounded()
    assert "Chè đinh" in text
    assert "Nước mắm" in text
    assert "Quét để xem sao hôm nay" in text
    assert "Xã Vạn Phúc, Thanh Hóa" in text
    assert "★" not in text
    content = draw_sheet(make_labels(1), SheetOptions())
    assert b"BeVietnamPro" in content
    assert b"/FontFile2" in content


@pytest.mark.parametrize("key", LAYOUTS)
def test_words_stay_on_their_label(key):
    labels.register_fonts()
    layout = LAYOUTS[key]
    width = (layout.width - layout.module_size(37) * 37 - 2.4) * 72 / 25.4
    endless = Label("https://saolang.example/p/A", "Rất " * 60, "Hợp tác xã " * 20, "Xã " * 30, "a" * 80)
    lines = labels._fit_words(endless, layout, width)
    assert sum(line[2] for line in lines) <= layout.height * 72 / 25.4
    for font, size, _leading, _grey, text in lines:
        assert labels.pdfmetrics.stringWidth(text, font, size) <= width


@pytest.mark.parametrize(
    ("count", "options", "code"),
    [
        (0, SheetOptions(), "no-products"),
        (1, SheetOptions(copies=0), "too-many-labels"),
        (3, SheetOptions(copies=334), "too-many-labels"),
        (1, SheetOptions(copies=10**9), "too-many-labels"),
        (1, SheetOptions(start_at=25), "start-outside-sheet"),
        (1, SheetOptions(start_at=0), "start-outside-sheet"),
        (1, SheetOptions(offset_x=Decimal(11)), "offset-too-large"),
        (1, SheetOptions(offset_y=Decimal("-10.5")), "offset-too-large"),
    ],
)
def test_sheet_that_cannot_be_is_refused(count, options, code):
    with pytest.raises(LabelError) as refusal:
        draw_sheet(make_labels(count), options)
    assert refusal.value.code == code


def test_symbol_that_does_not_fit_is_refused_by_name():
    long = Label("https://saolang.example/" + "x" * 200, "Chè đinh", "", "")
    with pytest.raises(LabelError) as refusal:
        draw_sheet([long], SheetOptions(layout="a4-65"))
    assert refusal.value.code == "symbol-too-large"
    assert "Chè đinh" in str(refusal.value)


def test_nothing_is_drawn_when_one_symbol_is_not_read(monkeypatch):
    bad = make_labels(3)[1].url
    real = symbols.is_readable
    monkeypatch.setattr(symbols, "is_readable", lambda url: url != bad and real(url))
    with pytest.raises(LabelError) as refusal:
        draw_sheet(make_labels(3), SheetOptions())
    assert refusal.value.code == "symbol-unreadable"


def test_copies_of_a_label_share_one_symbol():
    once = len(draw_sheet(make_labels(1), SheetOptions(layout="a4-24")))
    often = len(draw_sheet(make_labels(1), SheetOptions(layout="a4-24", copies=24)))
    assert often < once * 1.5


def test_place_breaks_at_its_comma():
    labels.register_fonts()
    label = Label("u", "Bánh canh", "Cơ sở Chín Sương", "Phường Trảng Bàng, Tây Ninh")
    words = [line[4].replace("\u00a0", " ") for line in labels._fit_words(label, LAYOUTS["a4-65"], 57)]
    assert words[2:4] == ["Phường Trảng Bàng,", "Tây Ninh"]
