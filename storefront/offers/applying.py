"""Taking offers off the shares of a basket: whole đồng, within the cap, an amount once."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from oscar.apps.offer.results import OfferApplications
from oscar.core.loading import get_model

from storefront.dong import share_out, whole_dong
from storefront.offers.prices import prices_before
from storefront.offers.rules import allowance, cap_of
from storefront.offers.vouchers import OFFER_PATHS, Code, codes_of
from storefront.ready_queries import ReadyQuery


@dataclass(frozen=True)
class Cut:
    """What the cap kept an offer from taking off a line, in đồng."""

    offer: Any
    amount: int


def apply_offers(
    parts: list[Any],
    *,
    basket: Any,
    user: Any = None,
    at: datetime | None = None,
    vouchers: Iterable[Any] | None = None,
) -> list[Code]:
    """Take the offers open to everybody, and those of the basket's codes, off each share; return the codes.

    `vouchers` as in `codes_of`. The number of queries grows with offers, never with lines or producers.
    """
    moment = at or timezone.now()
    codes = codes_of(basket, at=moment, vouchers=vouchers)
    offers = _open_offers(moment) + [offer for code in codes if code.refusal is None for offer in code.offers]
    offers = [offer for offer in _once(offers) if not offer.is_suspended]
    offers.sort(key=lambda offer: offer.priority, reverse=True)
    for part in parts:
        part.offer_applications = OfferApplications()
    if offers:
        lines = [line for part in parts for line in part.all_lines()]
        _prepare(offers, lines, moment)
        for offer in offers:
            _apply(offer, parts, user)
        for part in parts:
            _sum_up(part)
    return codes


def within_cap(line: Any, wanted: int, pieces: int, offer: Any) -> int:
    """As much of `wanted` as may come off `pieces` of a line; what is cut off is noted on the line.

    Other discounts on the line count against the same room: combined, they never go further than one alone may.
    """
    room = getattr(line, "allowances", {}).get(getattr(offer, "pk", None))
    given = wanted if room is None else max(0, min(wanted, room * pieces - int(line.discount_value)))
    if given < wanted:
        line.__dict__.setdefault("cuts", []).append(Cut(offer, wanted - given))
    return given


def open_offers_at(*, at: datetime) -> QuerySet[Any, int]:
    """The keys of the offers open to everybody at a moment: those of Oscar's manager `active`, which knows only now."""
    offers = get_model("offer", "ConditionalOffer")
    has_begun = Q(start_datetime__lte=at) | Q(start_datetime=None)
    goes_on = Q(end_datetime__gte=at) | Q(end_datetime=None)
    found = offers.objects.filter(goes_on, has_begun, status=offers.OPEN, offer_type=offers.SITE)
    return found.values_list("pk", flat=True)


_OPEN = ReadyQuery(open_offers_at)


def _open_offers(moment: datetime) -> list[Any]:
    """Most days nothing is on offer: which there are is asked first, and of one table."""
    offers = get_model("offer", "ConditionalOffer")
    pks = _OPEN(at=moment)
    if not pks:
        return []
    return list(offers.objects.filter(pk__in=pks).select_related(*OFFER_PATHS))


def _once(offers: Iterable[Any]) -> list[Any]:
    return list({offer.pk: offer for offer in reversed(list(offers))}.values())[::-1]


def _prepare(offers: list[Any], lines: list[Any], moment: datetime) -> None:
    """Answer beforehand, for all lines together, what Oscar asks line by line: membership, and room under the cap."""
    products = {line.product_id: line.product for line in lines}
    for offer in offers:
        members = _members(offer, products)
        offer.condition = _knowing(offer.condition, members)
        offer.benefit = _knowing(offer.benefit, members)
    records = {line.stockrecord_id: line.stockrecord for line in lines}
    begins = [_began(offer) for offer in offers]
    before = prices_before(records.values(), begins)
    caps = [cap_of(_promotion(offer), on=timezone.localdate(moment)) for offer in offers]
    for line in lines:
        price = line.unit_price_incl_tax
        now = 0 if price is None else whole_dong(price)
        line.cuts = []
        line.allowances = {
            offer.pk: allowance(before=was if was is not None else now, now=now, cap=cap)
            for offer, was, cap in zip(offers, before[line.stockrecord_id], caps, strict=True)
        }


