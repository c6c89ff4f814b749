"""What is printed: who needs it can read it, and nobody else learns more than the parcel must say."""

from __future__ import annotations

import unicodedata

import pypdfium2
import pytest
from django.urls import reverse

from qr import symbols
from storefront.offers.models import DiscountBearer
from storefront.portal.paper_views import MOST
from tests.factories.portal import make_order, make_owner
from tests.factories.purchases import make_basket, make_good, make_shopper, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_owner(
        phone="+84912000111", address="Thôn Đông", tax_code="2800123456", representative="Lê Văn Kín"
    )


def pages_of(response):
    assert response["Content-Type"] == "application/pdf"
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(response.content)]


def codes_of(response, page=0):
    picture = pypdfium2.PdfDocument(response.content)[page].render(scale=4).to_pil()
    return symbols.read(picture)


def test_the_slip_says_who_where_what_and_what_to_collect(owner):
    producer, client = owner
    order = make_order(
        producer, name=unicodedata.normalize("NFD", "Nguyễn Thị Hoà"), note="Gọi trước khi giao"
    )
    response = client.get(reverse("portal:slip", args=[order.number]))
    (page,) = pages_of(response)
    for words in (
        order.number,
        "Nguyễn Thị Hoà",
        "0912 345 678",
        "12 Lê Lợi",
        "Gọi trước khi giao",
        "Thu hộ khi giao: 125.000",
        producer.name,
        "0912 000 111",
        "Thôn Đông",
        order.lines.get().title,
    ):
        assert words in page.replace("\u00a0", " "), words
    assert "Lê Văn Kín" not in page
    assert "100.000" not in page.replace("\u00a0", " ")


def test_the_symbol_leads_to_the_producers_own_page_and_the_signed_link_is_nowhere(owner):
    producer, client = owner
    order = make_order(producer)
    for name in ("slip", "paper"):
        response = client.get(reverse(f"portal:{name}", args=[order.number]))
        assert codes_of(response) == [f"https://saolang.example/gian-hang/don/{order.number}/"]
        text = " ".join(pages_of(response))
        assert "/don-hang/" not in text
        assert order.group.number not in text
        assert order.group.get_absolute_url().encode() not in response.content


def test_nothing_is_collected_of_an_order_that_is_paid(owner):
    producer, client = owner
    order = make_order(producer, state="confirmed", method="vietqr")
    (page,) = pages_of(client.get(reverse("portal:slip", args=[order.number])))
    assert "Không thu tiền" in page
    assert "Thu hộ" not in page


def test_the_slip_warns_of_what_a_carrier_must_know(owner):
    producer, client = owner
    good = make_good(producer=producer, is_fragile=True, is_liquid=True)
    order = place(make_basket((good, 1))).group.orders.get()
    (page,) = pages_of(client.get(reverse("portal:slip", args=[order.number])))
    assert "Dễ vỡ · Chất lỏng, để đứng" in page


def test_the_order_says_prices_and_who_sells(owner):
    producer, client = owner
    order = make_order(producer)
    (page,) = pages_of(client.get(reverse("portal:paper", args=[order.number])))
    page = page.replace("\u00a0", " ")
    for words in ("2800123456", producer.name, "100.000 ₫", "25.000 ₫", "125.000 ₫", "không thay hoá đơn"):
        assert words in page, words
    assert "Lê Văn Kín" not in page


def test_several_orders_come_in_one_file_in_the_order_chosen(owner):
    producer, client = owner
    numbers = [make_order(producer).number for _each in range(3)]
    chosen = [numbers[2], numbers[0], numbers[2]]
    pages = pages_of(client.get(reverse("portal:slips"), {"don": chosen}))
    assert [number for page in pages for number in numbers if number in page] == [numbers[2], numbers[0]]
    assert len(pages_of(client.get(reverse("portal:papers"), {"don": numbers}))) == 3


@pytest.mark.parametrize("number", [1, 20])
def test_slips_cost_the_same_for_one_and_twenty(owner, number, django_assert_num_queries):
    producer, client = owner
    numbers = [make_order(producer).number for _each in range(number)]
    with django_assert_num_queries(8):
        assert len(pages_of(client.get(reverse("portal:slips"), {"don": numbers}))) == number


def test_an_order_of_many_lines_goes_on_on_the_next_page(owner):
    producer, client = owner
    goods = [make_good(f"Hàng rất dài tên số {number:02d}", producer=producer) for number in range(30)]
    order = place(make_basket(*((good, 1) for good in goods)), shopper=make_shopper()).group.orders.get()
    pages = pages_of(client.get(reverse("portal:slip", args=[order.number])))
    assert len(pages) > 1
    assert sum(page.count("Hàng rất dài") for page in pages) == 30


@pytest.mark.parametrize("chosen", [[], [f"DH{number:08d}" for number in range(MOST + 1)]])
def test_nothing_or_too_much_chosen_leads_back(owner, chosen):
    _producer, client = owner
    response = client.get(reverse("portal:slips"), {"don": chosen})
    assert (response.status_code, response.url) == (302, reverse("portal:orders"))


def test_markup_in_names_stays_text(owner):
    producer, client = owner
    order = make_order(producer, name="<b>Hoa & Lan</b>", street="</para><script>")
    (page,) = pages_of(client.get(reverse("portal:slip", args=[order.number])))
    assert "<b>Hoa & Lan</b>" in page


def test_slips_stand_two_on_a_sheet_and_a_long_one_goes_on(owner):
    producer, client = owner
    orders = [make_order(producer) for _number in range(3)]
    asked = {"don": [order.number for order in orders], "kho": "a4"}
    response = client.get(reverse("portal:slips"), asked)
    pages = pages_of(response)
    held = [[order.number in page for order in orders] for page in pages]
    assert held == [[True, True, False], [False, False, True]]
    size = pypdfium2.PdfDocument(response.content)[0].get_size()
    assert [round(side) for side in size] == [842, 595]


def test_the_papers_say_who_bears_a_discount(owner):
    producer, client = owner
    order = make_order(producer)
    discount = order.discounts.create(offer_name="Tuần lễ OCOP", amount=20_000, frequency=1)
    DiscountBearer.objects.create(discount=discount, borne_by="sponsor", sponsor="Quỹ Làng Nghề")
    page = client.get(reverse("portal:order", args=[order.number])).content.decode()
    assert ("đã giảm, Quỹ Làng Nghề chịu" in page, "Bên khác chịu 20.000" in page.replace("\u00a0", " ")) == (
        True,
        True,
    )
    (paper,) = pages_of(client.get(reverse("portal:paper", args=[order.number])))
    assert "Tuần lễ OCOP (Quỹ Làng Nghề chịu)" in " ".join(paper.split())
