"""Every officers' list: filtered by its address, exported, and every link of the menu answers."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.admin.menu import admin_menu, settings_menu

from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

LISTS = [
    "certification:index",
    "so-chung-nhan:index",
    "quyet-dinh:index",
    "programme:calendar",
    "san-pham:index",
    "chu-the:index",
    "giay-to:index",
    "don-hang:index",
    "phi-giao:index",
    "gio-qua:index",
    "khuyen-mai:index",
    "ma-giam-gia:index",
    "khuyen-mai-tap-trung:index",
    "lich-su-gia:index",
    "giam-gia-tren-don:index",
    "khoa-bao-tien:index",
    "lan-tra-qua-cong:index",
    "kenh-ban-ngoai:index",
    "cau-hoi-mua:index",
    "hoi-cho:index",
    "chuoi-livestream:index",
    "livestream:index",
    "nguoi-dan:index",
    "diem-ban:index",
    "loai-dia-diem:index",
    "ma-qr:index",
    "lan-in-tem:index",
    "tin-bao:index",
    "chia-khoa:index",
]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_filters_by_its_address_searches_and_exports(client, name):
    user = make_user(role="operator")
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    address = reverse(name)
    page = client.get(address, {"q": "nuoc mam"})
    assert page.status_code == 200
    assert page.context["view"].filterset_class is not None
    answer = client.get(address, {"export": "xlsx"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    (heads,) = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert len(heads) == len(page.context["view"].list_export)
    assert None not in heads


def addresses(request, menu):
    """Every address this person's menu leads to, submenus included."""
    for item in menu.menu_items_for_request(request):
        if below := getattr(item, "menu", None):
            yield from addresses(request, below)
        else:
            yield str(item.url)


@pytest.mark.parametrize("role", ["programme_office", "trade_department"])
def test_every_link_of_the_menu_answers(client, rf, role):
    user = make_user(role=role)
    client.force_login(user)
    request = rf.get("/quan-tri/")
    request.user = user
    found = {*addresses(request, admin_menu), *addresses(request, settings_menu)}
    assert len(found) > 10
    assert {address: client.get(address, follow=True).status_code for address in found} == dict.fromkeys(
        found, 200
    )
