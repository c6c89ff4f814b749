"""How goods travel. An override of Oscar's module of the same name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from oscar.apps.shipping import methods as upstream
from oscar.core import prices

from storefront.dong import round_discount
from storefront.shipping.rates import Rate


class ProducerDelivery(upstream.Base):
    """The producer sends the parcel itself, for a flat charge by province."""

    code = "producer-delivery"
    name = _("Chủ thể tự giao hàng")

    def __init__(self, rate: Rate, *, same_province: bool) -> None:
        self.rate = rate
        self.same_province = same_province

    def calculate(self, basket: Any) -> prices.Price:
        charge = Decimal(self.rate.charge(goods=int(basket.total_incl_tax), same_province=self.same_province))
        return prices.Price(currency="VND", excl_tax=charge, incl_tax=charge)


class TaxInclusiveOfferDiscount(upstream.TaxInclusiveOfferDiscount):
    """A delivery discount in whole đồng: Oscar's own leaves hundredths."""

    def discount(self, basket: Any) -> Decimal:
        base = self.method.calculate(basket).incl_tax
        return round_discount(self.offer.shipping_discount(base, "VND"))

    def calculate(self, basket: Any) -> prices.Price:
        charge = self.method.calculate(basket).incl_tax - self.discount(basket)
        return prices.Price(currency="VND", excl_tax=charge, incl_tax=charge)
