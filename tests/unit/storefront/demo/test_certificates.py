from __future__ import annotations

from datetime import date

import pytest

from catalogue.certification.rules import Act
from storefront.demo.certificates import authority_of, competent_tier
from storefront.places.models import Province


@pytest.mark.parametrize(
    ("star", "on", "tier"),
    [
        (3, date(2020, 2, 1), "province"),
        (3, date(2023, 2, 23), "province"),
        (3, date(2023, 2, 24), "district"),
        (3, date(2025, 6, 30), "district"),
        (3, date(2025, 7, 1), "province"),
        (3, date(2031, 1, 1), "province"),
        (4, date(2024, 1, 1), "province"),
        (5, date(2024, 1, 1), "ministry"),
        (5, date(2031, 1, 1), "ministry"),
    ],
)
def test_competent_tier_follows_the_era(star: int, on: date, tier: str) -> None:
    assert competent_tier(star, on=on) == tier


@pytest.mark.parametrize(("star", "tier"), [(3, "province"), (4, "province"), (5, "ministry")])
def test_who_revokes(star: int, tier: str) -> None:
    assert competent_tier(star, on=date(2026, 10, 1), act=Act.REVOKE) == tier


def test_nobody_decides_before_the_first_era() -> None:
    with pytest.raises(LookupError):
        competent_tier(3, on=date(2018, 1, 1))


@pytest.mark.parametrize(
    ("tier", "on", "name"),
    [
        ("district", date(2024, 1, 1), "UBND cấp huyện, Thanh Hóa (minh hoạ)"),
        ("province", date(2026, 8, 1), "UBND tỉnh Thanh Hóa (minh hoạ)"),
        ("ministry", date(2025, 2, 28), "Bộ Nông nghiệp và Phát triển nông thôn (minh hoạ)"),
        ("ministry", date(2025, 3, 1), "Bộ Nông nghiệp và Môi trường (minh hoạ)"),
    ],
)
def test_authorities_are_marked_as_illustrative(tier: str, on: date, name: str) -> None:
    assert authority_of(tier, Province(name="Thanh Hóa", kind="province"), on=on) == name
