"""Communes found by the names people still use."""

from __future__ import annotations

import pytest

from storefront.places.lookup import find_province
from storefront.places.models import Commune
from storefront.places.search import fits, search_communes


def names(text: str, province: str = "") -> list[str]:
    where = find_province(province) if province else None
    return [f"{found.label}, {found.unit.province}" for found in search_communes(text, where)]


@pytest.mark.parametrize(
    ("text", "province", "first"),
    [
        (
            "Xã Hoằng Phụ",
            "",
            "Xã Hoằng Thanh (trước là xã Hoằng Phụ, huyện Hoằng Hóa), Thanh Hóa",
        ),
        ("hoang phu, hoang hoa", "", "Xã Hoằng Phú, Thanh Hóa"),
        ("phuong 1, go vap, tp.hcm", "", "Phường Hạnh Thông (trước là phường 1, quận Gò Vấp), Hồ Chí Minh"),
        ("tt. ben luc", "long an", "Xã Bến Lức, Tây Ninh"),
        ("ly son", "", "Đặc khu Lý Sơn, Quảng Ngãi"),
    ],
)
def test_the_best_answer(places: None, text: str, province: str, first: str) -> None:
    assert names(text, province)[0] == first


def test_a_former_district_finds_what_it_became(places: None) -> None:
    found = search_communes("huyện hoang hoa", find_province("Thanh Hoá"))

    assert sorted(each.unit.name for each in found) == [
        "Hoằng Châu",
        "Hoằng Giang",
        "Hoằng Hóa",
        "Hoằng Lộc",
        "Hoằng Phú",
        "Hoằng Sơn",
        "Hoằng Thanh",
        "Hoằng Tiến",
    ]
    assert {each.formerly for each in found} == {"huyện Hoằng Hóa"}


def test_only_the_province_asked_for(places: None) -> None:
    assert {label.rsplit(", ", 1)[1] for label in names("hoang phu", "Thanh Hóa")} == {"Thanh Hóa"}
    assert names("hoang phu", "Cà Mau") == []


def test_accents_tell_one_village_from_another(places: None) -> None:
    exact = [each.unit.name for each in search_communes("Hoằng Phụ, Thanh Hóa") if each.is_exact]
    either = [each.unit.name for each in search_communes("hoang phu, thanh hoa") if each.is_exact]

    assert exact == ["Hoằng Thanh"]
    assert either == ["Hoằng Phú", "Hoằng Thanh"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [("hoang phu", True), ("huyen hoang hoa", True), ("hoằng thanh", True), ("nga son", False)],
)
def test_what_a_unit_answers_to(places: None, text: str, answer: bool) -> None:
    unit = Commune.objects.get(name="Hoằng Thanh", province__code="38")

    assert fits(unit, text) is answer


@pytest.mark.parametrize("text", ["", "1", "x", ",", "phuong 1", "%", "zz" * 80])
def test_what_names_nothing_finds_nothing(places: None, text: str) -> None:
    assert names(text) == []


def test_three_queries_for_one_or_many(places: None, django_assert_num_queries) -> None:
    where = find_province("Thanh Hóa")
    for text in ("ly son", "an"):
        with django_assert_num_queries(3):
            search_communes(text, where)
