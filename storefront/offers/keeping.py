"""What an order keeps of its discounts: at whose cost they were, and which code it used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import F
from oscar.core.loading import get_model

from storefront.offers.models import UNNAMED, DiscountBearer


def keep_bearer(order: Any, application: dict[str, Any]) -> None:
    """Write at whose cost a discount of an order is. An offer that is no promotion of ours says nothing of
    it, and neither do we: officers see it as unnamed."""
    offer = application["offer"]
    promotion = getattr(offer, "promotion", None)
    row = order.discounts.filter(offer_id=offer.pk).order_by("-pk").first()
    if row is None:
        return
    DiscountBearer.objects.create(
        discount=row,
        promotion=promotion,
        borne_by=promotion.borne_by if promotion else UNNAMED,
        sponsor=promotion.sponsor if promotion else "",
        reference=promotion.reference if promotion else "",
        cut=application.get("cut", 0),
    )


def keep_use(order: Any, voucher: Any, user: Any) -> None:
    """Note that an order used a code, when it took anything off this order."""
    if order.discounts.filter(voucher_id=voucher.pk).exists():
        voucher.applications.create(order=order, user=user if user and user.is_authenticated else None)


def count_uses(applications: Iterable[dict[str, Any]]) -> None:
    """Add what was given to the totals of offers and codes: last, in pk order, so that no two wait for each other."""
    given = list(applications)
    offers = get_model("offer", "ConditionalOffer").objects
    vouchers = get_model("voucher", "Voucher").objects
    times, orders, taken, by_code = Counter(), Counter(), Counter(), Counter()
    for application in given:
        pk = application["offer"].pk
        times[pk] += application["freq"]
        orders[pk] += 1
        taken[pk] += Decimal(application["discount"])
        if application["voucher"]:
            by_code[application["voucher"].pk] += Decimal(application["discount"])
    for pk in sorted(orders):
        offers.filter(pk=pk).update(
            num_applications=F("num_applications") + times[pk],
            num_orders=F("num_orders") + orders[pk],
            total_discount=F("total_discount") + taken[pk],
        )
    for pk in sorted(by_code):
        vouchers.filter(pk=pk).update(
            num_orders=F("num_orders") + 1, total_discount=F("total_discount") + by_code[pk]
        )
