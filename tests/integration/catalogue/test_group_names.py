"""Groups of goods are called by their English names on English pages, and an officer may change what they say."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from catalogue.importing.groups import ensure_group
from catalogue.models import Category
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.cms import make_site
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

HERBS, HERBS_EN = "Dược liệu và sản phẩm từ dược liệu", "Medicinal herbs and herbal products"


@pytest.fixture
def herbs(today: date) -> Category:
    group = ensure_group(3)
    product = make_product("Trà dây Bắc Hà")
    product.categories.set([group])
    certify(product, star=4, on=today)
    return group


def test_the_six_groups_are_made_with_both_names() -> None:
    groups = [ensure_group(number) for number in range(1, 7)]
    assert [bool(group.name_en) for group in groups] == [True] * 6
    assert groups[2].name == HERBS


@pytest.mark.parametrize(
    "address",
    ["/san-pham/", "/nhom/duoc-lieu-va-san-pham-tu-duoc-lieu/", "/so-dang-ky/", "product"],
)
def test_each_language_has_its_own_name(client: Client, herbs: Category, address: str) -> None:
    if address == "product":
        address = herbs.product_set.get().get_absolute_url()
    page, english = (client.get(start + address).content.decode() for start in ("", "/en"))
    assert (HERBS in page, HERBS_EN in page) == (True, False)
    assert (HERBS in english, HERBS_EN in english) == (False, True)


def test_the_home_page_shortens_either_name(client: Client, herbs: Category) -> None:
    make_site()
    assert "Dược liệu</a>" in client.get("/").content.decode()
    assert "Medicinal herbs</a>" in client.get("/en/").content.decode()


def test_a_group_without_an_english_name_keeps_its_own(client: Client, herbs: Category) -> None:
    herbs.name_en = ""
    herbs.save()
    assert HERBS in client.get("/en/san-pham/").content.decode()


def test_an_editor_changes_the_english_name_alone(client: Client, herbs: Category) -> None:
    client.force_login(make_user(role="editor"))
    client.post(f"/quan-tri/nganh/edit/{herbs.pk}/", {"name": "Khác", "name_en": "Herbs"})
    herbs.refresh_from_db()
    assert (herbs.name, herbs.name_en) == (HERBS, "Herbs")


@pytest.mark.parametrize("address", ["new/", "delete/{pk}/"])
def test_nobody_adds_or_deletes_a_group_there(admin_client: Client, herbs: Category, address: str) -> None:
    before = sorted(Category.objects.values_list("name", flat=True))
    admin_client.post(f"/quan-tri/nganh/{address.format(pk=herbs.pk)}", {"name": "Mới"})
    assert sorted(Category.objects.values_list("name", flat=True)) == before


def test_the_trade_department_names_no_groups(client: Client, herbs: Category) -> None:
    client.force_login(make_user(role="trade_department"))
    client.post(f"/quan-tri/nganh/edit/{herbs.pk}/", {"name_en": "Herbs"})
    herbs.refresh_from_db()
    assert herbs.name_en == HERBS_EN
