"""VNPay calls twice at once: money is noted once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from storefront.gateways.paying import begin_attempt
from storefront.payment.sources import balance_of
from storefront.purchases.models import MoneyEntry
from tests.factories.gateways import make_direct_group, notice, sell_directly

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_notices_at_once_settle_once(settings):
    sell_directly(settings)
    group = make_direct_group(orders=2)
    told = notice(begin_attempt(group, gateway="vnpay"))

    def call(_number):
        try:
            return Client().get("/api/thanh-toan/vnpay/ipn/", told).json()["RspCode"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(call, range(4)))
    assert codes == ["00", "02", "02", "02"]
    assert MoneyEntry.objects.count() == 2
    assert [balance_of(order).outstanding for order in group.orders.all()] == [0, 0]
