"""A product is sold at a reduced price no more days a year than the law lets, over all promotions about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from storefront.offers.days import total
from tests.factories.catalogue import make_group, make_producer
from tests.factories.offers import make_event, make_promotion
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


def day(month, number, year=2027):
    return datetime(year, month, number, tzinfo=timezone.get_default_timezone())


def promote(begins, days, **facts):
    return make_promotion(begins=begins, ends=begins + timedelta(days=days), **facts)


def refusal(begins, days, **facts):
    with pytest.raises(ValidationError) as refused:
        promote(begins, days, **facts)
    (field,) = refused.value.message_dict
    return field, refused.value.message_dict[field][0]


def test_promotions_of_one_year_are_summed_and_side_by_side_counts_once():
    make_good()
    promote(day(1, 1), 60, name="Tết")
    promote(day(2, 1), 59, name="Cùng lúc")  # to the first of April: 90 days by now
    field, words = refusal(day(6, 1), 31)
    assert field == "ends"
    assert words.startswith("Năm 2027 có sản phẩm sẽ được giảm giá 121 ngày, cộng cả: Tết, Cùng lúc. ")
    promote(day(6, 1), 30)


def test_what_is_no_price_cut_or_was_stopped_does_not_count():
    make_good()
    promote(day(1, 1), 120, kind="delivery", value=100)
    stopped = promote(day(1, 1, 2026), 100)
    stopped.is_stopped = True
    stopped.save()
    stopped_at = stopped.stopped_at
    stopped.save()
    assert stopped.stopped_at == stopped_at
    promote(day(1, 1), 120)
    assert refusal(day(6, 1), 1)[0] == "ends"


def test_each_calendar_year_has_its_own_days():
    make_good()
    promote(day(11, 1, 2026), 120)  # 61 days of 2026, 59 of 2027
    assert refusal(day(6, 1), 62)[1].startswith("Năm 2027 có sản phẩm sẽ được giảm giá 121 ngày")
    promote(day(6, 1), 61)


def test_only_promotions_about_the_same_goods_are_summed():
    sea, hill = make_producer(), make_producer()
    drinks = make_group("Nước mắm")
    for producer in (sea, hill):
        make_good(producer=producer)
    promote(day(1, 1), 100, producer=sea)
    promote(day(6, 1), 100, producer=hill)
    promote(day(6, 1), 100, group=drinks)  # neither producer has goods there
    assert refusal(day(6, 1), 21)[0] == "ends"
    make_good(producer=sea, group=drinks)
    field, words = refusal(day(11, 1), 20, producer=sea)
    assert (field, "cộng cả" in words) == ("ends", True)


def test_an_authoritys_event_lifts_its_own_days_alone():
    make_good()
    event = make_event(begins=date(2027, 5, 1), ends=date(2027, 6, 30))
    promote(day(1, 1), 120)
    promote(day(5, 1), 61, event=event, value=90)
    assert refusal(day(5, 1), 62, event=event)[0] == "ends"


def test_the_days_are_a_setting(settings):
    make_good()
    settings.OCOP_PROMOTION_DAYS = 10
    promote(day(1, 1), 6)
    assert refusal(day(2, 1), 5)[1].startswith("Năm 2027 có sản phẩm sẽ được giảm giá 11 ngày")
    settings.OCOP_PROMOTION_DAYS = 0
    promote(day(2, 1), 300)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15)), max_size=6))
def test_the_time_is_that_of_the_days_on_which_anything_runs(runs):
    begin = day(1, 1)
    intervals = [
        (begin + timedelta(days=first), begin + timedelta(days=first + days)) for first, days in runs
    ]
    running = {number for first, days in runs for number in range(first, first + days)}
    assert total(intervals) == timedelta(days=len(running))
