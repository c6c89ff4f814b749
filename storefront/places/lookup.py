"""Find today's unit from what people write: old names, no accents, prefixes, short forms."""

from __future__ import annotations

import re
import unicodedata

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
    written = " ".join(unicodedata.normalize("NFC", _ASIDE.sub(" ", text or "")).split())
    folded = fold(written)
    prefix = _COMMUNE_PREFIX.match(folded)
    start = prefix.end() if prefix else 0
    wanted, name = _squeeze(folded[start:]), written[start:]
    if not wanted:
        return None
    units = Commune.objects.filter(province=province, valid_to=None, name_folded__startswith=wanted[0])
    found = [unit for unit in units.select_related("province") if _squeeze(unit.name_folded) == wanted]
    if name.lower() != folded[start:]:
        found = [unit for unit in found if _spelling(unit.name) == _spelling(name)]
    if len(found) > 1 and prefix:
        found = [unit for unit in found if unit.kind == _KIND_OF_PREFIX[prefix[1]]]
    return found[0] if len(found) == 1 else None


def _squeeze(folded: str) -> str:
    """Letters and digits only, so that `ea h'leo`, `ea hleo` and `Ea H-Leo` are one."""
    return _FILL.sub("", folded)


def _spelling(name: str) -> tuple[list[int], list[int]]:
    """The letters and tones of a name, wherever the tone mark is set (`Hoà`, `Hòa`), signs left out."""
    return sort_key("".join(sign for sign in name if sign.isalnum() or sign == " "))
