"""Rows locked for a sale hold up who sells, and nobody who only names them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, connections, transaction
from oscar.core.loading import get_model

from storefront.locks import locked
from storefront.partner.models import StockRecord
from tests.factories.purchases import make_good

pytestmark = [pytest.mark.postgres, pytest.mark.race, pytest.mark.django_db(transaction=True)]


def elsewhere(job):
    """What the job returns on a connection of its own that waits two seconds for a lock and no longer."""

    def run():
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '2s'")
                return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def test_a_basket_is_filled_while_its_goods_are_being_sold():
    records = [make_good().stockrecords.get() for _number in range(2)]
    basket = get_model("basket", "Basket").objects.create()

    def fill():
        for record in reversed(records):
            basket.lines.create(
                product=record.product, stockrecord=record, quantity=1, line_reference=record.partner_sku
            )
        return basket.lines.count()

    with transaction.atomic():
        assert locked(StockRecord.objects.all()) == records
        assert elsewhere(fill) == 2
        with pytest.raises(OperationalError):
            elsewhere(lambda: locked(StockRecord.objects.all()))
    assert elsewhere(lambda: locked(StockRecord.objects.all())) == records