def _knowing(piece: Any, members: set[int]) -> Any:
    """Oscar's condition or benefit of the right class, whose goods are known and asked of no database."""
    goods = piece.range
    piece = piece.proxy()
    if goods is not None:
        goods = copy(goods)
        goods.contains_product = lambda product: product.pk in members
        piece.range = goods
    return piece


def _promotion(offer: Any) -> Any:
    return getattr(offer, "promotion", None)


def _began(offer: Any) -> datetime:
    """Since when an offer holds: the price just before this moment is what the cap is reckoned from."""
    promotion = _promotion(offer)
    if promotion is not None:
        return promotion.begins
    voucher = offer.get_voucher()
    return (voucher.start_datetime if voucher else None) or offer.start_datetime or offer.date_created


def _members(offer: Any, products: dict[int, Any]) -> set[int]:
    """Which of the products an offer is about. Drinks with alcohol are about none: they must not be promoted."""
    sober = {pk for pk, product in products.items() if not product.is_alcohol}
    promotion = _promotion(offer)
    if promotion is None:
        goods = offer.benefit.range or offer.condition.range
        return set() if goods is None else sober & _in_range(goods, products)
    if promotion.producer_id is not None:
        sober = {pk for pk in sober if products[pk].producer_id == promotion.producer_id}
    if promotion.group_id is None:
        return sober
    inside = get_model("catalogue", "Product").objects.filter(pk__in=sober)
    path = promotion.group.path
    inside = inside.filter(
        Q(categories__path__startswith=path) | Q(parent__categories__path__startswith=path)
    )
    return set(inside.values_list("pk", flat=True))


def _in_range(goods: Any, products: dict[int, Any]) -> set[int]:
    return set(goods.all_products().filter(pk__in=products).values_list("pk", flat=True))


def _apply(offer: Any, parts: list[Any], user: Any) -> None:
    """Oscar's loop over one offer, share by share; a promotion's amount is divided between them first."""
    amounts = _amounts(offer, parts)
    known = user if user is not None and user.is_authenticated else None
    for part in parts:
        for _time in range(offer.get_max_applications(known)):
            result = _benefit(offer, part, amounts)
            if not result.is_successful:
                break
            part.offer_applications.add(offer, result)
            if result.is_final:
                break


def _benefit(offer: Any, part: Any, amounts: dict[int, int] | None) -> Any:
    if amounts is None:
        return offer.apply_benefit(part)
    amount = Decimal(amounts.get(id(part), 0))
    return offer.benefit.apply(part, offer.condition, offer, discount_amount=amount)


def _amounts(offer: Any, parts: list[Any]) -> dict[int, int] | None:
    """What of a promotion's amount falls to each share, by its goods; None for any other offer."""
    promotion = _promotion(offer)
    if promotion is None or promotion.kind != promotion.Kind.AMOUNT:
        return None
    meant = [part for part in parts if offer.is_condition_satisfied(part)]
    goods = [
        sum(
            whole_dong(price) * line.quantity_without_offer_discount(offer)
            for price, line in offer.benefit.get_applicable_lines(offer, part)
        )
        for part in meant
    ]
    shared = share_out(min(promotion.value, sum(goods)), goods) if meant else []
    return {id(part): amount for part, amount in zip(meant, shared, strict=True)}


def _sum_up(part: Any) -> None:
    """Make what each offer takes off in all the sum of what it takes off the lines, and say what the cap cut."""
    for application in part.offer_applications:
        offer = application["offer"]
        cuts = [cut for line in part.all_lines() for cut in line.cuts if cut.offer == offer]
        application["cut"] = sum(cut.amount for cut in cuts)
        if application["result"].affects_basket:
            application["discount"] = sum(
                (
                    taken.amount
                    for line in part.all_lines()
                    for taken in line.discounts
                    if taken.offer == offer
                ),
                Decimal(0),
            )
