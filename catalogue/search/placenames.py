"""The names places had before: what people go on calling them. Pure, over what was read with the place."""

from __future__ import annotations

from storefront.places.models import Commune, Province


def former_names(province: Province) -> list[str]:
    """The names other than today's that a province was known by."""
    return sorted(old.name for old in province.former_provinces.all() if old.name != province.name)


def once_called(commune: Commune) -> list[str]:
    """Communes and districts of before July 2025 that lie in today's commune."""
    former = list(commune.former_communes.all())
    names = {old.name for old in former} | {old.district for old in former}
    return sorted(names - {commune.name, ""})
