"""The product page tells the price before only when it is true."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from storefront.offers.models import PriceChange
from storefront.offers.prices import change_price
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("raised", "shown"), [(None, True), (200_000, False)])
def test_a_true_price_before_is_shown_and_a_raised_one_is_not(client, raised, shown):
    good = make_good(price=150_000 if raised is None else 100_000)
    PriceChange.objects.filter(product=good).update(at=timezone.now() - timedelta(days=90))
    record = good.stockrecords.get()
    if raised:
        change_price(record, raised, at=timezone.now() - timedelta(days=2))
    change_price(record, 100_000)
    page = client.get(good.get_absolute_url()).content.decode()
    assert ("Giá trước" in page) is shown
    assert ("150.000" in page) is shown
