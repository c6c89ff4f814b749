"""What limits when and how a product can be had: its season, the days it is made in, what carriers take it how far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.delivery.classes import CLASSES, Reach, carrier_reach, classes_of
from storefront.seasons import season_of
from storefront.told import day as told_day


@dataclass(frozen=True)
class Condition:
    """One of them: its name, what it is, and what it limits (empty where nothing)."""

    name: str
    told: str | Promise
    limits: str = ""


def conditions_of(product: Any, *, on: date) -> list[Condition]:
    """Season, days of making and classes of delivery, as far as the product has them; none of a service."""
    if product.nature == "service":
        return []
    found = []
    season = season_of(product)
    if season is not None:
        day = season.opens_on(on)
        limits = "" if day == on else _("Hôm nay ngoài mùa. Đặt được từ %(day)s.") % {"day": told_day(day)}
        told = _("Bán trong mùa %(days)s hằng năm.") % {"days": season.label}
        found.append(Condition(_("Theo mùa"), told, limits))
    if product.lead_days:
        told = ngettext(
            "Làm sau khi đặt, trong khoảng %(days)s ngày.",
            "Làm sau khi đặt, trong khoảng %(days)s ngày.",
            product.lead_days,
        ) % {"days": product.lead_days}
        found.append(Condition(_("Làm theo đơn"), told, _("Số ngày này cộng vào thời gian giao.")))
    terms = getattr(product.producer, "delivery_terms", None)
    for code in classes_of([product]):
        name, note = CLASSES[code]
        found.append(Condition(capfirst(str(name)), note, _reach(carrier_reach([code], terms))))
    return found


def _reach(reach: str) -> str:
    """What a reach forbids, in words."""
    if reach == Reach.NOWHERE:
        return _("Không gửi qua bên vận chuyển: chủ thể tự giao, hoặc bạn đến nhận.")
    if reach == Reach.OWN_PROVINCE:
        return _("Bên vận chuyển chỉ giao trong tỉnh của chủ thể.")
    return ""
