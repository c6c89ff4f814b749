"""How goods travel. An override of Oscar's module of the same name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from oscar.apps.shipping import methods as upstream
from oscar.core import prices

from storefront.dong import round_discount
from storefront.shipping.rates import ZoneRate

CARRIER, COURIER, PICK_UP = "carrier", "courier", "pick-up"
NAMES: dict[str, str | Promise] = {
    CARRIER: _("Gửi qua bên vận chuyển"),
    COURIER: _("Chủ thể tự giao tận nơi"),
    PICK_UP: _("Tự đến nhận"),
}


@dataclass(frozen=True)
class Terms:
    """What one way of delivery asks and promises. `place_reference` is empty unless the shopper comes for it."""

    kind: str
    rate: ZoneRate
    grams: int
    place: str = ""
    address: str = ""
    place_reference: str = ""
    hours: str = ""
    day: date | None = None
    lead_days: int = 0
    note: str | Promise = ""

    @property
    def days_min(self) -> int:
        return self.rate.days_min + self.lead_days

    @property
    def days_max(self) -> int:
        return self.rate.days_max + self.lead_days

    def later(self, lead_days: int) -> Terms:
        """The same, when the goods are made first."""
        return replace(self, lead_days=lead_days)


class Way(upstream.Base):
    """One way a share of a basket can go. `code` is what a form sends: `carrier`, `point-12`, `fair-3-2026-12-05`."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.code = _code(terms)
        self.name = NAMES[terms.kind]

    def calculate(self, basket: Any) -> prices.Price:
        charge = Decimal(self.terms.rate.cost(goods=int(basket.total_incl_tax), grams=self.terms.grams))
        return prices.Price(currency="VND", excl_tax=charge, incl_tax=charge)


def _code(terms: Terms) -> str:
    if not terms.place_reference:
        return terms.kind
    return f"{terms.place_reference}-{terms.day:%Y-%m-%d}" if terms.day else terms.place_reference


def terms_of(method: Any) -> Terms:
    """The terms of a way, or of the way behind a delivery discount."""
    return getattr(method, "method", method).terms


class TaxInclusiveOfferDiscount(upstream.TaxInclusiveOfferDiscount):
    """A delivery discount in whole đồng: Oscar's own leaves hundredths."""

    def discount(self, basket: Any) -> Decimal:
        base = self.method.calculate(basket).incl_tax
        return round_discount(self.offer.shipping_discount(base, "VND"))

    def calculate(self, basket: Any) -> prices.Price:
        charge = self.method.calculate(basket).incl_tax - self.discount(basket)
        return prices.Price(currency="VND", excl_tax=charge, incl_tax=charge)
