"""Who may review what: whoever bought it in an order that was completed, unless the goods or the money went back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.order.models import Order
from storefront.payment.sources import balances_of
from storefront.purchases.moving import status_at
from storefront.vietnamese import normalise_phone


class ReviewRefusedError(DomainError):
    """Nothing was written."""


def bought_products(order: Order) -> list[Any]:
    """The products of the order's lines, each once; of a variant the product whose page people read."""
    found: dict[int, Any] = {}
    for line in order.lines.all():
        if line.product is not None:
            product = line.product.parent or line.product
            found.setdefault(product.pk, product)
    return list(found.values())


def open_orders(orders: Iterable[Order]) -> list[Order]:
    """Those of the orders whose products may be reviewed now: completed, not paid back, not forgotten."""
    done = [order for order in orders if order.group_id and status_at(order) == Order.Status.COMPLETED]
    balances = balances_of(done) if done else {}
    return [order for order in done if not _was_paid_back(balances[order.pk]) and order.group.phone]


def check_may_review(order: Order, product: Any, *, by: Any = None) -> None:
    """Raises `ReviewRefusedError` unless whoever holds the order's link may write about `product` now."""
    if product.pk not in {each.pk for each in bought_products(order)}:
        raise ReviewRefusedError(_("Đơn này không có sản phẩm đó."), code="not-bought")
    if not open_orders([order]):
        message = _("Chỉ nhận xét được khi đơn đã hoàn tất và hàng, tiền không trả lại.")
        raise ReviewRefusedError(message, code="order-not-completed")
    if is_own(order, by=by):
        raise ReviewRefusedError(_("Chủ thể không nhận xét sản phẩm của chính mình."), code="own-product")


def is_own(order: Order, *, by: Any = None) -> bool:
    """Whether producer and shopper are one: by login, by the account that bought, by telephone or by e-mail."""
    producer, group = order.producer, order.group
    if producer is None or group is None:
        return False
    logins = list(producer.users.values_list("pk", "email"))
    accounts = {pk for pk, _email in logins}
    if getattr(by, "pk", None) in accounts or group.user_id in accounts:
        return True
    emails = {email.casefold() for email in (producer.email, *(email for _pk, email in logins)) if email}
    return group.email.casefold() in emails or (bool(group.phone) and group.phone == _phone(producer.phone))


def _phone(phone: str) -> str:
    try:
        return normalise_phone(phone)
    except DomainError:
        return ""


def _was_paid_back(balance: Any) -> bool:
    return balance.refunded > 0 and balance.kept <= 0
