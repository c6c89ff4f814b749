"""Placing a basket: everything or nothing, one order per producer, whole đồng."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from storefront.basket.models import Basket
from storefront.order.errors import LinesRefusedError
from storefront.order.models import Order
from storefront.payment.vietqr import parse_payload
from storefront.purchases.models import DeliveryRate, OrderGroup
from storefront.purchases.placing import BasketGoneError, PriceChangedError
from storefront.purchases.reading import group_orders
from tests.factories.catalogue import make_commune, make_producer, make_product, make_province
from tests.factories.certification import certify, revoke
from tests.factories.purchases import (
    make_basket,
    make_good,
    make_paying_producer,
    make_shopper,
    place,
)

pytestmark = pytest.mark.django_db


def stock_of(product):
    record = product.stockrecords.get()
    return record.num_in_stock, record.num_allocated or 0


def test_two_producers_become_two_orders_of_one_group():
    sea, hill = make_paying_producer("HTX Biển"), make_producer("HTX Đồi")
    sauce, tea, honey = (
        make_good("Nước mắm", producer=sea, price=165_000),
        make_good("Chè", producer=hill, price=90_000),
        make_good("Mật ong", producer=hill, price=210_000),
    )
    basket = make_basket((sauce, 2), (tea, 1), (honey, 1))

    placed = place(
        basket, payments={sea.pk: "vietqr"}, touchpoint={"kind": "fair", "reference": "F1", "at": "x"}
    )

    assert placed.created
    first, second = group_orders(placed.group)
    assert [order.producer for order in (first, second)] == [sea, hill]
    assert [int(order.total_incl_tax) for order in (first, second)] == [330_000 + 25_000, 300_000 + 25_000]
    assert [order.payment_method for order in (first, second)] == ["vietqr", "cod"]
    assert [line.title for line in second.items] == ["Chè", "Mật ong"]
    assert {order.touchpoint["reference"] for order in (first, second)} == {"F1"}
    assert placed.group.total == 680_000
    assert {order.basket_id for order in (first, second)} == {basket.pk}
    assert Basket.objects.get(pk=basket.pk).status == "Submitted"
    assert stock_of(sauce) == (20, 2)
    assert stock_of(tea) == (20, 1)


def test_the_order_carries_what_is_to_be_paid_and_where():
    producer = make_paying_producer()
    placed = place(
        make_basket((make_good(producer=producer, price=150_000), 1)), payments={producer.pk: "vietqr"}
    )

    (order,) = group_orders(placed.group)
    source = order.sources.get()
    assert (source.source_type.code, int(source.amount_allocated), int(source.amount_debited)) == (
        "vietqr",
        175_000,
        0,
    )
    assert source.label == "999999/0000123456"
    assert source.transactions.get().status == "expected"
    read = parse_payload(order.transfer.payload)
    assert (read.bin, read.account, read.amount, read.memo) == ("999999", "0000123456", 175_000, order.number)
    assert not order.transfer.payable


def test_a_method_the_producer_does_not_take_becomes_cash():
    producer = make_producer()
    placed = place(make_basket((make_good(producer=producer), 1)), payments={producer.pk: "vietqr"})
    assert placed.group.orders.get().payment_method == "cod"


def test_delivery_follows_the_producers_rate_and_the_province():
    producer = make_producer()
    DeliveryRate.objects.create(
        producer=producer,
        same_province=10_000,
        other_provinces=40_000,
        free_from=500_000,
        days_min=1,
        days_max=3,
    )
    good = make_good(producer=producer, price=100_000, stock=100)
    hue = make_province("Huế", "46", "city")
    away = make_shopper(province=hue, commune=make_commune("Phú Xuân", hue, kind="ward"))

    near = place(make_basket((good, 1))).group.orders.get()
    far = place(make_basket((good, 1)), shopper=away).group.orders.get()
    much = place(make_basket((good, 5)), shopper=away).group.orders.get()

    assert [int(order.shipping_incl_tax) for order in (near, far, much)] == [10_000, 40_000, 0]
    assert [int(order.total_incl_tax) for order in (near, far, much)] == [110_000, 140_000, 500_000]
    assert far.shipping_address.state == "Huế"
    assert far.shipping_address.line4 == "Phường Phú Xuân"


def test_the_same_form_twice_is_one_group():
    basket = make_basket((make_good(stock=5), 2))
    first = place(basket, submission="the-same-submission-01", seen_total=265_000)
    again = place(basket, submission="the-same-submission-01", seen_total=265_000)
    other_tab = place(basket, submission="another-submission-001", seen_total=265_000)

    assert [first.created, again.created, other_tab.created] == [True, False, False]
    assert {first.group, again.group, other_tab.group} == {OrderGroup.objects.get()}
    assert Order.objects.count() == 1


def test_refusal_names_each_line_and_what_is_left_and_changes_nothing():
    plenty, scarce, gone = make_good(stock=9), make_good(stock=5), make_good(stock=5)
    basket = make_basket((plenty, 1), (scarce, 4), (gone, 1))
    scarce.stockrecords.update(num_allocated=3)
    gone.stockrecords.update(num_in_stock=0)

    with pytest.raises(LinesRefusedError) as refusal:
        place(basket, seen_total=0)

    told = [(item.line.product, item.code, item.wanted, item.left) for item in refusal.value.refusals]
    assert told == [(scarce, "not-enough", 4, 2), (gone, "out-of-stock", 1, 0)]
    assert str(refusal.value.refusals[0].message) == "Chỉ còn 2, không đủ 4."
    assert not OrderGroup.objects.exists()
    assert Basket.objects.get(pk=basket.pk).status == "Open"
    assert basket.lines.count() == 3
    assert stock_of(plenty) == (9, 0)


def test_lines_on_one_stock_row_are_summed():
    good = make_good(stock=3)
    basket = make_basket((good, 2))
    basket.lines.create(
        line_reference="second",
        product=good,
        stockrecord=good.stockrecords.get(),
        quantity=2,
        price_incl_tax=120_000,
    )
    with pytest.raises(LinesRefusedError) as refusal:
        place(basket, seen_total=0)
    assert [item.wanted for item in refusal.value.refusals] == [4, 4]


def test_a_star_that_ended_between_basket_and_checkout_is_refused():
    product = make_product()
    certify(product, on=timezone.localdate() - timedelta(days=30))
    basket = make_basket((product, 1))
    revoke(product)
    with pytest.raises(LinesRefusedError) as refusal:
        place(basket, seen_total=0)
    assert refusal.value.refusals[0].code == "not-certified"


def test_a_producer_suspended_meanwhile_is_refused():
    producer = make_producer()
    basket = make_basket((make_good(producer=producer), 1))
    producer.state, producer.state_reason = "suspended", "Đang kiểm tra"
    producer.save()
    with pytest.raises(LinesRefusedError) as refusal:
        place(basket, seen_total=0)
    assert refusal.value.refusals[0].code == "producer-suspended"


def test_a_price_changed_meanwhile_is_told_not_charged():
    good = make_good(price=100_000)
    basket = make_basket((good, 2))
    good.stockrecords.update(price=110_000)
    with pytest.raises(PriceChangedError) as refusal:
        place(basket, seen_total=225_000)
    assert (refusal.value.seen, refusal.value.total) == (225_000, 245_000)
    assert not OrderGroup.objects.exists()
    assert stock_of(good) == (20, 0)


def test_an_empty_basket_is_gone():
    with pytest.raises(BasketGoneError):
        place(make_basket(), seen_total=0)


def test_numbers_are_random_and_readable():
    numbers = {place(make_basket((make_good(), 1))).group.orders.get().number for _time in range(3)}
    assert len(numbers) == 3
    assert all(number.startswith("DH") and len(number) == 10 for number in numbers)


def test_letters_go_out_after_the_transaction(django_capture_on_commit_callbacks):
    producer = make_paying_producer("HTX Biển", email="bien@example.vn")
    other = make_producer("HTX Đồi", email="doi@example.vn")
    basket = make_basket((make_good("Nước mắm", producer=producer), 1), (make_good("Chè", producer=other), 1))
    with django_capture_on_commit_callbacks(execute=True):
        placed = place(basket, payments={producer.pk: "vietqr"})
        assert mail.outbox == []

    assert [letter.to for letter in mail.outbox] == [
        ["hoa@example.vn"],
        ["bien@example.vn"],
        ["doi@example.vn"],
    ]
    shopper, sea, hill = mail.outbox
    assert placed.group.get_absolute_url() in shopper.body
    assert "đừng chuyển tiền" in shopper.body
    assert "Nước mắm" in sea.body
    assert "Chè" not in sea.body
    assert "0912 345 678" in hill.body
    assert all(letter.alternatives for letter in mail.outbox)


def test_a_broken_mail_server_breaks_no_order(settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "no.such.Backend"
    with django_capture_on_commit_callbacks(execute=True):
        placed = place(make_basket((make_good(), 1)))
    assert placed.group.orders.count() == 1


def test_one_refused_letter_does_not_stop_the_others(monkeypatch, django_capture_on_commit_callbacks):
    def refuse_the_first(self, messages, send=EmailBackend.send_messages):
        if messages[0].to == ["hoa@example.vn"]:
            raise OSError("mailbox full")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_the_first)
    producer = make_producer(email="bien@example.vn")
    with django_capture_on_commit_callbacks(execute=True):
        place(make_basket((make_good(producer=producer), 1)))
    assert [letter.to for letter in mail.outbox] == [["bien@example.vn"]]


def test_without_an_address_no_letter(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        place(make_basket((make_good(), 1)), shopper=make_shopper(email=""))
    assert mail.outbox == []


@pytest.mark.parametrize("lines", [1, 6])
def test_reading_a_group_takes_as_many_queries_for_one_line_as_for_many(lines, django_assert_num_queries):
    goods = [make_good() for _line in range(lines)]
    group = place(make_basket(*[(good, 1) for good in goods])).group
    with django_assert_num_queries(7):
        assert len(group_orders(group)) == lines
