"""Search communes the way people write an address: without accents, with prefixes, with names of before July 2025."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from storefront.places.lookup import find_province
from storefront.places.models import Commune, FormerCommune, Province
from storefront.vietnamese import fold

_PREFIX = re.compile(r"^(?:xa|phuong|dac khu|thi tran|x\.|p\.|tt\.)\s*")
_DISTRICT_PREFIX = re.compile(r"^(?:huyen|quan|thi xa|thanh pho|h\.|q\.|tx\.|tp\.)\s*")
_LONGEST = 120
_MOST_READ = 500


@dataclass(frozen=True)
class Found:
    """A unit of today; `formerly` is the old name it was found by, empty when its own name fits."""

    unit: Commune
    formerly: str = ""
    is_exact: bool = False

    @property
    def label(self) -> str:
        """`Xã Hoằng Thanh (trước là xã Hoằng Phụ, huyện Hoằng Hóa)`."""
        if not self.formerly:
            return str(self.unit)
        return _("%(place)s (trước là %(former)s)") % {"place": self.unit, "former": self.formerly}


@dataclass(frozen=True)
class Asked:
    """What was typed, taken apart: a name, perhaps a district and a province after commas."""

    name: str
    written: str
    is_district: bool
    district: str
    province: Province | None


def name_searched(text: str) -> str:
    """The folded name in what was typed: `Xã Hoằng Phụ, Thanh Hoá` → `hoang phu`."""
    first = fold(text[:_LONGEST].split(",")[0])
    return _DISTRICT_PREFIX.sub("", first) if _DISTRICT_PREFIX.match(first) else _PREFIX.sub("", first)


def province_searched(text: str) -> Province | None:
    """Today's province for a present or former name after the last comma; None without one."""
    _first, comma, last = text[:_LONGEST].rpartition(",")
    return find_province(last) if comma else None


def read(text: str, province: Province | None = None) -> Asked:
    """Take apart what was typed. A province named after a comma goes before `province`."""
    parts = text[:_LONGEST].split(",")
    where = province_searched(text)
    districts = parts[1:-1] if where is not None else parts[1:]
    district = next((fold(part) for part in districts if part.strip()), "")
    return Asked(
        name=name_searched(text),
        written=" ".join(parts[0].lower().split()),
        is_district=_DISTRICT_PREFIX.match(fold(parts[0])) is not None,
        district=_DISTRICT_PREFIX.sub("", district),
        province=where or province,
    )


def search_communes(text: str, province: Province | None = None, *, most: int = 30) -> list[Found]:
    """Units of today that fit, best first, by their own name, a commune's of before July 2025, or a former district's.

    The same name comes first, then names that begin so, then names that hold it; accents that were written bring their
    own spelling to the front. `huyện …`, `quận …` finds the units of a former district. A district or province after
    a comma narrows the search: `tân an, cần đước, long an`.
    """
    asked = read(text, province)
    if len(asked.name) < 2 and not (asked.name.isdigit() and (asked.district or asked.is_district)):
        return []
    ranked: dict[int, tuple[tuple[bool, ...], Found]] = {}
    for rank, found in [*_by_name(asked), *_by_former_name(asked)]:
        if found.unit.pk not in ranked or rank < ranked[found.unit.pk][0]:
            ranked[found.unit.pk] = rank, found
    order = sorted(ranked.values(), key=lambda row: (row[0], row[1].unit.name_folded, row[1].unit.pk))
    return [found for _place, found in order[:most]]


def fits(commune: Commune, text: str) -> bool:
    """Whether a unit is one that `text` asks for, by its name of today or of before."""
    asked = read(text)
    if asked.name in commune.name_folded:
        return True
    former = Q(name_folded__contains=asked.name) | Q(district_folded__contains=asked.name)
    return commune.former_communes.filter(former).exists()


def _by_name(asked: Asked) -> Iterable[tuple[tuple[bool, ...], Found]]:
    """Units whose own name fits. A district that was named must be one they come from."""
    if asked.is_district:
        return
    units = Commune.objects.filter(valid_to=None, **_fitting("name_folded", asked.name))
    if asked.province is not None:
        units = units.filter(province=asked.province)
    if asked.district:
        units = units.filter(former_communes__district_folded=asked.district).distinct()
    for unit in units.select_related("province")[:_MOST_READ]:
        rank = _rank(asked, unit.name, unit.name_folded)
        yield (*rank, False), Found(unit, is_exact=not rank[0])


def _by_former_name(asked: Asked) -> Iterable[tuple[tuple[bool, ...], Found]]:
    """Units that were, or held, a commune or district of that name."""
    rows: QuerySet[FormerCommune] = FormerCommune.objects.filter(successor__valid_to=None)
    if asked.province is not None:
        rows = rows.filter(successor__province=asked.province)
    of_district = rows.filter(district_folded=asked.name)
    if not asked.is_district:
        named = rows.filter(**_fitting("name_folded", asked.name))
        named = named.filter(district_folded=asked.district) if asked.district else named
        for row in _read(named):
            rank = _rank(asked, row.name, row.name_folded)
            yield (*rank, True), Found(row.successor, str(row), is_exact=not rank[0])
    if asked.district:
        return
    for row in _read(of_district):
        rank = _rank(asked, row.district, row.district_folded)
        is_exact = asked.is_district and not rank[0]
        yield (*rank, True), Found(row.successor, row.district_label, is_exact=is_exact)


def _read(rows: QuerySet[FormerCommune]) -> QuerySet[FormerCommune]:
    return rows.select_related("successor__province").order_by("-is_main", "pk")[:_MOST_READ]


def _fitting(field: str, name: str) -> dict[str, str]:
    """A number is a whole name (`Phường 1`), anything else may be a part of one."""
    return {field if name.isdigit() else f"{field}__contains": name}


def _rank(asked: Asked, name: str, folded: str) -> tuple[bool, bool, bool]:
    """Lower is better: not the same name (or another spelling of it), does not begin so, spelt otherwise."""
    is_spelt_so = name.lower() in asked.written
    has_accents = asked.written != fold(asked.written)
    is_same = folded == asked.name and (is_spelt_so or not has_accents)
    return not is_same, not folded.startswith(asked.name), not is_spelt_so
