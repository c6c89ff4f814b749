"""The prices a product had, drawn and listed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from storefront.offers.prices import change_price
from storefront.portal.price_history import draw
from tests.factories.portal import make_owner
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


def test_changes_of_the_days_asked_for(django_assert_num_queries):
    producer, client = make_owner()
    good = make_good(producer=producer, price=100_000)
    record = good.stockrecords.get()
    now, own = timezone.now(), producer.users.get()
    record.price_changes.update(at=now - timedelta(days=400))
    change_price(record, 120_000, by=own, at=now - timedelta(days=60))
    change_price(record, 90_000, at=now - timedelta(days=10))
    address = reverse("portal:price-history", args=[good.public_id])

    def shown(days):
        context = client.get(address, {"ngay": days}).context
        rows = [(row.was, row.now, str(row.by)) for row in context["rows"]]
        return rows, (context["chart"].least, context["chart"].most)

    latest = (120_000, 90_000, "hệ thống")
    assert shown("30") == ([latest], (90_000, 120_000))
    assert shown("90") == ([latest, (100_000, 120_000, "chủ thể")], (90_000, 120_000))
    assert shown("365") == shown("90") == shown("mọi lúc")


def test_the_line_goes_in_steps_from_edge_to_edge():
    until = timezone.now()
    since = until - timedelta(days=30)
    assert draw(None, [], since=since, until=until) is None
    flat = draw(50_000, [], since=since, until=until)
    assert (flat.points, flat.least, flat.most) == ("0.0,70.0 600.0,70.0", 50_000, 50_000)
