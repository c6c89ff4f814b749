"""The shared picture: its key tells of everything on it, and text fits."""

from __future__ import annotations

import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from storefront.machines.cards import HEIGHT, WIDTH, Card, _font, draw_card, wrapped

CARD = Card(
    "Nước mắm Lê Gia", "Hợp tác xã Ba Làng", "Xã Vạn Phúc, Thanh Hóa", 4, "4 sao OCOP, còn hạn đến 01/10/2029"
)


def test_everything_drawn_is_in_the_key() -> None:
    others = [
        replace(CARD, title="Trà"),
        replace(CARD, above="Khác"),
        replace(CARD, below="Khác"),
        replace(CARD, star=3),
        replace(CARD, note="Khác"),
        replace(CARD, picture="a.jpg"),
    ]
    assert len({card.key for card in [CARD, *others]}) == 7
    assert replace(CARD).key == CARD.key


def test_a_star_is_drawn_in_gold_and_a_missing_picture_harms_nothing() -> None:
    def gold(card: Card) -> int:
        with Image.open(io.BytesIO(draw_card(card))) as picture:
            assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT))
            pixels = picture.convert("RGB").get_flattened_data()
            return sum(1 for red, green, blue in pixels if red > 215 and green > 160 and blue < 120)

    plain = gold(replace(CARD, star=0, note="", picture="nowhere.jpg"))
    assert plain == 0
    assert 0 < gold(replace(CARD, star=3)) < gold(CARD) < gold(replace(CARD, star=5))


@given(st.text(alphabet="Nước mắm ẩệộữ W…", max_size=300), st.integers(1, 4))
def test_text_fits_its_lines(text: str, lines: int) -> None:
    font = _font(54)
    written = wrapped(text, font, 500, lines)
    assert len(written) <= lines
    assert all(font.getlength(line) <= 500 for line in written)
