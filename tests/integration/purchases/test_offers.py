"""Offers fall within one producer's share, in whole đồng, and everything sums."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from oscar.apps.offer.models import Benefit, Condition, ConditionalOffer, Range

from storefront.offers.models import DiscountBearer
from storefront.purchases.shares import shares_of
from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_basket, make_good, place
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def make_offer(kind, value):
    everything = Range.objects.create(name="Tất cả", includes_all_products=True)
    return ConditionalOffer.objects.create(
        name="Tuần hàng",
        condition=Condition.objects.create(range=everything, type=Condition.COUNT, value=1),
        benefit=Benefit.objects.create(range=everything, type=kind, value=value),
    )


def check_sums(placed):
    for order in placed.group.orders.all():
        lines = list(order.lines.all())
        pieces = [price for line in lines for price in line.prices.all()]
        amounts = [
            order.total_incl_tax,
            order.shipping_incl_tax,
            *(line.line_price_incl_tax for line in lines),
        ]
        assert all(
            amount == int(amount) for amount in [*amounts, *(piece.price_incl_tax for piece in pieces)]
        )
        assert (
            sum(line.line_price_incl_tax for line in lines) + order.shipping_incl_tax == order.total_incl_tax
        )
        assert sum(piece.price_incl_tax * piece.quantity for piece in pieces) == sum(
            line.line_price_incl_tax for line in lines
        )
        assert order.total_discount_incl_tax == sum(discount.amount for discount in order.discounts.all())


@pytest.mark.parametrize("percent", ["7", "33", "12.5"])
def test_a_percentage_is_rounded_down_to_whole_dong(percent):
    make_offer(Benefit.PERCENTAGE, percent)
    sea, hill = make_producer(), make_producer()
    basket = make_basket(
        (make_good(producer=sea, price=99_999), 3),
        (make_good(producer=sea, price=10_001), 7),
        (make_good(producer=hill, price=45_001), 1),
    )
    goods = [share.goods for share in shares_of(basket)]
    placed = place(basket)
    check_sums(placed)
    assert goods[1] == 45_001 - int(45_001 * Decimal(percent) / 100)


def test_an_amount_off_is_taken_off_each_producers_order():
    make_offer(Benefit.FIXED, "10000")
    sea, hill = make_producer(), make_producer()
    basket = make_basket(
        (make_good(producer=sea, price=33_333), 3),
        (make_good(producer=sea, price=20_000), 1),
        (make_good(producer=hill, price=50_000), 1),
    )
    placed = place(basket)
    check_sums(placed)
    assert [int(order.total_incl_tax) for order in placed.group.orders.order_by("pk")] == [
        3 * 33_333 + 20_000 - 10_000 + 25_000,
        50_000 - 10_000 + 25_000,
    ]


def test_a_delivery_discount_is_whole_dong():
    make_offer(Benefit.SHIPPING_PERCENTAGE, "33.33")
    placed = place(make_basket((make_good(price=50_000), 1)))
    order = placed.group.orders.get()
    assert int(order.shipping_incl_tax) == 25_000 - 8_332
    assert order.total_incl_tax == 50_000 + order.shipping_incl_tax


def test_what_nobody_wrote_as_a_promotion_is_at_nobodys_named_cost():
    make_offer(Benefit.PERCENTAGE, "10")
    placed = place(make_basket((make_good(price=50_000), 1)))
    bearer = DiscountBearer.objects.get(discount__order=placed.group.orders.get())
    assert (bearer.promotion, bearer.borne_by) == (None, "unnamed")
    assert bearer.get_borne_by_display() == "Chưa ghi ai chịu"


@pytest.mark.parametrize(
    "path", ["offers/", "offers/new/name-and-description/", "vouchers/create/", "vouchers/sets/create/"]
)
def test_oscars_own_forms_lead_to_ours(client, path):
    staff = make_user()
    staff.is_staff = staff.is_superuser = True
    staff.save()
    client.force_login(staff)
    address = f"{reverse('dashboard:index')}{path}"
    sent = client.post(address, {"name": "Giảm giá không ai chịu", "offer_type": "Site", "priority": 0})
    for answer in (client.get(address), sent):
        assert (answer.status_code, answer.url) == (302, reverse("khuyen-mai:index"))
    assert not ConditionalOffer.objects.exists()
