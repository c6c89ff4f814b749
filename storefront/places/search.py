"""Search communes the way people write an address: without accents, with old names of provinces, with prefixes."""

from __future__ import annotations

import re

from storefront.places.lookup import find_province
from storefront.places.models import Commune, Province
from storefront.vietnamese import fold

_PREFIX = re.compile(r"^(?:xa|phuong|dac khu|thi tran|x\.|p\.|tt\.)\s*")
_LONGEST = 120


def name_searched(text: str) -> str:
    """The folded name in what was typed: `Xã Hoằng Phụ, Thanh Hoá` → `hoang phu`."""
    return _PREFIX.sub("", fold(text[:_LONGEST].split(",")[0]))


def province_searched(text: str) -> Province | None:
    """Today's province for a present or former name after the last comma; None without one."""
    _name, comma, last = text[:_LONGEST].rpartition(",")
    return find_province(last) if comma else None


def search_communes(text: str, province: Province | None = None, *, most: int = 30) -> list[Commune]:
    """Communes of today whose name fits, best first: the same name, then names that begin so, then that hold it.

    A province named after a comma, by its present or former name, goes before `province`. Written accents bring their
    own spelling to the front.
    """
    name = name_searched(text)
    if len(name) < 2:
        return []
    where = province_searched(text) or province
    units = Commune.objects.filter(valid_to=None, name_folded__contains=name).select_related("province")
    if where is not None:
        units = units.filter(province=where)
    written = " ".join(text.split(",")[0].lower().split())

    def rank(unit: Commune) -> tuple[bool, bool, bool, str]:
        is_spelt_so = unit.name.lower() in written
        return (
            unit.name_folded != name,
            not unit.name_folded.startswith(name),
            not is_spelt_so,
            unit.name_folded,
        )

    return sorted(units[:500], key=rank)[:most]
