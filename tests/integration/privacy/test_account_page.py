"""The account's page leads to the shop's own addresses and data, and offers nothing that deletes at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_the_account_leads_to_saved_addresses_and_own_data(client: Client) -> None:
    client.force_login(make_user("hoa@example.vn"))
    page = client.get("/tai-khoan/profile/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r'href="(/[^"]+)"', main) == [
        "/tai-khoan/profile/",
        "/tai-khoan/orders/",
        "/thanh-toan/dia-chi/",
        "/du-lieu-ca-nhan/cua-toi/",
        "/tai-khoan/profile/edit/",
        "/tai-khoan/change-password/",
        "/du-lieu-ca-nhan/cua-toi/",
    ]
    assert "hoa@example.vn" in main
