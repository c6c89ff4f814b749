from __future__ import annotations

import unicodedata

import pytest

from storefront.places.loading import read_rows
from storefront.places.lookup import find_commune, find_province
from storefront.places.models import Province


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thanh Hóa", "Thanh Hóa"),
        ("thanh hoá", "Thanh Hóa"),
        ("TỈNH THANH HOÁ", "Thanh Hóa"),
        ("Thanh Hóa (cũ)", "Thanh Hóa"),
        ("Kon Tum", "Quảng Ngãi"),
        ("tỉnh Kon Tum cũ", "Quảng Ngãi"),
        ("Phú Yên", "Đắk Lắk"),
        ("Nam Định", "Ninh Bình"),
        ("Hà Nam", "Ninh Bình"),
        ("Thừa Thiên Huế", "Huế"),
        ("Thừa Thiên - Huế", "Huế"),
        ("TP Huế", "Huế"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("Sài Gòn", "Hồ Chí Minh"),
        ("Bà Rịa – Vũng Tàu", "Hồ Chí Minh"),
        ("Daklak", "Đắk Lắk"),
        ("ĐẮC LẮC", "Đắk Lắk"),
        ("thai binh", "Hưng Yên"),
        ("Quảng Trị", "Quảng Trị"),
        ("Bắc Giang", "Bắc Ninh"),
        (unicodedata.normalize("NFD", "Quảng Ngãi"), "Quảng Ngãi"),
    ],
)
def test_find_province(places: None, text: str, name: str) -> None:
    found = find_province(text)

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["", "  ", "tỉnh", "Atlantis", "Quảng", "38", "Hà", "()"])
def test_find_province_answers_none_rather_than_guess(places: None, text: str) -> None:
    assert find_province(text) is None


@pytest.mark.parametrize("row", list(read_rows("former_provinces")), ids=lambda row: row["name"])
def test_every_former_province_leads_to_its_successor(places: None, row: dict[str, str]) -> None:
    found = find_province(row["name"])

    assert found is not None
    assert found.code == row["successor"]


@pytest.mark.parametrize(
    ("province", "text", "full_name"),
    [
        ("Quảng Ngãi", "Lý Sơn", "Đặc khu Lý Sơn, Quảng Ngãi"),
        ("Quảng Ngãi", "dac khu ly son", "Đặc khu Lý Sơn, Quảng Ngãi"),
        ("Thanh Hóa", "xã Cẩm Thạch", "Xã Cẩm Thạch, Thanh Hóa"),
        ("Thanh Hóa", "hoang phu", "Xã Hoằng Phú, Thanh Hóa"),
        ("Bắc Ninh", "xã Hiệp Hoà", "Phường Hiệp Hòa, Bắc Ninh"),
        ("Huế", "Chân Mây – Lăng Cô", "Xã Chân Mây - Lăng Cô, Huế"),
        ("Thanh Hóa", "CAM THACH", "Xã Cẩm Thạch, Thanh Hóa"),
        ("Đắk Lắk", "P. Buôn Ma Thuột", "Phường Buôn Ma Thuột, Đắk Lắk"),
        ("Đắk Lắk", "Ea H’leo", "Xã Ea H'Leo, Đắk Lắk"),
        ("Đồng Nai", "Lộc Thạnh", "Xã Lộc Thạnh, Đồng Nai"),
        ("Đồng Nai", "xã Lộc Thành", "Xã Lộc Thành, Đồng Nai"),
        ("Đồng Nai", "xã Nhơn Trạch", "Phường Nhơn Trạch, Đồng Nai"),
    ],
)
def test_find_commune(places: None, province: str, text: str, full_name: str) -> None:
    found = find_commune(text, Province.objects.get(name=province))

    assert found is not None
    assert found.full_name == full_name


@pytest.mark.parametrize(
    ("province", "text"),
    [
        ("Đồng Nai", "loc thanh"),  # Lộc Thành or Lộc Thạnh
        ("Đồng Nai", "Lý Sơn"),  # of another province
        ("Thanh Hóa", "Hoằng Phụ (Hoằng Hoá cũ)"),  # no longer a unit; Hoằng Phú is another
        ("Thanh Hóa", ""),
        ("Thanh Hóa", "xã"),
    ],
)
def test_find_commune_answers_none_when_unclear(places: None, province: str, text: str) -> None:
    assert find_commune(text, Province.objects.get(name=province)) is None
