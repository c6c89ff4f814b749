"""What a complaint is about, as an address or a form names it: an order, a product, a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from catalogue.models import Product
from catalogue.register.certificate import read_certificate
from storefront.complaints.models import Kind
from storefront.order.models import Order
from storefront.purchases.models import OrderGroup
from storefront.purchases.tracking import read_number

#: The parameters of `/khieu-nai/`, the same in the address and in the form's hidden fields.
GROUP_LINK, ORDER, PRODUCT, CERTIFICATE, KIND = "don", "so", "san-pham", "chung-nhan", "viec"


@dataclass(frozen=True)
class Subject:
    """What is known before anybody typed a word. `signed` is the group's link that proves the order is the sender's."""

    order: Order | None = None
    product: Any = None
    entry: Any = None
    signed: str = ""

    @property
    def hidden(self) -> dict[str, str]:
        """The parameters that lead back to this subject."""
        known = {
            GROUP_LINK: self.signed if self.order else "",
            ORDER: self.order.number if self.order else "",
            PRODUCT: self.product.public_id if self.product else "",
            CERTIFICATE: str(self.entry.pk) if self.entry else "",
        }
        return {name: value for name, value in known.items() if value}


def read_subject(asked: Mapping[str, str], *, on: Any) -> Subject:
    """Return what the parameters name; what is unknown, hidden or unsigned is left out without a word."""
    order = _order(asked.get(GROUP_LINK, ""), asked.get(ORDER, ""))
    entry = _entry(asked.get(CERTIFICATE, ""), on=on)
    product = entry.product if entry else _product(asked.get(PRODUCT, ""))
    return Subject(
        order=order, product=product, entry=entry, signed=asked.get(GROUP_LINK, "") if order else ""
    )


def asked_kind(asked: Mapping[str, str]) -> str:
    """The kind the address proposes, if it is one."""
    kind = asked.get(KIND, "")
    return kind if kind in Kind.values else ""


def order_by_phone(number: str, phone: str) -> Order | None:
    """The order of this number placed with this telephone (E.164); of a group's number only when it has one order."""
    bare = "".join(char for char in number if char.isalnum()).upper()
    own = Order.objects.select_related("producer", "group").filter(group__phone=phone)
    found = list(own.filter(Q(number=bare) | Q(group__number=bare))[:2])
    return found[0] if len(found) == 1 else None


def _order(signed: str, number: str) -> Order | None:
    group_number = read_number(signed) if signed else None
    if group_number is None:
        return None
    group = OrderGroup.objects.filter(number=group_number).first()
    return group.orders.select_related("producer", "group").filter(number=number).first() if group else None


def _product(public_id: str) -> Any:
    if not public_id.isalnum():
        return None
    return Product.objects.browsable().select_related("producer").filter(public_id=public_id[:20]).first()


def _entry(pk: str, *, on: Any) -> Any:
    if not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        return None
    found = read_certificate(int(pk), on=on, today=on)
    return found.entry if found else None
