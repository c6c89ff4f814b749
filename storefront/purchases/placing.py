"""Placing a basket: one transaction, one order group, one order per producer, nothing sold twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.apps.address.models import Country
from oscar.core.loading import get_model
from oscar.core.prices import Price

from storefront.codes import GROUP_PREFIX, new_code
from storefront.dong import whole_dong
from storefront.errors import DomainError
from storefront.holds.holding import release
from storefront.locks import LockedQuery
from storefront.offers.vouchers import lock_codes, refusal_of_codes
from storefront.order.errors import LinesRefusedError
from storefront.order.models import ShippingAddress
from storefront.order.rows import NewOrder
from storefront.order.utils import OrderCreator
from storefront.payment.methods import CASH_ON_DELIVERY, VIETQR
from storefront.payment.payees import payee_for
from storefront.payment.sources import Expected, expect_payments
from storefront.purchases.delivering import check_deliveries, keep_deliveries
from storefront.purchases.letters import write_letters
from storefront.purchases.models import OrderEvent, OrderGroup
from storefront.purchases.moving import free_overdue, note_placed
from storefront.purchases.shares import Share, shares_of, total_of
from storefront.ready_queries import ReadyQuery
from storefront.ready_relations import attach
from storefront.sales_mode import sales_mode
from storefront.shipping.carriers.quoting import known_quotes_only

logger = logging.getLogger(__name__)


_BASKET: LockedQuery[Any] = LockedQuery(lambda *, pk: get_model("basket", "Basket").objects.filter(pk=pk))
_EARLIER: ReadyQuery[OrderGroup] = ReadyQuery(
    lambda *, submission, basket: OrderGroup.objects.filter(Q(submission=submission) | Q(basket_id=basket))[
        :1
    ]
)
_LINES: ReadyQuery[Any] = ReadyQuery(
    lambda *, basket: get_model("basket", "Line").objects.filter(basket=basket).order_by("pk")
)
_ATTRIBUTES: ReadyQuery[Any] = ReadyQuery(
    lambda *, lines: get_model("basket", "LineAttribute").objects.filter(line__in=lines)
)
_NUMBER_TAKEN: ReadyQuery[int] = ReadyQuery(
    lambda *, number: OrderGroup.objects.filter(number=number).values_list("pk", flat=True)[:1]
)
_COUNTRY: ReadyQuery[Country] = ReadyQuery(lambda: Country.objects.filter(iso_3166_1_a2="VN"))


class BasketGoneError(DomainError):
    """There is nothing left to order in this basket."""


class PriceChangedError(DomainError):
    """What was shown to the shopper is no longer what it costs. `total` is what it costs now."""

    def __init__(self, *, seen: int, total: int) -> None:
        super().__init__(
            _("Giá hoặc phí giao hàng vừa thay đổi. Hãy xem lại tổng tiền mới rồi đặt lại."),
            code="price-changed",
        )
        self.seen = seen
        self.total = total


@dataclass(frozen=True)
class Shopper:
    """Who buys and where the parcels go. `phone` in E.164 form; the commune lies in the province."""

    name: str
    phone: str
    email: str
    province: Any
    commune: Any
    street: str
    note: str = ""


@dataclass(frozen=True)
class Agreed:
    """What the shopper agrees to. `payments` and the rest as in `place_order_group`."""

    shopper: Shopper
    seen_total: int
    payments: Mapping[int, str] = field(default_factory=dict)
    on_placed: Callable[[OrderGroup], None] | None = None


@dataclass(frozen=True)
class Asked:
    """A purchase asked for: `read` says what the shopper agrees to, once the goods are locked and known."""

    read: Callable[[list[Share]], Agreed]
    province: Any
    submission: str
    deliveries: Mapping[int, str] = field(default_factory=dict)
    touchpoint: Mapping[str, str] | None = None
    user: Any = None
    language: str = "vi"


@dataclass(frozen=True)
class Placed:
    """`created` is False when the same form had been sent before: the group is then the one of that time."""

    group: OrderGroup
    created: bool


def place_order_group(
    basket: Any,
    *,
    shopper: Shopper,
    submission: str,
    seen_total: int,
    payments: Mapping[int, str] | None = None,
    on_placed: Callable[[OrderGroup], None] | None = None,
    **asked: Any,
) -> Placed:
    """Order everything in `basket`, or nothing.

    `submission` is the mark of the form: whoever sends it twice, even at the same moment, gets one group.
    `seen_total` is the total in đồng the shopper agreed to. By producer pk, `payments` names a method (default: cash on
    delivery) and `deliveries` a way of delivery (default: the first one offered). Raises `LinesRefusedError` with what
    is left, `PriceChangedError`, `DeliveryRefusedError` or `BasketGoneError`; the basket is then as it was.
    `on_placed` runs in the same transaction once the orders stand; what it raises undoes them. Stock set aside for
    orders whose time to be paid ran out is freed first, job or no job. Letters go out after the transaction.
    Further fields as in `Asked`.
    """
    agreed = Agreed(shopper, seen_total, payments or {}, on_placed)
    asked["deliveries"] = asked.get("deliveries") or {}
    return place_asked(
        basket,
        Asked(lambda _shares: agreed, province=shopper.province, submission=submission, **asked),
    )


def place_asked(basket: Any, asked: Asked) -> Placed:
    """The same for a form that is read when the goods are locked: what it is held against is then what is sold.

    What `read` raises leaves the basket as it was.
    """
    try:
        return _place(basket, asked)
    except LinesRefusedError as refused:
        wanted = {refusal.line.stockrecord_id for refusal in refused.refusals}
        if not free_overdue(wanted):
            raise
    return _place(basket, asked)


def _place(basket: Any, asked: Asked) -> Placed:
    with transaction.atomic():
        row = next(iter(_BASKET(pk=basket.pk)), None)
        earlier = _EARLIER(submission=asked.submission, basket=basket.pk)
        if earlier:
            return Placed(earlier[0], created=False)
        if row is None or row.status != row.OPEN:
            raise BasketGoneError(_("Giỏ hàng này không còn nữa."), code="basket-gone")
        row.strategy = basket.strategy
        creator = OrderCreator()
        vouchers = lock_codes(row)
        lines = _lines(row)
        creator.secure(lines)
        # Read after the locks: what is charged is what the locked rows say, and nobody outside is asked.
        with known_quotes_only():
            known = {"lines": lines, "vouchers": vouchers}
            shares = shares_of(
                row, province=asked.province, user=asked.user, deliveries=asked.deliveries, **known
            )
            agreed = asked.read(shares)
            check_deliveries(shares)
            total = total_of(shares) or 0
        if total != agreed.seen_total:
            raise refusal_of_codes(row) or PriceChangedError(seen=agreed.seen_total, total=total)
        group = _new_group(row, agreed.shopper, asked)
        placed = _place_orders(creator, group, shares, agreed, asked)
        if agreed.on_placed is not None:
            agreed.on_placed(group)
        creator.count_uses()
        row.submit()
        release(row.pk)
        logger.info(
            "order group placed", extra={"group": group.number, "orders": len(shares), "total": total}
        )
        write_letters(group, placed)
    return Placed(group, created=True)


def _lines(basket: Any) -> list[Any]:
    lines = _LINES(basket=basket.pk)
    if not lines:
        raise BasketGoneError(_("Giỏ hàng đang trống."), code="basket-empty")
    attach(lines, "attributes", _ATTRIBUTES(lines=[line.pk for line in lines]), by="line_id")
    for line in lines:
        line.basket = basket
    return lines


def _new_group(basket: Any, shopper: Shopper, asked: Asked) -> OrderGroup:
    number = new_code(GROUP_PREFIX)
    while _NUMBER_TAKEN(number=number):
        number = new_code(GROUP_PREFIX)
    return OrderGroup.objects.create(
        number=number,
        submission=asked.submission,
        basket=basket,
        user=asked.user if asked.user is not None and asked.user.is_authenticated else None,
        shopper_name=shopper.name,
        phone=shopper.phone,
        email=shopper.email,
        province=shopper.province,
        commune=shopper.commune,
        street=shopper.street,
        note=shopper.note,
        language=asked.language,
        sales_mode=sales_mode(),
    )


def _place_orders(
    creator: OrderCreator, group: OrderGroup, shares: Sequence[Share], agreed: Agreed, asked: Asked
) -> list[OrderEvent]:
    """Write each producer's order: its lines, its address, what is to be paid and to whom. Returns the first events."""
    methods = [_method(share, agreed.payments) for share in shares]
    addresses = _addresses(agreed.shopper, len(shares))
    wanted = [
        NewOrder(
            share.basket,
            share.delivery_method,
            charge=_price(share.delivery),
            total=_price(share.total),
            facts={
                "shipping_address": address,
                "guest_email": agreed.shopper.email,
                "group": group,
                "producer": share.producer,
                "payment_method": method,
                "touchpoint": dict(asked.touchpoint) if asked.touchpoint else None,
                "time_limit": _time_limit(method),
            },
        )
        for share, method, address in zip(shares, methods, addresses, strict=True)
    ]
    orders = creator.place_orders(wanted, codes=shares[0].basket.codes, user=asked.user)
    keep_deliveries(zip(orders, shares, strict=True))
    expect_payments(
        [
            Expected(order, order.payment_method, whole_dong(order.total_incl_tax), _account(share, method))
            for order, share, method in zip(orders, shares, methods, strict=True)
        ]
    )
    return note_placed(orders, by=asked.user)


