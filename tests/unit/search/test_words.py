"""Words are the same however they were typed, and what was typed with marks can be told apart."""

from __future__ import annotations

import unicodedata

import pytest

from catalogue.search.words import MAX_TEXT, as_stored, clean_text, folded_words, index_text, spelt_words


@pytest.mark.parametrize(
    "typed",
    [
        "nước mắm",
        "Nước Mắm",
        "NƯỚC MẮM",
        "nuoc mam",
        unicodedata.normalize("NFD", "Nước Mắm"),
        "  nước\tmắm ",
        "nước-mắm",
    ],
)
def test_folded_words_are_one_for_every_way_of_typing(typed):
    assert folded_words(typed) == ["nuoc", "mam"]


def test_folded_words_part_numbers_from_units_and_take_d_with_stroke_as_d():
    assert folded_words("Đường phèn 500ml, 40N") == ["duong", "phen", "500", "ml", "40", "n"]


def test_spelt_words_keep_letters_and_put_the_tone_behind():
    assert spelt_words("Nước mắm Bà Hoà") == ["nươc1", "măm1", "ba2", "hoa2"]


@pytest.mark.parametrize(("one", "other"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe")])
def test_spelt_words_do_not_mind_where_the_tone_mark_stands(one, other):
    assert spelt_words(one) == spelt_words(other) == spelt_words(unicodedata.normalize("NFD", other))


def test_spelt_words_tell_marks_apart():
    assert len({spelt_words(word)[0] for word in ("dứa", "dừa", "dưa", "dua", "đua")}) == 5


def test_index_text_keeps_fields_apart_and_the_name_recognisable():
    assert (
        index_text("Mắm tôm", others=["Lê Gia", "", "…"])
        == " mam tom | le gia | ~mam ~tom | ^măm1 ^tôm | =lê =gia "
    )


def test_hints_are_found_and_not_ranked_by():
    assert index_text("Mắm", others=[], hints=["Kon Tum"]) == " mam | kon tum | ~mam | ^măm1 "


def test_words_side_by_side_are_found_within_a_field_and_not_across_two():
    stored = index_text("Mắm tôm", others=["Lê Gia"])
    assert as_stored(["mam", "tom"]) in stored
    assert as_stored(["tom", "le"]) not in stored
    assert as_stored(spelt_words("mắm tôm"), mark="^") in stored


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  nước \x00\n mắm\u200b ", "nước mắm"),
        (unicodedata.normalize("NFD", "mắm"), "mắm"),
        ("a\ud800b", "a b"),
        ("", ""),
        ("\x07", ""),
    ],
)
def test_clean_text_is_one_calm_line(typed, expected):
    assert clean_text(typed) == expected


def test_clean_text_cuts_ten_kilobytes():
    assert len(clean_text("nước mắm " * 1200)) <= MAX_TEXT
