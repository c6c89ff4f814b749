"""The way of delivery of each order: checked while placing, kept as it was promised."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from storefront.delivery.models import OrderDelivery
from storefront.errors import DomainError
from storefront.order.models import Order
from storefront.purchases.shares import Share
from storefront.shipping.methods import NAMES, Terms


class DeliveryRefusedError(DomainError):
    """A way of delivery is not, or no longer, to be had."""


def check_deliveries(shares: Iterable[Share]) -> None:
    """Refuse what cannot be brought, and a way that was chosen but is gone: nobody gets another one unasked."""
    for share in shares:
        told = {"producer": str(share.producer)}
        if share.is_stranded:
            message = _("%(producer)s chưa giao được những món này tới tỉnh đã chọn.") % told
            raise DeliveryRefusedError(message, code="no-delivery")
        if share.delivery_code and share.delivery_method.code != share.delivery_code:
            message = _("%(producer)s không còn cách giao đã chọn. Hãy chọn lại.") % told
            raise DeliveryRefusedError(message, code="delivery-gone")


def keep_deliveries(chosen: Iterable[tuple[Order, Share]]) -> None:
    """Write down what was chosen and promised for new orders, together."""
    OrderDelivery.objects.bulk_create(
        _promise(order, share.terms, share.handling) for order, share in chosen if share.terms is not None
    )


def _promise(order: Order, terms: Terms, handling: list[str]) -> OrderDelivery:
    place = ", ".join(part for part in (terms.place, terms.address) if part)
    return OrderDelivery(
        order=order,
        method=terms.kind,
        label=str(NAMES[terms.kind]),
        place=place[:300],
        place_reference=terms.place_reference,
        day=terms.day,
        days_min=terms.days_min,
        days_max=terms.days_max,
        grams=terms.grams,
        handling=handling,
    )
