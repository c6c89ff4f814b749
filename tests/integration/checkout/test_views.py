"""Checkout: one page of plain forms, nothing lost, nothing charged unseen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storefront import touchpoints
from storefront.basket.models import Basket
from storefront.order.models import Order
from storefront.purchases.models import OrderGroup
from tests.factories.catalogue import make_commune, make_producer, make_province
from tests.factories.purchases import checkout_fields, hidden, make_good, make_paying_producer

pytestmark = pytest.mark.django_db
URL = "/thanh-toan/"


@pytest.fixture
def good():
    return make_good("Nước mắm", producer=make_paying_producer("HTX Biển"), price=165_000, stock=5)


def add(client, product, quantity=1):
    client.post(reverse("basket:add", args=[product.pk]), {"quantity": quantity})


def refresh(client, **typed):
    return client.post(URL, {**checkout_fields(**typed), "action": "refresh"})


def send(client, **typed):
    """Choose the province, then send the form with what the page showed."""
    shown = hidden(refresh(client, **typed))
    return client.post(URL, {**checkout_fields(), **shown, "action": "place", **typed})


def test_an_empty_basket_has_no_checkout(client):
    assert client.get(URL).url == "/gio-hang/"


def test_a_guest_buys_from_two_producers_in_one_checkout(client, good):
    tea = make_good("Chè", producer=make_paying_producer("HTX Đồi"), price=90_000)
    add(client, good, 2)
    add(client, tea)
    first, second = good.producer, tea.producer

    answer = send(client, **{f"payment_{first.pk}": "vietqr", f"payment_{second.pk}": "vietqr"})

    group = OrderGroup.objects.get()
    assert (answer.status_code, answer.url) == (302, group.get_absolute_url())
    page = client.get(answer.url)
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('<svg class="qr"') == 2
    assert text.count("Tài khoản minh hoạ, đừng chuyển tiền") == 2
    assert all(order.number in text for order in group.orders.all())
    assert "355.000\u00a0₫" in text
    assert (group.phone, group.shopper_name, group.note) == (
        "+84912345678",
        "Nguyễn Thị Hoa",
        "Gọi trước khi giao",
    )
    assert "basket-count" not in {name for name, cookie in client.cookies.items() if cookie.value}
    assert client.get("/gio-hang/").context["shares"] == []


def test_choosing_a_province_keeps_everything_typed(client, good):
    add(client, good)
    answer = refresh(client, name="Trần Văn Đức", phone="không rõ", street="Thôn 3")
    page = answer.content.decode()
    assert answer.status_code == 200
    for typed in ("Trần Văn Đức", "không rõ", "Thôn 3", "Gọi trước khi giao"):
        assert typed in page
    assert "form-errors" not in page
    assert "Xã Hoằng Phụ" in page
    assert hidden(answer)["seen_total"] == "190000"


def test_before_a_province_nothing_is_promised(client, good):
    add(client, good)
    answer = client.get(URL)
    assert hidden(answer)["seen_total"] == ""
    assert "chọn tỉnh để tính" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"name": " "}, "name", "Hãy cho biết tên người nhận."),
        ({"name": "12345"}, "name", "Tên phải có chữ cái."),
        ({"phone": "0912abc678"}, "phone", "Số điện thoại phải là số Việt Nam"),
        ({"phone": "123"}, "phone", "Số điện thoại phải là số Việt Nam"),
        ({"email": "hoa@"}, "email", "Địa chỉ thư chưa đúng"),
        ({"province": "00"}, "province", "Không có tỉnh, thành phố này."),
        ({"commune": "00000"}, "commune", "không thuộc tỉnh đã chọn"),
        ({"street": ""}, "street", "Hãy cho biết số nhà"),
        ({"submission": "x"}, "submission", "Trang đã cũ"),
        ({"submission": "\x00" * 20}, "submission", "Trang đã cũ"),
        ({"province": "3\x008"}, "province", "errorlist"),
        ({"seen_total": "-5"}, "seen_total", "Tổng tiền của trang không đúng"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_input_is_told_at_its_field_and_orders_nothing(client, good, typed, field, told):
    add(client, good)
    shown = hidden(refresh(client))
    answer = client.post(URL, {**checkout_fields(), **shown, "action": "place", **typed})
    assert answer.status_code == 422
    assert told in str(answer.context["form"].errors[field])
    assert not OrderGroup.objects.exists()
    assert Basket.objects.get().lines.count() == 1


def test_a_commune_of_another_province_is_refused(client, good):
    add(client, good)
    hue = make_province("Huế", "46", "city")
    make_commune("Phú Xuân", hue, kind="ward")
    answer = client.post(
        URL, {**checkout_fields(province="46"), **hidden(refresh(client)), "action": "place"}
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"commune"}
    assert "Phường Phú Xuân" in answer.content.decode()


@pytest.mark.parametrize("phone", ["0912345678", "0912.345.678", "+84 912 345 678", "84912345678"])
def test_a_phone_in_any_vietnamese_form_is_taken(client, good, phone):
    add(client, good)
    send(client, phone=phone)
    assert OrderGroup.objects.get().phone == "+84912345678"


def test_sending_without_having_seen_the_total_asks_again(client, good):
    add(client, good)
    answer = client.post(URL, {**checkout_fields(), "submission": "a" * 32, "action": "place"})
    assert answer.status_code == 409
    assert hidden(answer) == {"submission": "a" * 32, "seen_total": "190000"}
    assert not OrderGroup.objects.exists()
    sent = client.post(URL, {**checkout_fields(), **hidden(answer), "action": "place"})
    assert sent.status_code == 302


def test_letters_in_the_total_are_asked_again(client, good):
    add(client, good)
    shown = hidden(refresh(client))
    answer = client.post(URL, {**checkout_fields(), **shown, "seen_total": "x", "action": "place"})
    assert answer.status_code == 422
    assert hidden(answer) == shown


def test_the_form_sent_twice_leads_to_the_same_orders(client, good):
    add(client, good)
    form = {**checkout_fields(), **hidden(refresh(client)), "action": "place"}
    first, second = client.post(URL, form), client.post(URL, form)
    assert first.url == second.url
    assert Order.objects.count() == 1


def test_stock_gone_meanwhile_is_explained_and_the_basket_kept(client, good):
    add(client, good, 4)
    form = {**checkout_fields(), **hidden(refresh(client)), "action": "place"}
    good.stockrecords.update(num_allocated=3)
    answer = client.post(URL, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nước mắm: Chỉ còn 2, không đủ 4." in page
    assert "giỏ hàng vẫn còn" in page
    assert Basket.objects.get().lines.get().quantity == 4
    assert not OrderGroup.objects.exists()


def test_a_new_price_is_shown_before_it_is_charged(client, good):
    add(client, good)
    form = {**checkout_fields(), **hidden(refresh(client)), "action": "place"}
    good.stockrecords.update(price=170_000)
    answer = client.post(URL, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Trước: 190.000\u00a0₫. Bây giờ: 195.000\u00a0₫." in page
    assert "Nguyễn Thị Hoa" in page
    sent = client.post(URL, {**form, **hidden(answer)})
    assert sent.status_code == 302
    assert int(Order.objects.get().total_incl_tax) == 195_000


def test_a_method_the_producer_does_not_take_is_refused(client):
    producer = make_producer()
    add(client, make_good(producer=producer))
    answer = send(client, **{f"payment_{producer.pk}": "vietqr"})
    assert answer.status_code == 422
    assert "không nhận cách trả tiền đó" in answer.content.decode()


def test_cash_is_the_default(client, good):
    add(client, good)
    send(client)
    assert Order.objects.get().payment_method == "cod"


def test_the_way_in_is_noted_on_the_order(client, good):
    session = client.session
    session[touchpoints.SESSION_KEY] = {
        "kind": "code",
        "reference": "AB12",
        "at": "2999-01-01T00:00:00+00:00",
    }
    session.save()
    add(client, good)
    send(client)
    assert Order.objects.get().touchpoint["reference"] == "AB12"


def test_what_is_printed_on_a_parcel_carries_no_control_characters(client, good):
    add(client, good)

    send(client, name="Nguyễn\x07  Thị\u202e Hoa", street="12\tLê Lợi\x1b", note="Gọi trước\r\nkhi\x08 giao")

    group = OrderGroup.objects.get()
    assert (group.shopper_name, group.street, group.note) == (
        "Nguyễn Thị Hoa",
        "12 Lê Lợi",
        "Gọi trước\nkhi giao",
    )


@pytest.mark.parametrize("mark", ["x" * 41, "9" * 5000, "a b" * 10, "x" * 30 + "\n"])
def test_a_mark_no_page_carries_is_refused(client, good, mark):
    """Longer than its column, it would be an error of PostgreSQL's."""
    add(client, good)

    answer = send(client, submission=mark)

    assert answer.status_code == 422
    assert "Trang đã cũ" in answer.content.decode()
    assert not OrderGroup.objects.exists()
