from __future__ import annotations

from pathlib import Path

import pytest

from cms.guides import GUIDES, Part, read_guide, read_guides, read_parts


def test_guides_come_in_the_order_of_their_numbers():
    assert [guide.slug for guide in read_guides("huong-dan", "vi")] == [
        "ngoi-sao-ocop",
        "mua-va-giao-hang",
        "thanh-toan",
        "doi-tra-khieu-nai",
        "xep-hang",
        "quy-che",
        "tro-nang",
    ]


def test_guides_are_written_in_both_languages():
    assert [guide.slug for guide in read_guides("huong-dan", "en")] == [
        guide.slug for guide in read_guides("huong-dan", "vi")
    ]


def test_a_section_without_guides_has_none():
    assert read_guides("tin-tuc", "vi") == []


def test_guide_has_title_standfirst_and_text():
    guide = read_guide(Path(GUIDES) / "huong-dan" / "3-thanh-toan.vi.html")

    assert guide.title == "Thanh toán"
    assert guide.standfirst.startswith("Trả cho ai")
    assert [part.modes for part in guide.parts] == [
        ("catalogue",),
        ("intermediary",),
        ("direct",),
        ("intermediary", "direct"),
    ]
    assert all(part.html.startswith("<h2>") for part in guide.parts)


def test_a_text_without_modes_is_for_all_and_a_mode_nobody_knows_is_an_error():
    assert read_parts("<p>A</p>\n<!-- direct -->\n<p>B</p>\n<!-- all -->\n<p>C</p>") == (
        Part((), "<p>A</p>"),
        Part(("direct",), "<p>B</p>"),
        Part((), "<p>C</p>"),
    )
    with pytest.raises(ValueError, match="auction"):
        read_parts("<!-- auction -->\n<p>B</p>")
