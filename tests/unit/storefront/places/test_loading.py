from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storefront.places.loading import load_former_communes, load_places, read_rows
from storefront.places.models import Commune, FormerProvince, Province


@pytest.mark.django_db
def test_load_places_brings_every_unit() -> None:
    load_places()

    assert Province.objects.count() == 34
    assert Counter(Province.objects.values_list("kind", flat=True)) == {"province": 25, "city": 9}
    assert Commune.objects.count() == 3321
    assert Counter(Commune.objects.values_list("kind", flat=True)) == {
        "commune": 2599,
        "ward": 709,
        "special_zone": 13,
    }
    assert FormerProvince.objects.count() == 63


@pytest.mark.django_db
def test_load_places_again_writes_nothing() -> None:
    load_places()
    keys = set(Commune.objects.values_list("pk", flat=True))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        load_places()

    assert [entry["sql"] for entry in queries if entry["sql"].startswith(("INSERT", "UPDATE"))] == []
    assert set(Commune.objects.values_list("pk", flat=True)) == keys


@pytest.mark.django_db
def test_load_places_mends_what_differs_and_keeps_the_key() -> None:
    load_places()
    commune = Commune.objects.get(code="26485")
    Commune.objects.filter(pk=commune.pk).update(name="Nhon Trach", kind="commune")

    load_places()

    commune.refresh_from_db()
    assert (commune.name, commune.kind, commune.name_folded) == ("Nhơn Trạch", "ward", "nhon trach")


def test_counts_of_the_decision_of_2025_and_of_each_later_resolution() -> None:
    """QĐ 19/2025/QĐ-TTg as issued, then NQ 237 (10 wards, 30/4/2026) and NQ 388 (12 wards, 20/9/2026)."""
    rows = list(read_rows("communes"))

    def kinds_on(day: date) -> Counter:
        return Counter(
            row["kind"] if date.fromisoformat(row["kind_since"]) <= day else "commune" for row in rows
        )

    assert kinds_on(date(2025, 7, 1)) == {"commune": 2621, "ward": 687, "special_zone": 13}
    assert kinds_on(date(2026, 4, 30)) == {"commune": 2611, "ward": 697, "special_zone": 13}
    assert kinds_on(date(2026, 9, 20)) == {"commune": 2599, "ward": 709, "special_zone": 13}


def test_codes_are_unique_and_point_to_a_province() -> None:
    provinces = {row["code"] for row in read_rows("provinces")}
    communes = list(read_rows("communes"))

    assert len({row["code"] for row in communes}) == 3321
    assert {row["province"] for row in communes} == provinces
    assert {len(row["code"]) for row in communes} == {5}
    assert {row["successor"] for row in read_rows("former_provinces")} == provinces


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("00082", "Phường Cửa Nam, Hà Nội"),
        ("06970", "Xã Ba Chẽ, Quảng Ninh"),
        ("09292", "Phường Phù Lãng, Bắc Ninh"),
        ("21548", "Đặc khu Lý Sơn, Quảng Ngãi"),
        ("26485", "Phường Nhơn Trạch, Đồng Nai"),
    ],
)
def test_full_name(places: None, code: str, full_name: str) -> None:
    assert Commune.objects.select_related("province").get(code=code).full_name == full_name


def test_every_former_commune_became_a_unit_of_its_provinces_successor() -> None:
    """10,035 communes and five island districts without any, in 696 districts: the counts of 30 June 2025."""
    rows = list(read_rows("former_communes"))
    province_of = {row["code"]: row["province"] for row in read_rows("communes")}
    successor_of = {row["code"]: row["successor"] for row in read_rows("former_provinces")}

    assert len({row["code"] for row in rows}) == len(rows) == 10_040
    assert Counter(row["kind"] for row in rows) == {
        "commune": 7695,
        "ward": 1724,
        "township": 616,
        "district": 5,
    }
    assert len({(row["province"], row["district"], row["district_kind"]) for row in rows}) == 696
    told = {(successor_of[row["province"]], new) for row in rows for new in row["successors"].split()}
    assert told == {(province, code) for code, province in province_of.items()}


@pytest.mark.django_db
def test_load_former_communes_again_writes_nothing(places: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        load_former_communes()

    assert [entry["sql"] for entry in queries if entry["sql"].startswith(("INSERT", "UPDATE"))] == []
