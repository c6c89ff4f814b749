"""Which ways of delivery a producer's share of a basket has. An override of Oscar's module of the same name."""

from __future__ import annotations

from typing import Any

from oscar.apps.shipping import repository as upstream

from storefront.shipping.methods import ProducerDelivery
from storefront.shipping.rates import rate_for


class Repository(upstream.Repository):
    """One producer, one way for now. `province` is where the parcel goes."""

    def get_available_shipping_methods(
        self, basket: Any, shipping_addr: Any = None, *, province: Any = None, **kwargs: Any
    ) -> list[ProducerDelivery]:
        producers = {line.product.producer for line in basket.all_lines()}
        if len(producers) != 1 or province is None:
            return []
        producer = producers.pop()
        if producer is None:
            return []
        same_province = producer.province_id is not None and producer.province_id == province.pk
        return [ProducerDelivery(rate_for(producer), same_province=same_province)]
