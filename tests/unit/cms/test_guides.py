from __future__ import annotations

from pathlib import Path

from cms.guides import GUIDES, read_guide, read_guides


def test_guides_come_in_the_order_of_their_numbers():
    assert [guide.slug for guide in read_guides("huong-dan", "vi")] == [
        "ngoi-sao-ocop",
        "mua-va-giao-hang",
        "thanh-toan",
        "doi-tra-khieu-nai",
        "xep-hang",
        "quy-che",
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
    assert guide.standfirst.startswith("Tiền đi thẳng")
    assert guide.html.startswith("<h2>")
