"""Counts of one answer as facets: every backend counts for itself and shows alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalogue.models import Category
from catalogue.search.query import STARS, Choices, Facet, ProductQuery

#: Facet → value as text → how many products there would be with it, every other facet kept.
Counts = Mapping[str, Mapping[str, int]]
NAMES = ("groups", "stars", "provinces", "legal_forms", "in_force_only")
ROOT = Category.steplen


def paths_asked(query: ProductQuery, choices: Choices) -> tuple[str, ...]:
    """The places in the tree of the groups asked for; a group nobody knows stands nowhere."""
    return tuple(choices.paths.get(slug, "?") for slug in query.groups)


def facets_of(counts: Counts, query: ProductQuery, choices: Choices) -> dict[str, list[Facet]]:
    """Each facet complete and in order of display."""
    kept, lost = (counts.get("in_force_only", {}).get(value, 0) for value in ("1", "0"))
    return {
        "groups": [
            _facet(slug, choices.groups[slug], counts, "groups", path, slug in query.groups)
            for slug, path in choices.paths.items()
            if len(path) == ROOT
        ],
        "stars": [
            _facet(
                str(star), _("%(star)s sao") % {"star": star}, counts, "stars", str(star), star in query.stars
            )
            for star in STARS
        ],
        "provinces": sorted(
            _met(counts, "provinces", choices.provinces, query.provinces),
            key=lambda facet: (not facet.selected, -facet.count, facet.label),
        ),
        "legal_forms": _met(counts, "legal_forms", choices.legal_forms, query.legal_forms),
        "in_force_only": [
            Facet("1", _("Chỉ sao còn hạn hôm nay"), kept, query.in_force_only),
            Facet("0", _("Cả sao không còn hạn"), kept + lost, not query.in_force_only),
        ],
    }


def _facet(value: str, label: str, counts: Counts, name: str, key: str, selected: bool) -> Facet:
    return Facet(value, label, counts.get(name, {}).get(key, 0), selected)


def _met(counts: Counts, name: str, known: Mapping[str, str], asked: tuple[Any, ...]) -> list[Facet]:
    """The values that have products or were asked for."""
    met = counts.get(name, {})
    values = [value for value in known if met.get(value) or value in asked]
    values += [value for value in met if value and value not in known]
    return [Facet(value, known.get(value, value), met.get(value, 0), value in asked) for value in values]
