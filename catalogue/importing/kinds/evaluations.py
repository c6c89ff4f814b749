"""Results of a council that no decision has recognised yet: scores, and the star it proposes."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.certification.rules import rule_set_for
from catalogue.importing.claims import EVALUATION, Claim, tier_of_authority, whole_day
from catalogue.importing.differences import shown
from catalogue.importing.given import FileKind
from catalogue.importing.kinds.kind import KindOfFile, Words
from catalogue.importing.records import Record
from catalogue.importing.row_planner import RowPlanner
from catalogue.importing.terms import MINISTRY
from storefront.places.models import Province
from storefront.vietnamese import fold

_CENTRAL = re.compile(r"\b(?:trung uong|quoc gia|cap tw)\b")


def read_evaluation(record: Record, *, province: Province | None, on: date) -> Claim:
    """What a council found. A score below the lowest star is a result like any other; it only proposes nothing."""
    council, day = record.text("council"), whole_day(record, "evaluated_on")
    claim = Claim(
        kind=EVALUATION,
        star=record.get("star"),
        council=council,
        council_tier=record.get("tier") or tier_of_council(council, province=province) or "",
        round_name=record.text("round_name"),
        evaluated_on=day,
        product_code=record.text("product_code"),
        **{name: record.get(name) for name in ("score", "part_a", "part_b", "part_c")},
    )
    _check(record, claim, on=on)
    if claim.has_evaluation and not record.problems:
        _warn_of_star(record, claim)
    return claim


def tier_of_council(name: str, *, province: Province | None) -> str | None:
    """The tier a council's name tells: `Hội đồng OCOP cấp tỉnh`, `Hội đồng Trung ương`, `Hội đồng huyện Hoằng Hóa`."""
    if not name:
        return None
    return MINISTRY if _CENTRAL.search(fold(name)) else tier_of_authority(name, province=province)


def _check(record: Record, claim: Claim, *, on: date) -> None:
    told = {problem.field for problem in record.problems}
    missing = {
        "evaluated_on": ("evaluation-date-missing", _("thiếu ngày đánh giá"), claim.evaluated_on),
        "council": ("council-missing", _("thiếu tên hội đồng"), claim.council),
        "tier": (
            "tier-missing",
            _("thiếu cấp của hội đồng (huyện, tỉnh hay trung ương)"),
            claim.council_tier,
        ),
    }
    for key, (code, reason, value) in missing.items():
        if not value and key not in told:
            record.refuse(key, code, reason)
    if claim.evaluated_on and claim.evaluated_on > on:
        reason = _("ngày đánh giá %(day)s ở sau hôm nay %(today)s") % {
            "day": shown(claim.evaluated_on),
            "today": shown(on),
        }
        record.refuse("evaluated_on", "evaluation-in-future", reason)


def _warn_of_star(record: Record, claim: Claim) -> None:
    """A council may propose what it likes; the officer sees where its own score says otherwise."""
    rules = rule_set_for(claim.evaluated_on) if claim.evaluated_on else None
    if rules is None or claim.score is None:
        return
    band, score = rules.band(claim.score), shown(claim.score)
    if claim.star is not None and claim.star != band:
        told = {"score": score, "band": band, "star": claim.star}
        record.warnings.append(
            _("%(score)s điểm thuộc khung %(band)s sao, hội đồng đề nghị %(star)s sao.") % told
        )
    elif band < rules.lowest_star:
        told = {"score": score, "lowest": rules.lowest_star}
        record.warnings.append(_("%(score)s điểm chưa đủ để công nhận (từ %(lowest)s sao trở lên).") % told)


EVALUATIONS = KindOfFile(
    kind=FileKind.EVALUATIONS,
    title=gettext_lazy("Kết quả đánh giá"),
    about=gettext_lazy(
        "Điểm của hội đồng, chưa (hoặc không) có quyết định công nhận. Không tạo ra hạng sao nào."
    ),
    planner=partial(RowPlanner, read=read_evaluation),
    words=Words(
        star=gettext_lazy("Điểm, sao đề nghị"),
        heads=(gettext_lazy("Hội đồng"), gettext_lazy("Ngày đánh giá")),
    ),
)
