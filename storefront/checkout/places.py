"""Settling where the parcel goes from what was typed: a province, a commune, or a search for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from storefront.places.choices import sort_key
from storefront.places.models import Commune, Province
from storefront.places.search import name_searched, search_communes


@dataclass(frozen=True)
class Place:
    """What is settled so far. `only` narrows the list of communes, `told` says what the search found."""

    province: Province | None = None
    commune: str = ""
    only: list[Commune] = field(default_factory=list)
    told: str = ""


def settle(typed: Mapping[str, str]) -> Place:
    """Read the province and, where a search was typed that no chosen commune answers yet, search."""
    province = _province(typed.get("province", ""))
    chosen, text = typed.get("commune", ""), " ".join(typed.get("commune_search", "").split())
    if not name_searched(text) or _answers(chosen, text):
        return Place(province, chosen)
    found = search_communes(text, province)
    same = [unit for unit in found if unit.name_folded == name_searched(text)]
    sure = same if len(same) == 1 else found if len(found) == 1 else []
    if sure:
        return Place(
            sure[0].province, sure[0].code, told=_("Đã chọn %(place)s.") % {"place": sure[0].full_name}
        )
    return _unsure(text, same or found, province)


def _unsure(text: str, found: list[Commune], province: Province | None) -> Place:
    if not found:
        told = _("Không thấy “%(text)s”. Tên có thể đã đổi từ 1/7/2025: hãy chọn trong danh sách của tỉnh.")
        return Place(province, told=told % {"text": text})
    provinces = list(dict.fromkeys(unit.province for unit in found))
    if len(provinces) == 1:
        told = _("Có %(number)d nơi khớp. Hãy chọn trong danh sách bên dưới.") % {"number": len(found)}
        return Place(provinces[0], only=found, told=told)
    names = ", ".join(sorted((place.name for place in provinces), key=sort_key)[:6])
    told = _("Có nhiều nơi tên này: %(names)s. Hãy chọn tỉnh trước.") % {"names": names}
    return Place(province, told=told)


def _province(code: str) -> Province | None:
    if not (code.isascii() and code.isdigit()):
        return None
    return Province.objects.on(timezone.localdate()).filter(code=code).first()


def _answers(chosen: str, text: str) -> bool:
    """Whether the commune chosen is one the search asked for."""
    if not (chosen.isascii() and chosen.isdigit()):
        return False
    units = Commune.objects.on(timezone.localdate()).filter(code=chosen)
    return units.filter(name_folded__contains=name_searched(text)).exists()
