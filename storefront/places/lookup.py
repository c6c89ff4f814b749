"""Find today's unit from what people write: old names, no accents, prefixes, short forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from storefront.places.choices import sort_key
from storefront.places.models import Commune, FormerProvince, Province
from storefront.vietnamese import fold

_ASIDE = re.compile(r"\([^)]*\)")
_FILL = re.compile(r"[^a-z0-9]+")
_PROVINCE_PREFIX = re.compile(r"^(?:tinh|thanh pho|tp|t\.p|tp\.|t\.)(?:\s+|\.\s*)")
_COMMUNE_PREFIX = re.compile(r"^(xa|phuong|dac khu|x|p|dk)(?:\s+|\.\s*)")
_KIND_OF_PREFIX = {
    "xa": Commune.Kind.COMMUNE,
    "x": Commune.Kind.COMMUNE,
    "phuong": Commune.Kind.WARD,
    "p": Commune.Kind.WARD,
    "dac khu": Commune.Kind.SPECIAL_ZONE,
    "dk": Commune.Kind.SPECIAL_ZONE,
}
# Short and English-keyboard forms people use, squeezed, to the squeezed name of a present or former province.
_ALIASES = {
    "hcm": "hochiminh",
    "tphcm": "hochiminh",
    "tphochiminh": "hochiminh",
    "saigon": "hochiminh",
    "hn": "hanoi",
    "tphanoi": "hanoi",
    "hue": "hue",
    "tthue": "thuathienhue",
    "brvt": "bariavungtau",
    "vungtau": "bariavungtau",
    "bariavt": "bariavungtau",
    "daclac": "daklak",
    "darlac": "daklak",
    "dacnong": "daknong",
    "contum": "kontum",
    "baccan": "backan",
}


def find_province(text: str) -> Province | None:
    """Return today's province for a present or former name; None when there is none or it is unclear.

    Accents, case, hyphens, "tỉnh"/"thành phố"/"TP." and a remark in brackets do not matter:
    `"Kon Tum"` → Quảng Ngãi, `"TP.HCM"` → Hồ Chí Minh, `"Thanh Hoá (cũ)"` → Thanh Hóa.
    """
    bare = _PROVINCE_PREFIX.sub("", fold(_ASIDE.sub(" ", text or "")).removesuffix(" cu"))
    wanted = _squeeze(bare)
    wanted = _ALIASES.get(wanted, wanted)
    if not wanted:
        return None
    found = {
        row.pk: row for row in Province.objects.filter(valid_to=None) if _squeeze(row.name_folded) == wanted
    }
    for former in FormerProvince.objects.select_related("successor"):
        if _squeeze(former.name_folded) == wanted:
            found[former.successor_id] = former.successor
    return next(iter(found.values())) if len(found) == 1 else None


def find_commune(text: str, province: Province) -> Commune | None:
    """Return the present commune, ward or special zone of that name in `province`; None when unclear.

    Without accents a name is found when it fits one unit only. Accents that are written must fit too:
    Hoằng Phụ was another village than Hoằng Phú. A prefix decides between a commune and a ward of one name.
    """
    asked = _Asked(text)
    if not asked.squeezed:
        return None
    units = Commune.objects.filter(
        province=province, valid_to=None, name_folded__startswith=asked.squeezed[0]
    )
    return asked.answer(
        unit for unit in units.select_related("province") if _squeeze(unit.name_folded) == asked.squeezed
    )


class CommunesOf:
    """The units of one province, read once: `find` answers as `find_commune` does, for any number of names."""

    def __init__(self, province: Province) -> None:
        self._units: dict[str, list[Commune]] = {}
        for unit in Commune.objects.filter(province=province, valid_to=None).select_related("province"):
            self._units.setdefault(_squeeze(unit.name_folded), []).append(unit)

    def find(self, text: str) -> Commune | None:
        asked = _Asked(text)
        return asked.answer(self._units.get(asked.squeezed, []))


class _Asked:
    """What somebody wrote for a commune: prefix, name, and the name as it is looked up."""

    def __init__(self, text: str) -> None:
        written = " ".join(unicodedata.normalize("NFC", _ASIDE.sub(" ", text or "")).split())
        folded = fold(written)
        self.prefix = _COMMUNE_PREFIX.match(folded)
        start = self.prefix.end() if self.prefix else 0
        self.squeezed, self.name = _squeeze(folded[start:]), written[start:]
        self.has_accents = self.name.lower() != folded[start:]

    def answer(self, units: Iterable[Commune]) -> Commune | None:
        """The one of these units, all of this squeezed name, that is meant; None when that is not clear."""
        found = list(units)
        if self.has_accents:
            found = [unit for unit in found if _spelling(unit.name) == _spelling(self.name)]
        if len(found) > 1 and self.prefix:
            found = [unit for unit in found if unit.kind == _KIND_OF_PREFIX[self.prefix[1]]]
        return found[0] if len(found) == 1 else None


def _squeeze(folded: str) -> str:
    """Letters and digits only, so that `ea h'leo`, `ea hleo` and `Ea H-Leo` are one."""
    return _FILL.sub("", folded)


def _spelling(name: str) -> tuple[list[int], list[int]]:
    """The letters and tones of a name, wherever the tone mark is set (`Hoà`, `Hòa`), signs left out."""
    return sort_key("".join(sign for sign in name if sign.isalnum() or sign == " "))
