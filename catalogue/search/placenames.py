"""What people call places: the names of before, and the word for what kind of place it is ("tỉnh Hà Nam")."""

from __future__ import annotations

from storefront.places.models import Commune, FormerCommune, FormerProvince, Province

#: Folded, before the name of a province, a city or a district: said, and no part of the name.
KINDS = frozenset({("tinh",), ("huyen",), ("quan",), ("tp",), ("thanh", "pho"), ("thi", "xa")})
LONGEST_NAME = 4


def former_names(province: Province) -> list[str]:
    """The names other than today's that a province was known by."""
    return sorted(old.name for old in province.former_provinces.all() if old.name != province.name)


def once_called(commune: Commune) -> list[str]:
    """Communes and districts of before July 2025 that lie in today's commune."""
    former = list(commune.former_communes.all())
    names = {old.name for old in former} | {old.district for old in former}
    return sorted(names - {commune.name, ""})


def without_kinds(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return folded words without those that say what kind of place is named behind them.

    `tinh ha nam` is Hà Nam, `tinh dau` is oil: one query, only where such a word is said.
    """
    named = {
        (place, size): _names(words[place + size :])
        for size in (2, 1)
        for place in range(len(words) - size)
        if words[place : place + size] in KINDS
    }
    if not named:
        return words
    asked = {name for names in named.values() for name in names}
    known = set(
        Province.objects.filter(name_folded__in=asked).order_by().values_list("name_folded")
        .union(
            FormerProvince.objects.filter(name_folded__in=asked).order_by().values_list("name_folded"),
            FormerCommune.objects.filter(district_folded__in=asked).order_by().values_list("district_folded"),
        )
    )  # fmt: skip
    left_out = {
        place + step
        for (place, size), names in named.items()
        if any((name,) in known for name in names)
        for step in range(size)
    }
    return tuple(word for place, word in enumerate(words) if place not in left_out)


def _names(words: tuple[str, ...]) -> list[str]:
    """What the words begin with, as the name of a place is kept: `Bà Rịa - Vũng Tàu` with its dash."""
    names = [" ".join(words[:number]) for number in range(1, min(LONGEST_NAME, len(words)) + 1)]
    return [*names, " ".join((*words[:2], "-", *words[2:4]))] if len(words) >= LONGEST_NAME else names
