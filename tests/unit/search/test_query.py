"""Whatever an address says, a calm query comes out of it, and a query makes the shortest address."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pytest

from catalogue.search.query import MAX_PAGE, Choices, ProductQuery, read_query
from catalogue.search.words import MAX_WORDS

DAY = date(2026, 11, 21)
CHOICES = Choices(
    groups={"thuc-pham": "Thực phẩm", "do-uong": "Đồ uống"},
    provinces={"38": "Thanh Hóa", "37": "Ninh Bình"},
    legal_forms={"cooperative": "Hợp tác xã"},
)


def read(**params: str | list[str]) -> ProductQuery:
    lists = {
        name.replace("_", "-"): [value] if isinstance(value, str) else value for name, value in params.items()
    }
    return read_query(lists, on=DAY, choices=CHOICES)


def test_an_empty_address_asks_for_stars_in_force_today():
    assert read() == ProductQuery(on=DAY)
    assert read().in_force_only


def test_a_full_address_is_read_and_written_back_the_same():
    query = read(
        q="nước mắm", nganh=["thuc-pham"], sao=["5", "4"], tinh="38", loai="cooperative",
        gia_tu="50.000", gia_den="200000", con_han="0", xep="gia-tang", page="3",
    )  # fmt: skip
    assert query == ProductQuery(
        on=DAY, text="nước mắm", groups=("thuc-pham",), stars=(5, 4), provinces=("38",), legal_forms=("cooperative",),
        price_min=50_000, price_max=200_000, in_force_only=False, sort="price", page=3,
    )  # fmt: skip
    assert read_query(parse_qs(query.address()), on=DAY, choices=CHOICES) == query


def test_usual_values_are_not_written():
    assert ProductQuery(on=DAY).address() == ""
    assert ProductQuery(on=DAY, stars=(5,), page=2).address(leave_out=["page"]) == "sao=5"


@pytest.mark.parametrize(
    "name", ["nganh", "sao", "tinh", "loai", "xep", "page", "gia_tu", "gia_den", "con_han", "la"]
)
@pytest.mark.parametrize(
    "value", ["", "x", "-1", "0x10", "9" * 400, "\x00", "'; DROP TABLE", "thuc-pham\n", "٣", "1e9"]
)
def test_unknown_values_are_ignored(name, value):
    assert read(**{name: value}) == ProductQuery(on=DAY)


def test_five_hundred_values_of_a_facet_are_no_more_than_the_known_ones():
    assert read(tinh=[str(code) for code in range(500)]).provinces == ("38", "37")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("-5000", None),
        ("200k", None),
        ("200.000 ₫", 200_000),
        ("200 000đ", 200_000),
        ("0", 0),
        ("1" + "0" * 30, None),
    ],
)
def test_prices_are_read_as_people_write_them(typed, expected):
    assert read(gia_tu=typed).price_min == expected


def test_a_price_range_the_wrong_way_round_is_turned():
    query = read(gia_tu="200000", gia_den="50000")
    assert (query.price_min, query.price_max) == (50_000, 200_000)


@pytest.mark.parametrize(
    ("typed", "page"), [("1000000", MAX_PAGE), ("9999999", MAX_PAGE), ("0", 1), ("2", 2), ("99999999", 1)]
)
def test_pages_stay_within_bounds(typed, page):
    assert read(page=typed).page == page


def test_the_last_of_a_hidden_field_and_its_box_counts():
    assert read(con_han=["0", "1"]).in_force_only
    assert not read(con_han=["0"]).in_force_only


def test_ten_kilobytes_of_words_are_a_dozen():
    query = read(q="mắm " * 2560)
    assert len(query.words) == len(query.spelt) == MAX_WORDS


@pytest.mark.parametrize("text", ['name:(a OR b) AND "', "***", "\\", "%_%", "🦐🦐", "’;--"])
def test_search_syntax_is_only_text(text):
    assert all(word.isalnum() for word in read(q=text).words)


def test_filters_in_use_are_counted_and_come_off_one_by_one():
    query = read(sao=["5", "4"], tinh="38", gia_den="1000", con_han="0", page="4")
    assert query.active_filters == 5
    assert query.without("stars", 5).stars == (4,)
    assert query.without("stars", 5).page == 1
    assert query.without("in_force_only").in_force_only
    assert query.without_price().price_max is None


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("19.8131,105.7812", (19.81, 105.78)),
        ("51.5,0.1", None),
        ("19.81", None),
        ("99999999.9,1", None),
        ("nan,nan", None),
        ("19.81,105.78,1", None),
    ],
)
def test_a_position_is_read_to_about_a_kilometre_and_only_in_vietnam(typed, near):
    query = read(gan=typed, xep="gan")
    assert (query.near, query.sort) == (near, "near" if near else "relevance")
    assert read_query(parse_qs(query.address()), on=DAY, choices=CHOICES) == query


def test_stars_said_in_words_are_a_filter():
    assert (read(q="nước mắm 5 sao").text, read(q="nước mắm 5 sao").stars) == ("nước mắm", (5,))
    assert (read(q="4 stars tea").text, read(q="4 stars tea").stars) == ("tea", (4,))
    assert read(q="nước mắm 5 sao", sao="3").stars == (3,)
    assert read(q="15 sao").stars == ()
