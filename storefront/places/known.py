"""Provinces and communes as this process knows them: they change by decree, and are read on every checkout.

Kept for a minute, and forgotten at once where this process writes one. What is kept is not to be changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from time import monotonic
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language

from storefront.places.models import Commune, Province

_SECONDS = 60
_MOST = 300
_kept: dict[tuple[Any, ...], tuple[float, Any]] = {}

Choices = list[tuple[str, str]]


def provinces_on(day: date) -> Mapping[str, Province]:
    """The provinces of a day by code, in the model's order."""
    key = ("provinces", day)
    found = _recall(key)
    if found is None:
        found = _keep(key, {unit.code: unit for unit in Province.objects.on(day)})
    return found


def communes_of(province: Province, day: date) -> Mapping[str, Commune]:
    """The communes of a province on a day by code, in the model's order, their `province` set."""
    key = ("communes", province.pk, day)
    found = _recall(key)
    if found is None:
        units = list(Commune.objects.on(day).filter(province=province))
        for unit in units:
            unit.province = province
        found = _keep(key, {unit.code: unit for unit in units})
    return found


def commune_choices(province: Province, day: date) -> Choices:
    """`(code, "Xã Vạn Phúc")` of the communes of a province on a day, in today's language."""
    key = ("choices", province.pk, day, get_language())
    found = _recall(key)
    if found is None:
        found = _keep(key, [(code, str(unit)) for code, unit in communes_of(province, day).items()])
    return found


def forget(**_signal: Any) -> None:
    """Read everything anew from now on."""
    _kept.clear()


def _recall(key: tuple[Any, ...]) -> Any:
    kept = _kept.get(key)
    return kept[1] if kept is not None and kept[0] > monotonic() else None


def _keep(key: tuple[Any, ...], found: Any) -> Any:
    """Keep what was found. Nothing found is not kept: the places may be loaded any moment."""
    if found:
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = (monotonic() + _SECONDS, found)
    return found


for _model in (Province, Commune):
    post_save.connect(forget, sender=_model, dispatch_uid=f"places-saved-{_model.__name__}")
    post_delete.connect(forget, sender=_model, dispatch_uid=f"places-deleted-{_model.__name__}")
