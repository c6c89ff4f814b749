"""Where a row's product comes from: today's province and commune, and the place as the record names it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.importing.records import Record
from storefront.places.lookup import CommunesOf, find_province
from storefront.places.models import Commune, Province
from storefront.vietnamese import fold

_PLACEHOLDER = re.compile(r"\(.*\)")
_NAMES_ITS_KIND = re.compile(r"^(xa|phuong|dac khu)\s")


@dataclass(frozen=True, slots=True)
class Place:
    """A place today (`province`, `commune` where it is clear), in the record's words, and as certified."""

    province: Province
    commune: Commune | None = None
    note: str = ""
    as_certified: str = ""


class Gazetteer:
    """Looks places up, each distinct spelling once."""

    def __init__(self) -> None:
        self._provinces: dict[str, Province | None] = {}
        self._communes: dict[int, CommunesOf] = {}
        self._by_code = {province.code: province for province in Province.objects.filter(valid_to=None)}

    def province(self, text: str) -> Province | None:
        if text not in self._provinces:
            self._provinces[text] = find_province(text)
        return self._provinces[text]

    def province_of_code(self, code: str) -> Province | None:
        return self._by_code.get(code.zfill(2))

    def commune(self, text: str, province: Province) -> Commune | None:
        if province.pk not in self._communes:
            self._communes[province.pk] = CommunesOf(province)
        return self._communes[province.pk].find(text)

    def place_of(self, record: Record) -> Place | None:
        """The place a row names, or `None` when its province is not known (a problem of the record then)."""
        province = self._province_of(record)
        if province is None:
            return None
        commune = None
        if text := record.text("commune"):
            commune = self.commune(text, province)
            if commune is None:
                warning = _(
                    "Không thấy xã, phường “%(text)s” ở %(province)s hiện nay; giữ tên như trong tệp."
                )
                record.warnings.append(warning % {"text": text, "province": province.name})
        locality = record.text("locality")
        if _PLACEHOLDER.fullmatch(locality):
            locality = ""
        if commune is None and _NAMES_ITS_KIND.match(fold(locality)):
            commune = self.commune(locality, province)
        note = ", ".join(part for part in (record.text("commune"), record.text("district"), locality) if part)
        then = record.text("province_then") or record.text("province") or province.name
        if fold(note) in (fold(then), province.name_folded):
            note = ""
        return Place(
            province=province,
            commune=commune,
            note=note[:200],
            as_certified=", ".join(part for part in (note, then) if part)[:200],
        )

    def _province_of(self, record: Record) -> Province | None:
        text, code = record.text("province"), record.text("province_code")
        named = self.province(text) if text else None
        if text and named is None:
            if not any(problem.field == "province" for problem in record.problems):
                reason = _("không có tỉnh, thành phố nào tên “%(text)s” (tên cũ trước 7/2025 cũng nhận)") % {
                    "text": text
                }
                record.refuse("province", "province-unknown", reason)
            return None
        coded = self.province_of_code(code) if code else None
        if code and coded is None:
            record.refuse(
                "province_code", "province-code-unknown", _("không có mã tỉnh “%(code)s”") % {"code": code}
            )
        elif coded and named and coded != named:
            reason = _("mã %(code)s là %(coded)s, còn cột tỉnh ghi %(named)s") % {
                "code": code,
                "coded": coded.name,
                "named": named.name,
            }
            record.refuse("province_code", "province-code-differs", reason)
        return named or coded
