"""Half the price just before it, and no more, unless an authority's event runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from storefront.offers.models import DiscountBearer, PriceChange, Promotion
from storefront.offers.prices import change_price
from storefront.offers.rules import allowance
from storefront.purchases.shares import shares_of
from tests.factories.offers import make_event, make_promotion, make_voucher
from tests.factories.purchases import make_basket, make_good, place

pytestmark = pytest.mark.django_db


def good_since(price, days=60):
    """A good that has cost this for so many days."""
    good = make_good(price=price)
    PriceChange.objects.filter(product=good).update(at=timezone.now() - timedelta(days=days))
    return good


def goods_of(voucher, good):
    basket = make_basket((good, 1))
    basket.vouchers.add(voucher)
    return shares_of(basket)[0].goods


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"value": 51}, "value"),
        ({"value": 101, "kind": "delivery"}, "value"),
        ({"kind": "amount", "value": 10_000, "minimum": 19_999}, "minimum"),
        ({"borne_by": "sponsor"}, "sponsor"),
        ({"borne_by": "producer"}, "producer"),
        ({"ends": timezone.now() - timedelta(days=9)}, "ends"),
        ({"ends": timezone.now() + timedelta(days=200)}, "ends"),
    ],
)
def test_a_promotion_beyond_the_rules_is_not_saved(facts, field):
    with pytest.raises(ValidationError) as refused:
        make_promotion(**facts)
    assert list(refused.value.message_dict) == [field]
    assert Promotion.objects.count() == 0


def test_an_event_lifts_the_cap_while_it_runs():
    assert goods_of(make_voucher(value=90, event=make_event()), good_since(100_000)) == 10_000


def test_an_event_that_ends_sooner_lifts_nothing():
    short = make_event(ends=timezone.localdate() + timedelta(days=5))
    with pytest.raises(ValidationError):
        make_promotion(value=90, event=short)


def test_an_event_cut_short_lifts_nothing_afterwards():
    event = make_event()
    voucher, good = make_voucher(value=90, event=event), good_since(100_000)
    event.ends = timezone.localdate() - timedelta(days=1)
    event.save()
    assert goods_of(voucher, good) == 50_000


def test_a_price_lowered_during_the_promotion_counts_as_part_of_the_reduction():
    voucher, good = make_voucher(value=40), good_since(100_000)
    change_price(good.stockrecords.get(), 70_000)
    assert goods_of(voucher, good) == 50_000


def test_a_price_raised_during_the_promotion_gives_no_more_room():
    voucher, good = make_voucher(value=50), good_since(100_000)
    change_price(good.stockrecords.get(), 160_000)
    assert goods_of(voucher, good) == 110_000


def test_what_was_cut_is_kept_for_the_staff():
    voucher, good = make_voucher(value=40), good_since(100_000)
    change_price(good.stockrecords.get(), 70_000)
    basket = make_basket((good, 2))
    basket.vouchers.add(voucher)
    place(basket)
    bearer = DiscountBearer.objects.get()
    assert (int(bearer.discount.amount), bearer.cut) == (40_000, 16_000)


@given(before=st.integers(1, 10**9), now=st.integers(1, 10**9), cap=st.integers(1, 100))
def test_nobody_ever_pays_less_than_the_law_lets(before, now, cap):
    room = allowance(before=before, now=now, cap=cap)
    assert 0 <= room <= now
    assert room == 0 or (now - room) * 100 >= before * (100 - cap)
