"""What a row asserts about its product's star: an evaluation, a recognition with its proof, or mere hearsay.

The rule that decides (docs/import.md explains it to officers):

* a whole decision date and an end – given, or 36 months after where the decision has a number – make a
  *recognition* with dates, also when it has ended since;
* a star with less than that, a year, or only the word "recognised", is a *reported* claim: it is kept
  with what is known and never counts;
* a score of a council on a day is an *evaluation*, beside either of them or alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from catalogue.certification.rules import rule_sets_on
from catalogue.importing.records import Record
from catalogue.importing.terms import DISTRICT, MINISTRY, PROVABLE_STANDINGS, PROVINCE
from storefront.places.models import Province
from storefront.vietnamese import fold

RECOGNITION, REPORT, EVALUATION, REVOCATION = "recognition", "report", "evaluation", "revocation"
# The ministry was renamed when it took over the environment.
_MINISTRY_RENAMED_ON = date(2025, 3, 1)
# Before that day a decision was taken by the committee of the province as it was called then.
_PROVINCES_MERGED_ON = date(2025, 7, 1)
LOWEST_STAR = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row says. `kind` is the entry about the star; `has_evaluation` tells of a council beside it."""

    kind: str
    star: int | None = None
    decision_number: str = ""
    decision_text: str = ""
    decided_on: date | None = None
    reported_year: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    authority: str = ""
    tier: str = ""
    is_tier_assumed: bool = False
    score: Decimal | None = None
    part_a: Decimal | None = None
    part_b: Decimal | None = None
    part_c: Decimal | None = None
    council: str = ""
    council_tier: str = ""
    round_name: str = ""
    evaluated_on: date | None = None
    supersedes: bool = False
    product_code: str = ""
    note: str = ""
    revoked_on: date | None = None
    ground: str = ""

    @property
    def effective_on(self) -> date | None:
        """The day the row's fact speaks of, where that is not the day of a decision."""
        return self.evaluated_on if self.kind == EVALUATION else self.revoked_on

    @property
    def has_evaluation(self) -> bool:
        return self.evaluated_on is not None and self.score is not None


def read_claim(record: Record, *, province: Province | None, on: date) -> Claim:
    """Say what the row asserts; contradictions inside the row become problems of the record."""
    decision, decided = record.get("decision"), record.get("decided_on")
    number = decision.number if decision else ""
    day = decision_day(record, on=on)
    star, valid_to, evaluated_on = (
        record.get("star"),
        whole_day(record, "valid_to"),
        whole_day(record, "evaluated_on"),
    )
    kind = _kind(record, star=star, day=day, number=number, valid_to=valid_to)
    tier, is_assumed = _tier(record, star=star, number=number, on=day, province=province)
    claim = Claim(
        kind=kind,
        star=star,
        decision_number=number,
        decision_text=decision.text if decision else "",
        decided_on=day,
        reported_year=day.year if day else (decided.year if decided else None),
        valid_from=whole_day(record, "valid_from") or day,
        valid_to=valid_to,
        authority=record.text("authority")
        or authority_of(tier, number=number, on=day, province=province, record=record),
        tier=tier,
        is_tier_assumed=is_assumed,
        council=record.text("council"),
        council_tier=record.get("tier") or tier,
        round_name=record.text("round_name"),
        evaluated_on=evaluated_on,
        supersedes=record.get("request_kind") in ("upgrade", "renewal"),
        product_code=record.text("product_code"),
        note=_standing_in_words(record),
        **{name: record.get(name) for name in ("score", "part_a", "part_b", "part_c")},
    )
    _check_star_and_year(record, claim, on=on)
    _check_evaluation(record, claim, on=on)
    return claim


def _check_star_and_year(record: Record, claim: Claim, *, on: date) -> None:
    year, star = claim.reported_year, claim.star
    if year is not None and year > on.year:
        record.refuse("decided_on", "decision-in-future", _("năm %(year)s chưa tới") % {"year": year})
    if claim.kind != EVALUATION and star is not None and star < LOWEST_STAR:
        reason = _("chỉ công nhận từ 3 sao trở lên, tệp ghi %(star)s sao") % {"star": star}
        record.refuse("star", "star-below-three", reason)


def decision_day(record: Record, *, on: date) -> date | None:
    """The day a decision was taken; a day that contradicts another, or is yet to come, is refused."""
    decision, decided = record.get("decision"), record.get("decided_on")
    day = decided.day if decided else None
    named = decision.decided_on if decision else None
    if day and named and day != named:
        record.refuse(
            "decided_on",
            "decision-dates-differ",
            _("ngày này khác ngày %(day)s ghi ở cột «%(heading)s»")
            % {"day": f"{named:%d/%m/%Y}", "heading": record.header.heading_of("decision")},
        )
    day = day or named
    if day and day > on:
        record.refuse(
            "decided_on",
            "decision-in-future",
            _("quyết định đề ngày %(day)s, sau hôm nay %(today)s")
            % {"day": f"{day:%d/%m/%Y}", "today": f"{on:%d/%m/%Y}"},
        )
    return day


