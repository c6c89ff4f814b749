"""Places as the choices of a form, in the order of the Vietnamese alphabet."""

from __future__ import annotations

import unicodedata

from storefront.places.models import Commune, Province

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def sort_key(text: str) -> tuple[list[int], list[int]]:
    """Return the key that puts Vietnamese names in dictionary order: letters (a ă â … đ …), then tones."""
    letters, tones = [], []
    for word in text.lower().split():
        tone = 0
        for sign in unicodedata.normalize("NFC", word):
            parts = unicodedata.normalize("NFD", sign)
            tone = max([tone, *(_TONES.get(part, 0) for part in parts)])
            base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
            letters.append(_ORDER.get(base, len(_ALPHABET)) + 1)
        letters.append(0)
        tones.append(tone)
    return letters, tones


def province_choices() -> list[tuple[int, str]]:
    """Return `(pk, name)` of the present provinces and cities."""
    rows = Province.objects.filter(valid_to=None).values_list("pk", "name")
    return sorted(rows, key=lambda row: sort_key(row[1]))


def commune_choices(province: Province | int) -> list[tuple[int, str]]:
    """Return `(pk, "Xã Vạn Phúc")` of the present communes, wards and special zones of a province."""
    units = Commune.objects.filter(province=province, valid_to=None)
    return [(unit.pk, str(unit)) for unit in sorted(units, key=lambda unit: sort_key(unit.name))]
