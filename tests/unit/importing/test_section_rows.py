"""Headings inside a table: what they say, what they do not, and how far they reach."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.importing.section_rows import Outline, label_of, read_section


@pytest.mark.parametrize(
    ("text", "label", "facts", "stated"),
    [
        ("I. Hạng 4 sao", "I", {"star": 4}, None),
        ("A. Sản phẩm đạt 3 sao (12 sản phẩm)", "A", {"star": 3}, 12),
        ("II. SẢN PHẨM ĐẠT HẠNG BA SAO: 7 sản phẩm", "II", {"star": 3}, 7),
        ("★★★★", "", {"star": 4}, None),
        ("Hạng *****", "", {"star": 5}, None),
        ("Các sản phẩm OCOP được công nhận 4 sao", "", {"star": 4}, None),
        ("Nhóm: Thực phẩm", "", {"group": "Thực phẩm"}, None),
        ("1. Nhóm đồ uống", "1", {"group": "đồ uống"}, None),
        ("NGÀNH THỰC PHẨM (5 sản phẩm)", "", {"group": "THỰC PHẨM"}, 5),
        ("Đồ uống", "", {"group": "Đồ uống"}, None),
        ("Ngành hàng: Đồ gỗ", "", {"group": None}, None),
        ("Nhóm: Cà phê, ca cao", "", {}, None),
        ("Huyện Hậu Lộc", "", {"district": "Huyện Hậu Lộc"}, None),
        ("II. Thị xã Nghi Sơn", "II", {"district": "Thị xã Nghi Sơn"}, None),
        ("3. HUYỆN HẬU LỘC (04 sản phẩm)", "3", {"district": "Huyện Hậu Lộc"}, 4),
        (
            "Xã Hoằng Phụ, huyện Hoằng Hóa",
            "",
            {"commune": "Xã Hoằng Phụ", "district": "Huyện Hoằng Hóa"},
            None,
        ),
        ("Tỉnh Thanh Hóa", "", {"province": "Thanh Hóa"}, None),
        ("Thành phố Hà Nội", "", {"province": "Hà Nội"}, None),
        ("Thành phố Sầm Sơn", "", {"district": "Thành phố Sầm Sơn"}, None),
        ("I. Sản phẩm 4 sao huyện Hậu Lộc", "I", {"star": 4, "district": "Huyện Hậu Lộc"}, None),
    ],
)
def test_headings_that_are_understood(text, label, facts, stated):
    section = read_section(text)
    assert (section.label, section.facts, section.stated_rows) == (label, facts, stated)


@pytest.mark.parametrize(
    "text",
    [
        "Sản phẩm tiềm năng 5 sao",
        "Sản phẩm đề nghị nâng hạng 4 sao",
        "Hạng 3 sao trở lên",
        "Nước mắm Ba Làng",
        "Bánh gai Tứ Trụ 4 sao",
        "Huyện đội Hậu Lộc cung cấp",
        "Tổng cộng: 25 sản phẩm",
        "12",
        "",
        "★",
    ],
)
def test_what_is_not_wholly_understood_is_no_heading(text):
    assert read_section(text) is None


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("I", "I"),
        ("II.", "II"),
        ("A", "A"),
        ("1", "1"),
        (2, "2"),
        ("1.2", "1.2"),
        ("(a)", "a"),
        ("IX)", "IX"),
    ],
)
def test_labels(cell, label):
    assert label_of(cell) == label


@pytest.mark.parametrize("cell", ["", "Gạo", "123", None, "1.2.3.4"])
def test_no_labels(cell):
    assert label_of(cell) is None


def outlined(*texts):
    """The facts in force below the last of these headings."""
    outline = Outline()
    for number, text in enumerate(texts, start=1):
        outline.enter(read_section(text), number=number)
    return {key: value for key, (value, _number) in outline.facts.items()}


@pytest.mark.parametrize(
    ("texts", "facts"),
    [
        (["I. Hạng 4 sao", "1. Nhóm đồ uống"], {"star": 4, "group": "đồ uống"}),
        (["I. Hạng 4 sao", "1. Nhóm đồ uống", "2. Nhóm thực phẩm"], {"star": 4, "group": "thực phẩm"}),
        (["I. Hạng 4 sao", "1. Nhóm đồ uống", "II. Hạng 3 sao"], {"star": 3}),
        (["Hạng 4 sao", "Nhóm: Thực phẩm", "Hạng 3 sao"], {"star": 3}),
        (["Huyện Hậu Lộc", "Hạng 4 sao", "Hạng 3 sao"], {"district": "Huyện Hậu Lộc", "star": 3}),
        (["Huyện Hậu Lộc", "Hạng 4 sao", "Huyện Nga Sơn"], {"district": "Huyện Nga Sơn"}),
        (["A. 4 sao", "Huyện Hậu Lộc", "B. 3 sao"], {"star": 3}),
        (["H. Xã Nga An", "I. Xã Nga Bạch"], {"commune": "Xã Nga Bạch"}),
        (["Ngành thực phẩm", "Nhóm: Cà phê, ca cao"], {"group": "thực phẩm"}),
        (["Ngành thực phẩm", "Ngành: Đồ gỗ"], {}),
        (["Nhóm: Thực phẩm", "Nhóm: Đồ gỗ"], {}),
    ],
)
def test_headings_nest_and_end(texts, facts):
    assert outlined(*texts) == facts


def test_rows_are_counted_for_every_heading_above_them():
    outline = Outline()
    outline.enter(read_section("I. Hạng 4 sao"), number=1)
    outline.count_row()
    outline.enter(read_section("1. Huyện Hậu Lộc"), number=3)
    outline.count_row()
    outline.count_row()
    outline.enter(read_section("II. Hạng 3 sao"), number=6)
    assert {(one.number, one.rows) for one in outline.end()} == {(1, 3), (3, 2), (6, 0)}


@given(st.text(max_size=60))
def test_any_text_is_a_heading_or_none(text):
    section = read_section(text)
    assert section is None or set(section.facts) <= {"star", "group", "province", "district", "commune"}


@given(
    star=st.integers(3, 5),
    name=st.sampled_from(["Hậu Lộc", "Cư M'gar", "Bà Rịa - Vũng Tàu", "Phú Quý"]),
    upper=st.booleans(),
    stated=st.none() | st.integers(1, 400),
)
def test_a_star_and_a_district_come_back_in_capitals_or_not(star, name, upper, stated):
    text = f"Sản phẩm đạt {star} sao huyện {name}" + (f" ({stated} sản phẩm)" if stated else "")
    section = read_section(text.upper() if upper else text)
    assert section.facts["star"] == star
    assert section.facts["district"].casefold() == f"huyện {name}".casefold()
    assert section.stated_rows == stated
