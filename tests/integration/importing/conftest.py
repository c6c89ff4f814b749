"""Every import looks places up, so every test here has them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from storefront.places.models import FormerProvince
from tests.factories.catalogue import make_commune, make_province
from tests.factories.users import make_user


@pytest.fixture(autouse=True)
def places(db: None, today: date) -> date:
    """Thanh Hóa with one ward, Quảng Ngãi with the former Kon Tum, Hà Nội; the day is 21/11/2026."""
    make_commune("Hải Lĩnh", make_province(), kind="ward")
    successor = make_province("Quảng Ngãi", "51")
    make_province("Hà Nội", "01", kind="city")
    FormerProvince.objects.get_or_create(code="62", defaults={"name": "Kon Tum", "successor": successor})
    return today


@pytest.fixture
def officer(client: Client) -> Any:
    """Who hands files in, signed in."""
    officer = make_user(role="programme_office", first_name="Lê Thị", last_name="Hoa")
    client.force_login(officer)
    return officer
