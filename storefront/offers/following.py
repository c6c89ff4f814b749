"""Oscar's offer and codes follow a promotion. Nobody edits Oscar's rows by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from oscar.core.loading import get_model

EVERYTHING = "Tất cả sản phẩm"


def write_offer(promotion: Any) -> Any:
    """Make Oscar's offer say what the promotion says; which goods it is about is asked of the promotion."""
    offers, conditions, benefits = (
        get_model("offer", name) for name in ("ConditionalOffer", "Condition", "Benefit")
    )
    goods, _created = get_model("offer", "Range").objects.get_or_create(
        name=EVERYTHING, defaults={"includes_all_products": True}
    )
    offer = promotion.offer if promotion.offer_id else offers(condition=conditions(), benefit=benefits())
    condition, benefit = offer.condition, offer.benefit
    condition.range = goods
    condition.type = condition.VALUE if promotion.minimum else condition.COUNT
    condition.value = Decimal(promotion.minimum or 1)
    condition.save()
    kinds = {"percent": benefit.PERCENTAGE, "amount": benefit.FIXED, "delivery": benefit.SHIPPING_PERCENTAGE}
    benefit.type, benefit.value = kinds[promotion.kind], Decimal(promotion.value)
    benefit.range = None if promotion.kind == "delivery" else goods
    benefit.save()
    offer.condition, offer.benefit = condition, benefit
    offer.name = promotion.name
    offer.offer_type = offer.VOUCHER if promotion.needs_code else offer.SITE
    offer.status = offer.SUSPENDED if promotion.is_stopped else offer.OPEN
    offer.start_datetime, offer.end_datetime = promotion.begins, promotion.ends
    offer.max_basket_applications = 1
    offer.save()
    return offer


def codes_follow(promotion: Any) -> None:
    """Codes given out hold as long as their promotion."""
    get_model("voucher", "Voucher").objects.filter(offers=promotion.offer_id).update(
        start_datetime=promotion.begins, end_datetime=promotion.ends
    )