def whole_day(record: Record, key: str) -> date | None:
    """The day of a cell; a year or a month alone is refused."""
    cell = record.get(key)
    if cell is None:
        return None
    if cell.day is None:
        record.refuse(key, "date-incomplete", _("cần ngày đầy đủ (ngày/tháng/năm), ô chỉ có năm hoặc tháng"))
    return cell.day


def _kind(record: Record, *, star: int | None, day: date | None, number: str, valid_to: date | None) -> str:
    is_provable = record.text("standing") in PROVABLE_STANDINGS
    if star is not None and day is not None and is_provable and (valid_to is not None or number):
        return RECOGNITION
    says_recognised = record.get("decision") is not None or record.get("decided_on") is not None
    if record.get("evaluated_on") is not None and record.get("score") is not None and not says_recognised:
        return EVALUATION
    return REPORT


def _check_evaluation(record: Record, claim: Claim, *, on: date) -> None:
    if claim.evaluated_on is None:
        return
    if claim.score is None:
        record.refuse("score", "score-missing", _("có ngày đánh giá nhưng thiếu điểm"))
    if claim.evaluated_on > on:
        record.refuse("evaluated_on", "evaluation-in-future", _("ngày đánh giá sau hôm nay"))
    if not claim.council:
        record.refuse("council", "council-missing", _("có ngày đánh giá nhưng thiếu tên hội đồng"))
    if claim.kind == EVALUATION and record.get("tier") is None:
        record.refuse("tier", "tier-missing", _("có ngày đánh giá nhưng thiếu cấp của hội đồng"))


def _tier(
    record: Record, *, star: int | None, number: str, on: date | None, province: Province | None
) -> tuple[str, bool]:
    """The tier that decided, and whether it had to be inferred.

    The authority's name says it, else the column "Cấp", else the number's suffix. "UBND" alone does not tell a
    province from a district: then the tier that the law of that day lets give that star, the province where it
    lets neither, so that the competence check has the last word.
    """
    if tier := tier_of_authority(record.text("authority"), province=province):
        return tier, False
    if tier := record.get("tier"):
        return tier, False
    offices = number.partition("/")[2]
    if re.search(r"-BNN", offices):
        return MINISTRY, False
    note = fold(record.text("note"))
    if "UBND" in offices and re.search(r"\b(district|huyen|thi xa|quan)\b", note):
        return DISTRICT, False
    allowed = (DISTRICT, PROVINCE) if "UBND" in offices else (DISTRICT, PROVINCE, MINISTRY)
    competent = (
        {tier for rules in rule_sets_on(on) for tier in rules.tiers_for(star, on=on)}
        if star and on
        else set()
    )
    found = [tier for tier in (PROVINCE, DISTRICT, MINISTRY) if tier in competent and tier in allowed]
    return (found[0] if found else PROVINCE), True


_AUTHORITY_TIERS = (
    (re.compile(r"^(bo|bnn|bnnmt)\b"), MINISTRY),
    (re.compile(r"\b(huyen|thi xa|quan)\b(?! ly\b)"), DISTRICT),
    (re.compile(r"\b(tinh)\b"), PROVINCE),
)


def tier_of_authority(name: str, *, province: Province | None) -> str | None:
    """The tier an authority's name tells: `UBND huyện Yên Mô`, `Bộ NN&MT`, `UBND TP. Hà Nội`.

    A city's committee is of provincial tier when the city is the province itself, of district tier otherwise.
    """
    folded = fold(name)
    for pattern, tier in _AUTHORITY_TIERS:
        if pattern.search(folded):
            return tier
    if city := re.search(r"\b(?:thanh pho|tp)\.?\s*(.+)", folded):
        is_the_province = province is not None and fold(province.name) in city[1]
        return PROVINCE if is_the_province else DISTRICT
    return None


def authority_of(
    tier: str, *, number: str, on: date | None, province: Province | None, record: Record
) -> str:
    """The name of the authority as far as tier, number and place tell it."""
    if tier == MINISTRY:
        if "BNNMT" in number or (on and on >= _MINISTRY_RENAMED_ON):
            return "Bộ Nông nghiệp và Môi trường"
        return "Bộ Nông nghiệp và Phát triển nông thôn"
    place = province.name if province else ""
    if on and on < _PROVINCES_MERGED_ON:
        place = record.text("province_then") or record.text("province") or place
    if tier == DISTRICT:
        district = record.text("district")
        return f"UBND {district}, {place}" if district else f"UBND cấp huyện, {place}"
    is_city = (
        province is not None and province.kind == Province.Kind.CITY and fold(place) == province.name_folded
    )
    return f"UBND thành phố {place}" if is_city else f"UBND tỉnh {place}"


def _standing_in_words(record: Record) -> str:
    """What a reader of the register should know about a claim without proof."""
    sentences = {
        "upgrade_proposed": _("Đã được đề nghị nâng hạng; chưa thấy quyết định."),
        "potential_5": _("Được giới thiệu là tiềm năng 5 sao; chưa thấy quyết định công nhận."),
        "star_unstated": _("Nguồn công khai không nêu hạng sao."),
        "unknown": _("Chưa rõ tình trạng công nhận."),
    }
    return sentences.get(record.text("standing"), "")
