"""Settling where the parcel goes from what was typed: a province, a commune, or a search for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from storefront.places.choices import sort_key
from storefront.places.known import provinces_on
from storefront.places.models import Commune, Province
from storefront.places.search import Found, fits, name_searched, search_communes


@dataclass(frozen=True)
class Place:
    """What is settled so far. `only` narrows the list of communes, `told` says what the search found."""

    province: Province | None = None
    commune: str = ""
    only: list[Found] = field(default_factory=list)
    told: str = ""


def settle(typed: Mapping[str, str]) -> Place:
    """Read the province and, where a search was typed that no chosen commune answers yet, search."""
    province = _province(typed.get("province", ""))
    chosen, text = typed.get("commune", ""), " ".join(typed.get("commune_search", "").split())
    if not name_searched(text) or _answers(chosen, text):
        return Place(province, chosen)
    found = search_communes(text, province)
    same = [each for each in found if each.is_exact]
    sure = same if len(same) == 1 else found if len(found) == 1 else []
    if sure:
        return _sure(sure[0])
    return _unsure(text, same or found, province)


def _sure(found: Found) -> Place:
    unit, told = found.unit, _("Đã chọn %(place)s.")
    if found.formerly:
        told = _("Đã chọn %(place)s, trước 1/7/2025 là %(former)s.")
    told = told % {"place": unit.full_name, "former": found.formerly}
    return Place(unit.province, unit.code, told=told)


def _unsure(text: str, found: list[Found], province: Province | None) -> Place:
    if not found:
        told = _(
            "Không thấy “%(text)s”. Thử tên xã, huyện trước 1/7/2025, hoặc chọn trong danh sách của tỉnh."
        )
        return Place(province, told=told % {"text": text})
    provinces = list(dict.fromkeys(each.unit.province for each in found))
    if len(provinces) == 1:
        told = _("Có %(number)d nơi khớp. Hãy chọn trong danh sách bên dưới.") % {"number": len(found)}
        return Place(provinces[0], only=found, told=told)
    names = ", ".join(sorted((place.name for place in provinces), key=sort_key)[:6])
    told = _("Có nhiều nơi tên này: %(names)s. Hãy chọn tỉnh trước.") % {"names": names}
    return Place(province, told=told)


def _province(code: str) -> Province | None:
    return provinces_on(timezone.localdate()).get(code)


def _answers(chosen: str, text: str) -> bool:
    """Whether the commune chosen is one the search asked for."""
    if not (chosen.isascii() and chosen.isdigit()):
        return False
    unit = Commune.objects.on(timezone.localdate()).filter(code=chosen).first()
    return unit is not None and fits(unit, text)
