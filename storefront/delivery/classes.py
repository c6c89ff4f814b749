"""Kinds of goods that not every way of delivery suits. Pure but for the setting with the shop's defaults."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reach(TextChoices):
    """How far a carrier may take goods of a class."""

    NOWHERE = "nowhere", _("không gửi bên vận chuyển")
    OWN_PROVINCE = "own_province", _("chỉ trong tỉnh")
    ANYWHERE = "anywhere", _("cả nước")


#: The class of goods, its name and what shopper and carrier are told. `Product.is_<class>` says whether it applies.
CLASSES: dict[str, tuple[str | Promise, str | Promise]] = {
    "fragile": (_("dễ vỡ"), _("Hàng dễ vỡ: được chèn lót, hãy kiểm tra trước khi nhận.")),
    "liquid": (_("chất lỏng"), _("Chất lỏng: đóng kín và dựng đứng, không gửi máy bay.")),
    "chilled": (_("giữ lạnh"), _("Hàng giữ lạnh: cho vào ngăn mát ngay khi nhận.")),
    "live": (_("cây, con sống"), _("Cây, con sống: cần người nhận ngay khi hàng tới.")),
    "alcohol": (_("có cồn"), _("Đồ uống có cồn: chỉ giao cho người đủ 18 tuổi.")),
    "oversize": (_("cồng kềnh"), _("Hàng cồng kềnh: chủ thể hẹn ngày giao qua điện thoại.")),
}
_WIDTH = [Reach.NOWHERE, Reach.OWN_PROVINCE, Reach.ANYWHERE]


def classes_of(products: Iterable[Any]) -> list[str]:
    """The classes found among these products, in the order of `CLASSES`."""
    rows = list(products)
    return [code for code in CLASSES if any(getattr(product, f"is_{code}", False) for product in rows)]


def carrier_reach(classes: Iterable[str], terms: Any = None) -> str:
    """How far a carrier may take a parcel with goods of these classes: the narrowest counts.

    `terms` are the producer's own (`<class>_reach`, empty where it leaves the shop's default,
    `OCOP_DELIVERY_CLASSES`).
    """
    reaches = [
        getattr(terms, f"{code}_reach", "") or settings.OCOP_DELIVERY_CLASSES.get(code, Reach.ANYWHERE)
        for code in classes
    ]
    return min(reaches, key=_WIDTH.index, default=Reach.ANYWHERE)
