from __future__ import annotations

from storefront.places.choices import commune_choices, province_choices, sort_key
from storefront.places.models import Province


def test_sort_key_follows_the_vietnamese_alphabet() -> None:
    names = [
        "Đồng Nai",
        "Đà Nẵng",
        "Cà Mau",
        "An Giang",
        "Điện Biên",
        "Đắk Lắk",
        "Hà Nội",
        "Huế",
        "Hải Phòng",
    ]

    assert sorted(names, key=sort_key) == [
        "An Giang",
        "Cà Mau",
        "Đà Nẵng",
        "Đắk Lắk",
        "Điện Biên",
        "Đồng Nai",
        "Hà Nội",
        "Hải Phòng",
        "Huế",
    ]


def test_sort_key_puts_tones_last() -> None:
    assert sorted(["mạ", "mã", "má", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_province_choices_are_today_s(places: None) -> None:
    choices = province_choices()

    assert len(choices) == 34
    assert [choices[0][1], choices[-1][1]] == ["An Giang", "Vĩnh Long"]


def test_commune_choices_of_one_province(places: None) -> None:
    choices = commune_choices(Province.objects.get(code="38"))

    assert len(choices) == 166
    assert "Xã Cẩm Thạch" in {label for _, label in choices}
