"""Price and stock as the producer changes them: at once, whole, and never over what somebody else did meanwhile."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model

from catalogue.models import Product
from catalogue.producers.models import Producer
from storefront.audit import Line, log_line
from storefront.errors import DomainError
from storefront.locks import locked
from storefront.offers import prices
from storefront.purchases.moving import free_overdue
from storefront.told import money

StockRecord = get_model("partner", "StockRecord")
LEAST_PRICE, HIGHEST_PRICE = 1_000, 500_000_000
MOST_PIECES = 1_000_000
PRICE_ACTION, STOCK_ACTION, HOLIDAY_ACTION = "ocop.price", "ocop.stock", "ocop.holiday"
DELIVERY_ACTION, KEY_ACTION = "ocop.delivery", "ocop.bank_key"


class ShelfRefusedError(DomainError):
    """Nothing was changed."""


def change_price(product: Product, *, amount: int, seen: int | None, by: Any) -> bool:
    """Ask `amount` đồng for the product from now on; False when it is its price already.

    `seen` is the price the producer saw. Orders placed before keep theirs. Raises `ShelfRefusedError` out of bounds,
    for a suspended producer, and when the price is another one by now. A product without a stock row gets an empty one.
    """
    _refuse_closed_shelf(product)
    if isinstance(amount, bool) or not isinstance(amount, int) or not LEAST_PRICE <= amount <= HIGHEST_PRICE:
        message = _("Giá phải từ %(least)s đến %(most)s.") % {
            "least": money(LEAST_PRICE),
            "most": money(HIGHEST_PRICE),
        }
        raise ShelfRefusedError(message, code="price-out-of-bounds", field="amount")
    with transaction.atomic():
        record = _locked_record(product)
        now = None if record.price is None else int(record.price)
        if now == amount:
            return False
        if now != seen:
            message = _("Giá vừa được đổi thành %(price)s. Hãy xem lại rồi đổi.") % {
                "price": "–" if now is None else money(now)
            }
            raise ShelfRefusedError(message, code="price-changed")
        prices.change_price(record, amount, by=by)
        log_line(Line(product, PRICE_ACTION, by, {"before": now, "after": amount}))
    return True


def change_stock(product: Product, *, left: int, seen: int, by: Any) -> bool:
    """Have `left` pieces for sale, those of orders not sent yet apart; False when that many are.

    `seen` is the number the producer saw: refused when it is another by now, because an order came or a colleague was
    faster. Raises `ShelfRefusedError` out of bounds or for a suspended producer.
    """
    if isinstance(left, bool) or not isinstance(left, int) or not 0 <= left <= MOST_PIECES:
        message = _("Số lượng phải từ 0 đến %(most)s.") % {"most": MOST_PIECES}
        raise ShelfRefusedError(message, code="stock-out-of-bounds", field="left")
    return _put(product, left=left, seen=seen, by=by)


def sell_out(product: Product, *, by: Any) -> bool:
    """Have nothing left for sale, whatever there was. Orders placed before keep their goods."""
    return _put(product, left=0, seen=None, by=by)


def _put(product: Product, *, left: int, seen: int | None, by: Any) -> bool:
    _refuse_closed_shelf(product)
    if not product.get_product_class().track_stock:
        raise ShelfRefusedError(_("Sản phẩm này làm theo đơn, không đếm số lượng."), code="not-counted")
    free_overdue(product.stockrecords.values_list("pk", flat=True))
    with transaction.atomic():
        record = _locked_record(product)
        now = record.net_stock_level or 0
        if seen is not None and now != seen:
            message = _("Số còn bán vừa thay đổi: bây giờ là %(now)s. Hãy đếm lại rồi nhập.") % {"now": now}
            raise ShelfRefusedError(message, code="stock-changed", field="left")
        if now == left:
            return False
        record.num_in_stock = left + (record.num_allocated or 0)
        record.save(update_fields=["num_in_stock", "date_updated"])
        log_line(Line(product, STOCK_ACTION, by, {"before": now, "after": left}))
    return True


def refuse_suspended(producer: Producer) -> None:
    """Raise `ShelfRefusedError` for a producer that may finish its orders and nothing else."""
    if producer.state == Producer.State.SUSPENDED:
        message = _("Chủ thể đang tạm ngừng: chỉ làm nốt các đơn đã có, chưa đổi được hàng bán.")
        raise ShelfRefusedError(message, code="producer-suspended")


def _refuse_closed_shelf(product: Product) -> None:
    refuse_suspended(product.producer)
    if product.nature == "service" or product.selling != "orderable":
        message = _("Sản phẩm này chưa bán trên sàn nên chưa có giá và số lượng ở đây.")
        raise ShelfRefusedError(message, code="not-sold-here")


def _locked_record(product: Product) -> Any:
    """The product's stock row under lock, made when there is none."""
    record = product.stockrecords.order_by("pk").first()
    if record is None:
        record, _created = StockRecord.objects.get_or_create(
            partner=product.producer.partner,
            partner_sku=product.public_id,
            defaults={"product": product, "num_in_stock": 0},
        )
    (current,) = locked(StockRecord.objects.filter(pk=record.pk))
    current.product = product
    return current
