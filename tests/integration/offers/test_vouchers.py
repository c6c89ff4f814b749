"""Codes: within each producer's share, in whole đồng, as often as they hold and no oftener."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storefront.offers.models import DiscountBearer
from storefront.offers.vouchers import VoucherRefusedError, find_voucher, states_of, uses_of
from storefront.order.models import Order
from storefront.purchases.lifecycle import MOVES, Actor
from storefront.purchases.models import OrderGroup
from storefront.purchases.moving import move_order
from storefront.purchases.shares import shares_of, total_of
from tests.factories.catalogue import make_group, make_producer
from tests.factories.offers import make_promotion, make_voucher
from tests.factories.purchases import make_basket, make_good, make_shopper, place
from tests.factories.rollback import rolled_back
from tests.integration.purchases.test_offers import check_sums

pytestmark = pytest.mark.django_db


def basket_with(voucher, *wanted):
    basket = make_basket(*wanted)
    basket.vouchers.add(voucher)
    return basket


def goods_of(basket):
    return [share.goods for share in shares_of(basket)]


def refusal_of(voucher):
    [state] = states_of([voucher])
    return state.refusal.code if state.refusal else ""


def test_a_percentage_falls_within_each_share():
    voucher = make_voucher(value=33)
    basket = basket_with(
        voucher, (make_good(price=99_999), 3), (make_good(price=45_001), 1), (make_good(price=10_001), 2)
    )
    assert goods_of(basket) == [299_997 - 98_999, 45_001 - 14_850, 20_002 - 6_600]
    check_sums(place(basket))


def test_an_amount_is_given_once_however_many_sell():
    voucher = make_voucher(kind="amount", value=10_000, minimum=20_000)
    basket = basket_with(
        voucher, (make_good(price=30_000), 1), (make_good(price=30_000), 1), (make_good(price=30_000), 1)
    )
    assert goods_of(basket) == [26_666, 26_667, 26_667]
    placed = place(basket)
    check_sums(placed)
    discounts = [order.total_discount_incl_tax for order in placed.group.orders.all()]
    assert sum(discounts) == 10_000
    assert uses_of([voucher]) == {voucher.pk: 1}


@pytest.mark.parametrize("kind", ["producer", "group"])
def test_a_code_for_some_goods_takes_nothing_off_others(kind):
    sea, hill = make_producer(), make_producer()
    mine = make_good(producer=sea, price=100_000, group="Đồ uống")
    other = make_good(producer=hill, price=100_000)
    limit = {"producer": sea} if kind == "producer" else {"group": make_group("Đồ uống")}
    basket = basket_with(make_voucher(**limit), (mine, 1), (other, 1))
    assert goods_of(basket) == [90_000, 100_000]


def test_drinks_with_alcohol_are_never_cheaper():
    basket = basket_with(make_voucher(), (make_good(price=100_000, is_alcohol=True), 1))
    assert goods_of(basket) == [100_000]


def test_delivery_can_be_taken_off():
    basket = basket_with(make_voucher(kind="delivery", value=100), (make_good(price=50_000), 1))
    order = place(basket).group.orders.get()
    assert (int(order.shipping_incl_tax), int(order.total_incl_tax)) == (0, 50_000)


def test_less_than_the_minimum_gets_nothing():
    voucher = make_voucher(kind="amount", value=10_000, minimum=60_000)
    assert goods_of(basket_with(voucher, (make_good(price=59_999), 1))) == [59_999]
    assert goods_of(basket_with(voucher, (make_good(price=60_000), 1))) == [50_000]


def test_codes_say_why_they_do_not_hold():
    now = timezone.now()
    early = make_voucher(begins=now + timedelta(hours=1))
    late = make_voucher(begins=now - timedelta(days=3), ends=now - timedelta(hours=1))
    stopped = make_voucher(is_stopped=True)
    good = make_voucher()
    assert [refusal_of(voucher) for voucher in (early, late, stopped, good)] == [
        "voucher-not-begun",
        "voucher-ended",
        "voucher-stopped",
        "",
    ]
    for voucher in (early, late, stopped):
        assert goods_of(basket_with(voucher, (make_good(price=100_000), 1))) == [100_000]


def test_a_code_is_found_however_it_is_typed():
    voucher = make_voucher("TET2027")
    assert [find_voucher(text) for text in (" tet 2027", "TET-2027", "tet2027")] == [voucher] * 3
    for text in ("", "TET2028", "'; --", "x" * 500):
        with pytest.raises(VoucherRefusedError) as refused:
            find_voucher(text)
        assert refused.value.code == "voucher-unknown"


def test_a_code_for_one_purchase_is_used_up_by_it():
    voucher, good = make_voucher(uses_per_code=1), make_good(price=100_000)
    first, second = basket_with(voucher, (good, 1)), basket_with(voucher, (good, 1))
    seen = total_of(shares_of(second, province=make_shopper().province))
    place(first)
    assert refusal_of(voucher) == "voucher-used-up"
    with pytest.raises(VoucherRefusedError) as refused:
        place(second, seen_total=seen)
    assert refused.value.code == "voucher-used-up"
    assert OrderGroup.objects.count() == 1
    placed = place(second)
    assert int(placed.group.orders.get().total_discount_incl_tax) == 0
    assert uses_of([voucher]) == {voucher.pk: 1}


def test_a_purchase_that_is_refused_uses_nothing():
    voucher = make_voucher(uses_per_code=1)
    basket = basket_with(voucher, (make_good(price=100_000), 1))
    with pytest.raises(Exception, match="Giá hoặc phí"):
        place(basket, seen_total=1)
    assert (uses_of([voucher]), refusal_of(voucher)) == ({}, "")


def test_a_cancelled_purchase_gives_the_use_back():
    voucher, good = make_voucher(uses_per_code=1), make_good(price=100_000)
    order = place(basket_with(voucher, (good, 1))).group.orders.get()
    move_order(order, MOVES["cancel"], actor=Actor.SHOPPER, reason="đổi ý")
    assert (uses_of([voucher]), refusal_of(voucher)) == ({}, "")


def test_a_purchase_past_its_time_gives_the_use_back_without_a_job():
    voucher = make_voucher(uses_per_code=1)
    order = place(basket_with(voucher, (make_good(price=100_000), 1))).group.orders.get()
    Order.objects.filter(pk=order.pk).update(time_limit=timezone.now() - timedelta(minutes=1))
    assert refusal_of(voucher) == ""


def test_one_order_of_two_cancelled_keeps_the_use():
    voucher = make_voucher(uses_per_code=1)
    placed = place(basket_with(voucher, (make_good(price=100_000), 1), (make_good(price=100_000), 1)))
    move_order(placed.group.orders.first(), MOVES["cancel"], actor=Actor.SHOPPER, reason="đổi ý")
    assert uses_of([voucher]) == {voucher.pk: 1}


def test_an_order_keeps_at_whose_cost_its_discount_was():
    voucher = make_voucher(borne_by="sponsor", sponsor="Ngân hàng A", reference="Hội chợ xuân")
    promotion = voucher.offers.get().promotion
    order = place(basket_with(voucher, (make_good(price=100_000), 1))).group.orders.get()
    promotion.sponsor = "Ngân hàng B"
    promotion.save()
    bearer = DiscountBearer.objects.get(discount__order=order)
    assert (bearer.borne_by, bearer.sponsor, bearer.reference, bearer.cut) == (
        "sponsor",
        "Ngân hàng A",
        "Hội chợ xuân",
        0,
    )
    assert (bearer.discount.voucher_code, int(bearer.discount.amount)) == (voucher.code, 10_000)


def test_totals_are_counted():
    voucher, good = make_voucher(), make_good(price=100_000)
    for _time in range(2):
        place(basket_with(voucher, (good, 1)))
    voucher.refresh_from_db()
    offer = voucher.offers.get()
    assert (voucher.num_orders, int(voucher.total_discount)) == (2, 20_000)
    assert (offer.num_orders, offer.num_applications, int(offer.total_discount)) == (2, 2, 20_000)


def test_a_promotion_without_a_code_is_for_everybody():
    make_promotion(needs_code=False, value=20)
    assert goods_of(make_basket((make_good(price=100_000), 1))) == [80_000]


def queries_of(basket):
    with CaptureQueriesContext(connection) as asked:
        shares_of(basket)
    return len(asked)


@pytest.mark.parametrize("lines", [1, 12])
def test_an_offer_and_a_code_cost_five_queries_whatever_the_lines(lines):
    producer = make_producer()
    wanted = [(make_good(producer=producer, price=50_000), 1) for _number in range(lines)]
    bare = queries_of(make_basket(*wanted))
    make_promotion(needs_code=False, value=5)
    assert queries_of(basket_with(make_voucher(group=make_group()), *wanted)) == bare + 5


PRICES = st.lists(
    st.tuples(st.integers(1, 999_999), st.integers(1, 7), st.integers(0, 2)), min_size=1, max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=PRICES,
    kind=st.sampled_from(["percent", "amount"]),
    value=st.integers(1, 50),
    also=st.integers(0, 50),
)
def test_everything_sums_whatever_is_bought(wanted, kind, value, also):
    with rolled_back():
        buy_and_check(wanted, kind=kind, value=value, also=also)


def buy_and_check(wanted, *, kind, value, also):
    if also:
        make_promotion(needs_code=False, value=also)
    facts = {"kind": "amount", "value": value * 997, "minimum": value * 1_994} if kind == "amount" else {}
    voucher = make_voucher(**(facts or {"value": value}))
    producers = [make_producer() for _number in range(3)]
    goods = [(make_good(producer=producers[of], price=price), number) for price, number, of in wanted]
    placed = place(basket_with(voucher, *goods))
    check_sums(placed)
    for order in placed.group.orders.all():
        for line in order.lines.all():
            whole = line.line_price_before_discounts_incl_tax
            assert whole - whole // 2 - line.quantity <= line.line_price_incl_tax <= whole
            assert line.line_price_incl_tax >= 0
    given_away = sum(order.total_discount_incl_tax for order in placed.group.orders.all())
    bare = sum(price * number for price, number, _of in wanted)
    paid = sum(order.total_incl_tax - order.shipping_incl_tax for order in placed.group.orders.all())
    assert paid + given_away == bare
    assert placed.group.total == sum(int(order.total_incl_tax) for order in placed.group.orders.all())
