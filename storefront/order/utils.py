"""Placing an order so that nothing is sold twice. An override of Oscar's module of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from oscar.apps.order import utils as upstream
from oscar.apps.order.signals import order_placed
from oscar.core.loading import get_model

from catalogue.attached import attach_ledgers
from catalogue.models import Product
from storefront.codes import ORDER_PREFIX, new_code
from storefront.delivery.attached import attach_zones
from storefront.holds.holding import note_claims
from storefront.locks import LockedQuery
from storefront.offers.keeping import count_uses, keep_bearer, keep_use
from storefront.order.errors import LinesRefusedError, Refusal
from storefront.order.models import Order
from storefront.order.rows import NewOrder, new_line, new_order, new_prices
from storefront.ready_queries import ReadyQuery

StockRecord = get_model("partner", "StockRecord")
Line, LinePrice = get_model("order", "Line"), get_model("order", "LinePrice")
LineAttribute = get_model("order", "LineAttribute")


_ROWS: LockedQuery[Any] = LockedQuery(
    lambda *, pks: StockRecord.objects.filter(pk__in=pks).select_related("partner")
)
_PRODUCTS: ReadyQuery[Product] = ReadyQuery(
    lambda *, pks: Product.objects.filter(pk__in=pks).select_related(
        "product_class", "parent__product_class", "producer__delivery_rate", "producer__delivery_terms"
    )
)
_NUMBERS_TAKEN: ReadyQuery[int] = ReadyQuery(
    lambda *, numbers: Order.objects.filter(number__in=numbers).values_list("pk", flat=True)[:1]
)


class OrderNumberGenerator:
    """Random numbers: they cannot be guessed and tell nobody how much is sold."""

    def order_number(self, basket: Any = None) -> str:
        """Return a fresh number, which is also the memo of a bank transfer for it."""
        return self.order_numbers(1)[0]

    def order_numbers(self, how_many: int) -> list[str]:
        """Return fresh numbers, asked for together."""
        while True:
            numbers = {new_code(ORDER_PREFIX) for _number in range(how_many)}
            if len(numbers) == how_many and not _NUMBERS_TAKEN(numbers=sorted(numbers)):
                return sorted(numbers)


class OrderCreator(upstream.OrderCreator):
    """Locks, re-checks, then writes. One creator serves all orders of one checkout."""

    def __init__(self) -> None:
        self._secured: set[int] = set()
        self._given: list[dict[str, Any]] = []

    def secure(self, lines: Iterable[Any]) -> None:
        """Lock the stock rows behind `lines` in pk order and check every line again, against the rows as locked.

        Products, producers and ledgers are read anew after the locks are held. What one stock row has to give
        is compared with the sum over all lines that draw on it. Raises `LinesRefusedError` naming each line that
        cannot be sold and what is left; needs a transaction around it.
        """
        lines = list(lines)
        rows = {row.pk: row for row in _ROWS(pks=sorted({line.stockrecord_id for line in lines}))}
        note_claims(rows.values(), basket_pk=lines[0].basket_id if lines else None)
        for row in rows.values():
            row.is_secured = True
        products = self._products_now(line.product_id for line in lines)
        demand: dict[int, int] = {}
        for line in lines:
            demand[line.stockrecord_id] = demand.get(line.stockrecord_id, 0) + line.quantity
        refusals = []
        for line in lines:
            line.product, line.stockrecord = products[line.product_id], rows[line.stockrecord_id]
            line.stockrecord.product = line.product
            line.__dict__.pop("_info", None)
            refusal = _refusal(line, demand[line.stockrecord_id])
            if refusal:
                refusals.append(refusal)
        if refusals:
            raise LinesRefusedError(refusals)
        self._secured.update(line.pk for line in lines)

    def place_order(self, basket: Any, *args: Any, order_number: str | None = None, **kwargs: Any) -> Order:
        """Write one order. Lines not secured yet are secured first, so no way of placing leaves the guard out."""
        with transaction.atomic(savepoint=False):
            open_lines = [line for line in basket.all_lines() if line.pk not in self._secured]
            if open_lines:
                self.secure(open_lines)
            number = order_number or OrderNumberGenerator().order_number(basket)
            return super().place_order(basket, *args, order_number=number, **kwargs)

    def place_orders(
        self, wanted: Sequence[NewOrder], *, codes: Sequence[Any] = (), user: Any = None
    ) -> list[Order]:
        """Write many orders as one would be written, table by table: the queries do not grow with them or their lines.

        Lines not secured yet are secured first. `codes` are those of the basket, locked. What a discount leaves is
        written order by order.
        """
        with transaction.atomic(savepoint=False):
            open_lines = [
                line for each in wanted for line in each.basket.all_lines() if line.pk not in self._secured
            ]
            if open_lines:
                self.secure(open_lines)
            for code in codes:
                _check_code(code.voucher, wanted[0].basket, user)
            numbers = OrderNumberGenerator().order_numbers(len(wanted))
            made = [new_order(each, number, user) for each, number in zip(wanted, numbers, strict=True)]
            orders = Order.objects.bulk_create(made)
            for order, each in zip(orders, wanted, strict=True):
                self._write_discounts(order, each, codes, user)
            self._write_lines(orders, wanted)
            self._set_aside([line for each in wanted for line in each.basket.all_lines()])
        for order in orders:
            order_placed.send(sender=self, order=order, user=user)
        return orders

    def _write_discounts(self, order: Order, new: NewOrder, codes: Iterable[Any], user: Any) -> None:
        for application in new.basket.offer_applications:
            offer = application["offer"]
            application["message"] = offer.apply_deferred_benefit(new.basket, order, application)
            if application["result"].affects_shipping:
                application["discount"] = new.method.discount(new.basket)
                if application["discount"] <= 0:
                    continue
            self.create_discount_model(order, application)
            self.record_discount(application)
        for code in codes:
            self.record_voucher_usage(order, code.voucher, user)

    def _write_lines(self, orders: Sequence[Order], wanted: Sequence[NewOrder]) -> None:
        sold = [
            (order, line)
            for order, each in zip(orders, wanted, strict=True)
            for line in each.basket.all_lines()
        ]
        lines = Line.objects.bulk_create([new_line(order, line) for order, line in sold])
        pairs = [(order, new, line) for (order, line), new in zip(sold, lines, strict=True)]
        LinePrice.objects.bulk_create(price for pair in pairs for price in new_prices(*pair))
        LineAttribute.objects.bulk_create(
            LineAttribute(line=new, option=kept.option, type=kept.option.code, value=kept.value)
            for _order, new, line in pairs
            for kept in line.attributes.all()
        )
        for order, new, line in pairs:
            self.create_line_discount_models(order, new, line)

    def _set_aside(self, lines: Iterable[Any]) -> None:
        """Set the quantities of secured lines aside in one step; each row is locked and its sum was checked."""
        rows: dict[int, Any] = {}
        for line in lines:
            row = rows.setdefault(line.stockrecord_id, line.stockrecord)
            if row.can_track_allocations:
                row.num_allocated = (row.num_allocated or 0) + line.quantity
        taken = [rows[pk] for pk in sorted(rows) if rows[pk].can_track_allocations]
        StockRecord.objects.bulk_update(taken, ["num_allocated"])
        for row in taken:
            if row.low_stock_threshold is not None:
                row.post_save_signal()  # opens an alert when little is left

    def update_stock_records(self, line: Any) -> None:
        """Set the line's quantity aside; the row must be locked and checked by then."""
        if line.pk not in self._secured:
            raise RuntimeError("stock may only be taken under a lock")
        row = line.stockrecord
        if not row.can_track_allocations:
            return
        allocated = Coalesce(F("num_allocated"), 0) + line.quantity
        StockRecord.objects.filter(pk=row.pk).update(num_allocated=allocated)
        row.num_allocated = (row.num_allocated or 0) + line.quantity
        if row.low_stock_threshold is not None:
            row.post_save_signal()  # opens an alert when little is left

    def create_discount_model(self, order: Order, discount: dict[str, Any]) -> None:
        """Write a discount together with whose cost it is."""
        super().create_discount_model(order, discount)
        keep_bearer(order, discount)

    def record_discount(self, discount: dict[str, Any]) -> None:
        """Note what was given; `count_uses` adds it up at the end."""
        self._given.append(discount)

    def record_voucher_usage(self, order: Order, voucher: Any, user: Any) -> None:
        keep_use(order, voucher, user)

    def count_uses(self) -> None:
        """Bring the totals of offers and codes up to date, last in the transaction."""
        count_uses(self._given)
        self._given.clear()

    @staticmethod
    def _products_now(pks: Iterable[int]) -> dict[int, Product]:
        products = _PRODUCTS(pks=sorted(set(pks)))
        attach_ledgers(products)
        attach_zones(product.producer for product in products)
        return {product.pk: product for product in products}


def _check_code(voucher: Any, basket: Any, user: Any) -> None:
    """Oscar's last look at a code, once for all orders of a basket: one that ended leaves it."""
    if not voucher.is_active():
        basket.vouchers.remove(voucher)
        return
    permitted, reason = voucher.is_available_to_user(user=user)
    if not permitted:
        raise ValueError(reason)


def _refusal(line: Any, demand: int) -> Refusal | None:
    """What stands against selling `line` when its stock row must give `demand` in all."""
    availability = line.purchase_info.availability
    permitted, reason = availability.is_purchase_permitted(demand)
    if permitted:
        return None
    left = max(getattr(availability, "num_available", None) or 0, 0)
    code = availability.code if not left else "not-enough"
    return Refusal(line=line, code=code, message=reason, wanted=demand, left=left)
