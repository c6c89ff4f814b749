"""Where the parcel goes, found by its name; what was typed, kept; addresses of an account."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storefront.checkout.drafts import SESSION_KEY
from storefront.delivery.models import SavedAddress
from storefront.places.models import FormerProvince
from storefront.purchases.models import OrderGroup
from tests.factories.catalogue import make_commune, make_former_commune, make_producer, make_province
from tests.factories.purchases import checkout_fields, hidden, make_good
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
URL = "/thanh-toan/"


@pytest.fixture
def good():
    return make_good("Nước mắm", producer=make_producer("HTX Biển"), price=100_000)


@pytest.fixture
def tay_ninh():
    province = make_province("Tây Ninh", "80")
    FormerProvince.objects.create(code="80", name="Long An", successor=province)
    make_commune("Long An", province, kind="ward")
    return province


def add(client, product):
    client.post(reverse("basket:add", args=[product.pk]), {"quantity": 1})


def choose(client, **typed):
    answer = client.post(URL, {**checkout_fields(province="", commune=""), **typed, "action": "choose"})
    assert (answer.status_code, answer.url) == (302, URL)
    return client.get(URL)


def settled(answer):
    form = answer.context["form"]
    return form["province"].value(), form["commune"].value()


@pytest.mark.parametrize(
    "text", ["tan an, long an", "Phường Tân An, Long An", "tân an", "TAN  AN, tay ninh", "p. Tân An"]
)
def test_a_commune_is_found_by_its_name_and_an_old_province(client, good, tay_ninh, text):
    ward = make_commune("Tân An", tay_ninh, kind="ward")
    add(client, good)
    answer = choose(client, commune_search=text)
    assert settled(answer) == ("80", ward.code)
    assert "Đã chọn Phường Tân An, Tây Ninh." in answer.content.decode()
    assert hidden(answer)["seen_total"] == "135000"


def test_one_name_in_two_provinces_asks_for_the_province(client, good, tay_ninh):
    make_commune("Tân An", tay_ninh, kind="ward")
    make_commune("Tân An", make_province("Cà Mau", "96"))
    add(client, good)
    answer = choose(client, commune_search="tan an")
    assert settled(answer) == ("", "")
    assert "Có nhiều nơi tên này: Cà Mau, Tây Ninh. Hãy chọn tỉnh trước." in answer.content.decode()
    assert settled(choose(client, commune_search="tan an", province="96"))[0] == "96"


def test_several_in_a_province_narrow_the_list(client, good):
    first, second = make_commune("Hoằng Phú"), make_commune("Hoằng Phụ")
    make_commune("Hạc Thành", kind="ward")
    add(client, good)
    answer = choose(client, commune_search="hoang phu", province="38")
    offered = [str(code) for code, _label in answer.context["form"].fields["commune"].choices if code]
    assert sorted(offered) == sorted([first.code, second.code])
    assert settled(answer) == ("38", "")


@pytest.mark.parametrize("text", ["không có nơi nào", "<script>alert(1)</script>", "%", "xx" * 60])
def test_what_is_nowhere_is_said(client, good, text):
    add(client, good)
    answer = choose(client, commune_search=text, province="38")
    assert settled(answer) == ("38", "")
    assert "<script>alert(1)" not in answer.content.decode()


def test_an_order_may_name_its_commune_instead_of_choosing(client, good):
    add(client, good)
    fields = checkout_fields(commune="", commune_search="xã hoang phu")
    shown = hidden(client.post(URL, {**fields, "action": "refresh"}))
    answer = client.post(URL, {**fields, **shown, "action": "place"})
    assert answer.status_code == 302
    assert str(OrderGroup.objects.get().commune) == "Xã Hoằng Phụ"


def test_what_was_typed_survives_until_it_is_ordered(client, good):
    add(client, good)
    shown = hidden(choose(client, **checkout_fields(name="Trần Văn Đức", street="Thôn 3")))
    client.get("/san-pham/")
    again = client.get(URL)
    form = again.context["form"]
    assert [form[name].value() for name in ("name", "street", "province")] == ["Trần Văn Đức", "Thôn 3", "38"]
    assert shown["seen_total"] == hidden(again)["seen_total"] == "125000"
    client.post(URL, {**checkout_fields(), **hidden(again), "action": "place"})
    assert OrderGroup.objects.count() == 1
    assert SESSION_KEY not in client.session


def test_another_visitor_sees_nothing_of_it(client, good):
    add(client, good)
    choose(client, **checkout_fields(name="Trần Văn Đức"))
    stranger = type(client)()
    add(stranger, good)
    assert "Trần Văn Đức" not in stranger.get(URL).content.decode()


def test_consents_are_never_kept(client, good):
    add(client, good)
    choose(client, newsletter="on", age_declared="on", livestream="on", csrfmiddlewaretoken="x")
    assert set(client.session[SESSION_KEY]) == {
        "name",
        "phone",
        "email",
        "province",
        "commune",
        "street",
        "note",
    }


def test_the_basket_tells_delivery_once_a_province_was_chosen(client, good):
    add(client, good)
    assert client.get("/gio-hang/").context["total"] is None
    make_commune("Hoằng Phụ")
    choose(client, commune_search="hoang phu")
    page = client.get("/gio-hang/")
    assert page.context["total"] == 125_000
    assert "Giao tới Thanh Hóa" in page.content.decode()


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


def place(client, **typed):
    shown = hidden(client.post(URL, {**checkout_fields(), "action": "refresh"}))
    return client.post(URL, {**checkout_fields(), **shown, **typed, "action": "place"})


def test_an_account_keeps_an_address_when_asked_and_fills_the_next_form(client, good, member):
    add(client, good)
    place(client)
    assert not SavedAddress.objects.exists()
    for _twice in range(2):
        add(client, good)
        place(client, save_address="on")
    saved = SavedAddress.objects.get()
    assert (saved.user, saved.name, saved.phone) == (member, "Nguyễn Thị Hoa", "+84912345678")
    add(client, good)
    form = client.get(URL).context["form"]
    assert [form[name].value() for name in ("name", "phone", "province", "commune", "street")] == [
        "Nguyễn Thị Hoa",
        "0912 345 678",
        "38",
        saved.commune.code,
        "12 Lê Lợi",
    ]


def test_a_saved_address_is_chosen_and_deleted(client, good, member):
    add(client, good)
    place(client, save_address="on")
    add(client, good)
    saved = SavedAddress.objects.get()
    answer = choose(client, name="", phone="", street="", saved_address=str(saved.pk))
    assert answer.context["form"]["street"].value() == "12 Lê Lợi"
    assert "12 Lê Lợi" in client.get("/thanh-toan/dia-chi/").content.decode()
    client.post("/thanh-toan/dia-chi/", {"delete": str(saved.pk)})
    assert not SavedAddress.objects.exists()


def test_nobody_reaches_another_accounts_address(client, good, member):
    other = make_user()
    province = make_province()
    theirs = SavedAddress.objects.create(
        user=other,
        name="Bà Tư",
        phone="+84987654321",
        province=province,
        commune=make_commune(province=province),
        street="99 Bí Mật",
    )
    add(client, good)
    answer = choose(client, name="", phone="", street="", saved_address=str(theirs.pk))
    assert "99 Bí Mật" not in answer.content.decode()
    client.post("/thanh-toan/dia-chi/", {"delete": str(theirs.pk)})
    assert SavedAddress.objects.filter(pk=theirs.pk).exists()


def test_a_guest_has_no_address_page_and_saves_none(client, good):
    assert client.get("/thanh-toan/dia-chi/").status_code == 302
    add(client, good)
    assert place(client, save_address="on").status_code == 302
    assert not SavedAddress.objects.exists()


def test_an_old_village_is_found_and_said(client, good):
    now = make_commune("Hoằng Thanh")
    make_former_commune("Hoằng Phượng", now, district="Hoằng Hóa")
    add(client, good)
    answer = choose(client, commune_search="hoang phuong", province="38")
    assert settled(answer) == ("38", now.code)
    assert (
        "Đã chọn Xã Hoằng Thanh, Thanh Hóa, trước 1/7/2025 là xã Hoằng Phượng, huyện Hoằng Hóa."
        in answer.content.decode()
    )
    make_former_commune("Quảng Phượng", make_commune("Quảng Yên"), district="Quảng Xương")
    answer = choose(client, commune_search="uong", province="38")
    assert [label for code, label in answer.context["form"].fields["commune"].choices if code] == [
        "Xã Hoằng Thanh (trước là xã Hoằng Phượng, huyện Hoằng Hóa)",
        "Xã Quảng Yên (trước là xã Quảng Phượng, huyện Quảng Xương)",
    ]
