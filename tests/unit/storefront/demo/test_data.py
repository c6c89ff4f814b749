"""The demo's files as such: whole, consistent, and clearly illustrative."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from qr import gs1
from storefront.demo import reading
from storefront.places.loading import read_rows
from storefront.vietnamese import normalise_phone

PRODUCERS = reading.read_table("producers")
PRODUCTS = reading.read_table("products")
RECOGNITIONS = reading.read_table("recognitions")
PLAN = reading.read_plan("trade_promotion")


def test_producers_are_marked_and_stand_in_real_communes_of_today() -> None:
    communes = {(row["province"], row["name"]) for row in read_rows("communes")}

    assert len(PRODUCERS) == 54
    assert len({row["province"] for row in PRODUCERS}) == 32
    assert [row["name"] for row in PRODUCERS if not row["name"].endswith("(minh hoạ)")] == []
    assert {(row["province"], row["commune"]) for row in PRODUCERS} <= communes
    assert Counter(row["legal_form"] for row in PRODUCERS) == {
        "cooperative": 21,
        "household": 11,
        "company": 9,
        "cooperative_group": 7,
        "farm": 3,
        "private_enterprise": 3,
    }


def test_telephones_and_accounts_reach_nobody() -> None:
    """0200 is no area code of Vietnam, 999999 no bank."""
    phones = {normalise_phone(row["phone"]) for row in PRODUCERS}

    assert len(phones) == 54
    assert {phone[:9] for phone in phones} == {"+84200000"}
    assert {row["bank_bin"] for row in PRODUCERS} == {"999999"}
    assert {row["bank_account"][:7] for row in PRODUCERS} == {"MINHHOA"}


def test_products_cover_groups_and_handling() -> None:
    handling = Counter(word for row in PRODUCTS for word in row["handling"].split())

    assert len(PRODUCTS) == len({row["key"] for row in PRODUCTS}) == 120
    assert {int(row["criteria_set"]) for row in PRODUCTS} == set(range(1, 27))
    assert sum(row["nature"] == "service" for row in PRODUCTS) == 2
    assert sum(row["lead_days"] != "" for row in PRODUCTS) == 3
    assert handling == {"fragile": 33, "liquid": 24, "chilled": 17, "oversize": 9, "live": 7, "alcohol": 5}
    assert {row["key"] for row in PRODUCTS if int(row["criteria_set"]) in {14, 15}} == {
        row["key"] for row in PRODUCTS if "alcohol" in row["handling"]
    }


def test_gtins_are_of_the_range_for_examples() -> None:
    """GS1 keeps prefix 952 for demonstrations; no number of a real company is ever made up."""
    gtins = [row["gtin"] for row in PRODUCTS if row["gtin"]]

    assert gtins == ["09520000000011", "09520000000028", "09520000000035"]
    assert [gs1.parse_digital_link(f"https://saolang.example/01/{gtin}").gtin for gtin in gtins] == gtins


def test_scores_are_the_sum_of_parts_every_era_allows() -> None:
    for row in RECOGNITIONS:
        parts = [Decimal(row[f"part_{part}"]) for part in "abc"]
        assert sum(parts) == Decimal(row["score"])
        assert parts[0] <= 35
        assert parts[1] <= 25
        assert parts[2] <= 35
        assert {3: 50, 4: 70, 5: 90}[int(row["star"])] <= Decimal(row["score"])
        assert re.fullmatch(r"\d{3}/QĐ-MH", row["decision"])


def test_every_picture_is_drawn() -> None:
    wanted = [reading.product_picture(row["picture"]) for row in PRODUCTS]
    wanted += [reading.scene(row["cover"]) for row in [*PLAN["fairs"], *PLAN["livestreams"]["sessions"]]]
    wanted += [reading.scene(text.head["cover"]) for text in reading.read_texts("stories")]

    assert [path.name for path in wanted if not path.exists()] == []


@pytest.mark.parametrize("text", reading.read_texts("stories"), ids=lambda text: text.head["title"])
def test_story_has_its_length_and_its_parts(text: reading.Text) -> None:
    kinds = Counter(kind for kind, _value in text.sections)

    assert 400 <= word_count(text) <= 700
    assert {"text", "quote", "making", "people", "picture", "place"} == set(kinds)
    assert kinds["text"] >= 3


def test_nine_stories_two_of_them_in_english_too() -> None:
    languages = Counter(text.head.get("locale", "vi") for text in reading.read_texts("stories"))

    assert languages == {"vi": 9, "en": 2}
    assert {text.head["product"] for text in reading.read_texts("stories")} <= {
        row["key"] for row in PRODUCTS
    }


def test_the_plan_names_what_there_is() -> None:
    products = {row["key"] for row in PRODUCTS}
    shown = {key for fair in PLAN["fairs"] for key in fair["products"]}
    shown |= {key for session in PLAN["livestreams"]["sessions"] for key in session["products"]}
    shown |= {key for point in PLAN["sales_points"] for key in point["products"]}
    tenants = {key for fair in PLAN["fairs"] for zone in fair["zones"] for key in zone["producers"]}

    assert shown <= products
    assert tenants <= {row["key"] for row in PRODUCERS}
    assert [len(session["products"]) for session in PLAN["livestreams"]["sessions"]] == [4] * 6
    assert len(PLAN["sales_points"]) == 12


def word_count(text: reading.Text) -> int:
    return len(re.sub(r"<[^>]+>", " ", " ".join(words_in(value) for _kind, value in text.sections)).split())


def words_in(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(words_in(part) for part in value.values())
    if isinstance(value, list):
        return " ".join(words_in(part) for part in value)
    return value if isinstance(value, str) else ""


def test_delivery_rates_belong_to_producers_and_stay_in_order() -> None:
    rates = reading.read_table("delivery")

    assert {row["producer"] for row in rates} <= {row["key"] for row in PRODUCERS}
    assert len({row["producer"] for row in rates}) == len(rates) == 14
    assert all(int(row["same_province"]) < int(row["other_provinces"]) for row in rates)
    assert all(1 <= int(row["days_min"]) <= int(row["days_max"]) for row in rates)