def _method(share: Share, payments: Mapping[int, str]) -> str:
    chosen = payments.get(share.producer.pk, CASH_ON_DELIVERY.code)
    return chosen if chosen in {method.code for method in share.methods} else CASH_ON_DELIVERY.code


def _account(share: Share, method: str) -> str:
    if method != VIETQR.code:
        return ""
    payee = payee_for(share.producer)
    return f"{payee.bank_bin}/{payee.bank_account}"


def _price(amount: int | None) -> Price:
    return Price("VND", excl_tax=Decimal(amount or 0), incl_tax=Decimal(amount or 0))


def _time_limit(method: str) -> datetime | None:
    """Until when money that is to come first is waited for."""
    if method == CASH_ON_DELIVERY.code:
        return None
    return timezone.now() + timedelta(hours=settings.OCOP_TRANSFER_HOURS)


def _vietnam() -> Country:
    country, _created = Country.objects.get_or_create(
        iso_3166_1_a2="VN",
        defaults={
            "iso_3166_1_a3": "VNM",
            "iso_3166_1_numeric": "704",
            "printable_name": "Việt Nam",
            "name": "Việt Nam",
            "is_shipping_country": True,
        },
    )
    return country


def _addresses(shopper: Shopper, how_many: int) -> list[ShippingAddress]:
    """Oscar's form of the address; one row per order, so that one order's can be corrected alone."""
    vietnam = next(iter(_COUNTRY()), None) or _vietnam()
    rows = [
        ShippingAddress(
            first_name=shopper.name,
            line1=shopper.street,
            line4=str(shopper.commune),
            state=shopper.province.name,
            country=vietnam,
            phone_number=shopper.phone,
            notes=shopper.note,
        )
        for _order in range(how_many)
    ]
    for row in rows:
        row.search_text = row.join_fields(row.search_fields, separator=" ")  # Oscar's save() would
    return ShippingAddress.objects.bulk_create(rows)
