"""The main pages in each mode: who sells, what can be done, what the letters say."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from storefront.basket.models import Basket
from storefront.payment.methods import methods_for
from storefront.payment.sources import EXPECTED
from storefront.purchases.letters import send_letters
from tests.factories.catalogue import make_producer
from tests.factories.gateways import make_direct_group, sell_directly
from tests.factories.purchases import make_basket, make_good, make_paying_producer, place

pytestmark = pytest.mark.django_db
OPERATOR = "Trung tâm Xúc tiến Minh Hoạ"
MODES = ["catalogue", "intermediary", "direct"]


def enter(settings, mode):
    if mode == "direct":
        sell_directly(settings)
    settings.OCOP_SALES_MODE = mode


@pytest.mark.parametrize("mode", MODES)
def test_every_main_page_answers_and_the_header_has_a_basket_where_one_can_buy(client, settings, mode):
    enter(settings, mode)
    good = make_good(producer=make_producer(email="htx@example.vn"))
    for address in (reverse("catalogue:index"), good.get_absolute_url(), reverse("purchases:lookup")):
        page = client.get(address)
        assert page.status_code == 200
        assert (f'href="{reverse("basket:summary")}"' in page.content.decode()) == (mode != "catalogue")


@pytest.mark.parametrize(
    ("mode", "buys", "asks"),
    [("catalogue", False, True), ("intermediary", True, False), ("direct", True, False)],
)
def test_the_product_page_offers_to_buy_or_to_ask(client, settings, mode, buys, asks):
    enter(settings, mode)
    good = make_good(producer=make_producer(email="htx@example.vn"))
    page = client.get(good.get_absolute_url()).content.decode()
    assert (reverse("basket:add", kwargs={"pk": good.pk}) in page) == buys
    assert (reverse("contacts:enquire", args=[good.public_id]) in page) == asks


@pytest.mark.parametrize("mode", MODES)
def test_goods_one_can_only_ask_about_offer_to_ask_in_every_mode(client, settings, mode):
    enter(settings, mode)
    good = make_good(producer=make_producer(email="htx@example.vn"), selling="contact")
    page = client.get(good.get_absolute_url()).content.decode()
    assert reverse("contacts:enquire", args=[good.public_id]) in page


def test_a_catalogue_answers_basket_and_checkout_calmly_and_changes_nothing(client, settings):
    good = make_good(stock=5)
    added = client.post(reverse("basket:add", kwargs={"pk": good.pk}), {"quantity": 2})
    assert added.status_code == 302
    enter(settings, "catalogue")
    for address in (reverse("basket:summary"), reverse("checkout:index")):
        page = client.get(address)
        assert page.status_code == 200
        assert reverse("catalogue:index") in page.content.decode()
        assert "không nhận đặt hàng" in page.content.decode()
    line = Basket.objects.get().lines.get()
    for address in (
        reverse("basket:add", kwargs={"pk": good.pk}),
        reverse("basket:line", kwargs={"pk": line.pk}),
        reverse("checkout:index"),
    ):
        assert client.post(address, {"quantity": 4, "action": "place"}).status_code == 409
    assert Basket.objects.get().lines.get().quantity == 2


def test_where_the_operator_sells_its_account_and_vnpay_are_offered(settings):
    producer = make_paying_producer()
    assert [method.code for method in methods_for(producer)] == ["cod", "vietqr"]
    sell_directly(settings)
    assert [method.code for method in methods_for(make_producer())] == ["cod", "vietqr", "vnpay"]
    sell_directly(settings, vnpay=False)
    assert [method.code for method in methods_for(producer)] == ["cod", "vietqr"]
    settings.OCOP_OPERATOR = {**settings.OCOP_OPERATOR, "bank_account": ""}
    assert [method.code for method in methods_for(producer)] == ["cod"]


def test_vnpay_is_nothing_a_producer_is_paid_by(settings):
    sell_directly(settings)
    settings.OCOP_SALES_MODE = "intermediary"
    producer = make_paying_producer()
    group = place(make_basket((make_good(producer=producer), 1)), payments={producer.pk: "vnpay"}).group
    assert group.orders.get().payment_method == "cod"


def test_a_transfer_goes_to_the_operator_and_keeps_doing_so(client, settings):
    sell_directly(settings)
    group = make_direct_group("vietqr", orders=1)
    source = group.orders.get().sources.get()
    assert (source.label, source.transactions.get().status) == ("999999/0000999999", EXPECTED)
    for mode in ("direct", "intermediary", "catalogue"):
        settings.OCOP_SALES_MODE = mode
        page = client.get(group.get_absolute_url()).content.decode()
        assert "0000999999" in page
        assert "TRUNG TAM MINH HOA" in page
        assert OPERATOR in page


def test_an_order_of_a_producer_stays_its_own_when_the_operator_begins_to_sell(client, settings):
    producer = make_paying_producer()
    group = place(make_basket((make_good(producer=producer), 1)), payments={producer.pk: "vietqr"}).group
    sell_directly(settings)
    page = client.get(group.get_absolute_url()).content.decode()
    assert producer.bank_account in page
    assert "0000999999" not in page


@pytest.mark.parametrize(("mode", "names_operator"), [("intermediary", False), ("direct", True)])
def test_checkout_and_letters_name_the_seller(client, settings, mode, names_operator):
    enter(settings, mode)
    settings.OCOP_OPERATOR = {**settings.OCOP_OPERATOR, "name": OPERATOR}
    good = make_good(producer=make_producer(email="htx@example.vn"), stock=5)
    client.post(reverse("basket:add", kwargs={"pk": good.pk}), {"quantity": 1})
    page = client.get(reverse("checkout:index")).content.decode()
    assert (f"Người bán là {OPERATOR}" in page.split("<footer")[0]) == names_operator

    mail.outbox.clear()
    send_letters.call(place(make_basket((good, 1))).group.pk)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["hoa@example.vn", "htx@example.vn"]
    for letter in mail.outbox:
        html = letter.alternatives[0][0]
        assert ((OPERATOR in letter.body), (OPERATOR in html)) == (names_operator, names_operator)
