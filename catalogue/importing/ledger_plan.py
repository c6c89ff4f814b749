"""What a row's claim would add to the ledger, checked against what stands there and what the file adds before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from catalogue.certification.checks import Recognition, refusals
from catalogue.certification.decisions import normalise_authority
from catalogue.certification.errors import ACCEPTABLE_CODES, LedgerError
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.rules import rule_set_for
from catalogue.certification.status import CORRECTED, EVALUATED, RECOGNISED, REPORTED, standing
from catalogue.importing.claims import EVALUATION, RECOGNITION, REPORT, Claim
from catalogue.importing.differences import Difference, shown
from catalogue.importing.records import Record
from storefront.vietnamese import fold

# The programme began in 2018: nobody was recognised before.
FIRST_YEAR = 2018
_imagined = count(-1, -1)


@dataclass(slots=True)
class ImaginedEntry:
    """An entry as the plan will write it, in as much as later rows and the rules ask of it."""

    id: int
    kind: str
    effective_on: date | None = None
    star: int | None = None
    score: Decimal | None = None
    part_a: Decimal | None = None
    part_b: Decimal | None = None
    part_c: Decimal | None = None
    proposed_star: int | None = None
    council: str = ""
    tier: str = ""
    round_name: str = ""
    criteria_set: int | None = None
    decision: Decision | None = None
    product_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    ground: str = ""
    reported_year: int | None = None
    claim_text: str = ""
    corrects_id: int | None = None

    @property
    def pk(self) -> int:
        return self.id

    @property
    def decision_id(self) -> int | None:
        return self.decision.pk if self.decision else None


@dataclass(slots=True)
class LedgerPlan:
    """The entries to write for one row, and those they make void first."""

    claim: Claim
    evaluation: bool = False
    recognition: bool = False
    report: bool = False
    accepted_reason: str = ""
    voids: list[LedgerEntry] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.evaluation or self.recognition or self.report)


def plan_ledger(record: Record, claim: Claim, entries: list[LedgerEntry]) -> LedgerPlan:
    """Plan the row's entries; refusals become problems of the record. `entries` grows by what is planned."""
    plan = LedgerPlan(claim)
    if claim.has_evaluation:
        _plan_evaluation(record, plan, entries)
    if claim.kind == RECOGNITION:
        _plan_recognition(record, plan, entries)
    elif claim.kind == REPORT:
        _plan_report(record, plan, entries)
    return plan


def _check_scores(record: Record, claim: Claim) -> None:
    """What the ledger would refuse of a council's scores."""
    rules = rule_set_for(claim.evaluated_on)  # type: ignore[arg-type]
    if rules is None:
        refuse_as_ledger(
            record, [LedgerError("no-rule-set", field="evaluated_on", on=shown(claim.evaluated_on))]
        )
        return
    parts = {"A": claim.part_a, "B": claim.part_b, "C": claim.part_c}
    for part, score in parts.items():
        top = rules.part_maxima[part]
        if score is not None and score > top:
            told = {"part": part, "score": shown(score), "top": shown(top), "rules": rules.name}
            refuse_as_ledger(record, [LedgerError("part-too-high", field=f"part_{part.lower()}", **told)])
    given = [score for score in parts.values() if score is not None]
    if len(given) == 3 and sum(given) != claim.score:
        told = {"total": shown(sum(given)), "score": shown(claim.score)}
        refuse_as_ledger(record, [LedgerError("parts-do-not-add-up", field="score", **told)])


def _plan_evaluation(record: Record, plan: LedgerPlan, entries: list[LedgerEntry]) -> None:
    claim = plan.claim
    _check_scores(record, claim)
    same = [
        entry
        for entry in standing(entries)
        if entry.kind == EVALUATED
        and entry.effective_on == claim.evaluated_on
        and fold(entry.council) == fold(normalise_authority(claim.council))
    ]
    for entry in same:
        changed = _changes(entry, _evaluated(claim, record))
        if not changed:
            return
        if entry.id < 0:
            reason = _("hội đồng này, ngày này đã có điểm khác ở một dòng trên")
            record.refuse("score", "evaluation-contradicts", reason)
            return
        plan.voids.append(entry)
        plan.differences += changed
    if not same:
        label = _("thêm đánh giá %(score)s điểm ngày %(day)s") % {
            "score": shown(claim.score),
            "day": shown(claim.evaluated_on),
        }
        plan.differences.append(Difference("evaluation", _("Sổ chứng nhận"), "", label))
    plan.evaluation = True
    imagined = {name: getattr(claim, name) for name in ("score", "part_a", "part_b", "part_c", "round_name")}
    imagined |= {"effective_on": claim.evaluated_on, "council": normalise_authority(claim.council)}
    imagined |= {"proposed_star": claim.star, "tier": claim.council_tier}
    imagine(entries, same, EVALUATED, **imagined, criteria_set=record.get("criteria_set"))


def _evaluated(claim: Claim, record: Record) -> dict[str, Any]:
    """The facts in which an evaluation may differ from the one that stands.

    Beside a recognition only the scores speak of the council; the star there is the decision's.
    """
    facts = {name: getattr(claim, name) for name in ("score", "part_a", "part_b", "part_c")}
    if claim.kind == EVALUATION:
        facts |= {"proposed_star": claim.star, "tier": claim.council_tier, "round_name": claim.round_name}
        facts["criteria_set"] = record.get("criteria_set")
    return facts


def _plan_recognition(record: Record, plan: LedgerPlan, entries: list[LedgerEntry]) -> None:
    claim = plan.claim
    try:
        proposed = Recognition.proposed(
            star=claim.star,  # type: ignore[arg-type]
            decided_on=claim.decided_on,  # type: ignore[arg-type]
            tier=claim.tier,
            score=claim.score,
            valid_from=claim.valid_from,
            valid_to=claim.valid_to,
        )
    except LedgerError as error:
        refuse_as_ledger(record, [error])
        return
    plan.claim = claim = replace(claim, valid_from=proposed.valid_from, valid_to=proposed.valid_to)
    same = _same_decision(claim, entries)
    given = {name: getattr(claim, name) for name in ("star", "score", "product_code")}
    given |= {name: getattr(claim, name) for name in ("valid_from", "valid_to") if record.get(name)}
    changed = [change for entry in same for change in [*_number_found(entry, claim), *_changes(entry, given)]]
    if same and not changed:
        return
    if same:
        plan.claim = claim = _with_what_stood_there(claim, same[0], given)
    others = [entry for entry in standing(entries) if entry not in same]
    errors = refusals(proposed, others, supersedes=claim.supersedes)
    refuse_as_ledger(record, _pass_accepted(record, plan, errors))
    plan.voids += same
    plan.differences += changed or [
        Difference("recognition", _("Sổ chứng nhận"), "", recognition_in_words(claim))
    ]
    plan.recognition = True
    decision = Decision(number=claim.decision_number, decided_on=claim.decided_on, authority=claim.authority)
    written = {
        name: getattr(claim, name) for name in ("star", "valid_from", "valid_to", "score", "product_code")
    }
    imagine(entries, same, RECOGNISED, effective_on=claim.decided_on, decision=decision, **written)


def _pass_accepted(record: Record, plan: LedgerPlan, errors: list[LedgerError]) -> list[LedgerError]:
    """What stays refused: with an officer's reason the exceptions the law's keepers may make pass, and are told."""
    excepted = [error for error in errors if error.code in ACCEPTABLE_CODES]
    if not record.accepted_reason or not excepted:
        return errors
    plan.accepted_reason = record.accepted_reason
    record.warnings += [
        _("Ngoại lệ: %(what)s Lý do: %(reason)s") % {"what": error.message, "reason": record.accepted_reason}
        for error in excepted
    ]
    return [error for error in errors if error not in excepted]


def recognition_in_words(claim: Claim) -> str:
    """`4 sao theo 12/QĐ-UBND ngày 17/01/2025, đến 17/01/2028`"""
    number = claim.decision_number or _("quyết định chưa rõ số")
    return _("thêm công nhận %(star)s sao theo %(number)s ngày %(day)s, đến %(end)s") % {
        "star": claim.star,
        "number": number,
        "day": shown(claim.decided_on),
        "end": shown(claim.valid_to),
    }


def _plan_report(record: Record, plan: LedgerPlan, entries: list[LedgerEntry]) -> None:
    claim = plan.claim
    if claim.reported_year is not None and claim.reported_year < FIRST_YEAR:
        refuse_as_ledger(
            record, [LedgerError("reported-too-early", field="decided_on", year=claim.reported_year)]
        )
    told = (claim.star, claim.reported_year, claim.decision_text, claim.valid_to)
    for entry in standing(entries):
        if (
            entry.kind == REPORTED
            and (entry.star, entry.reported_year, entry.claim_text, entry.valid_to) == told
        ):
            return
    plan.report = True
    star = _("%(star)s sao") % {"star": claim.star} if claim.star else _("không rõ sao")
    year = f" ({claim.reported_year})" if claim.reported_year else ""
    words = _("thêm thông tin chưa có minh chứng: %(star)s%(year)s") % {"star": star, "year": year}
    plan.differences.append(Difference("report", _("Sổ chứng nhận"), "", words))
    imagined = {
        "reported_year": claim.reported_year,
        "claim_text": claim.decision_text,
        "valid_to": claim.valid_to,
    }
    imagine(entries, [], REPORTED, star=claim.star, **imagined)


def _same_decision(claim: Claim, entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """The standing recognitions by this very decision; one whose number nobody knows is told by its day."""
    return [
        entry
        for entry in standing(entries)
        if entry.kind == RECOGNISED
        and entry.decision is not None
        and entry.decision.decided_on == claim.decided_on
        and (
            entry.decision.number == claim.decision_number
            or not (entry.decision.number and claim.decision_number)
        )
    ]


def _number_found(entry: LedgerEntry, claim: Claim) -> list[Difference]:
    """A decision entered without its number gets one."""
    if entry.decision is None or entry.decision.number or not claim.decision_number:
        return []
    return [Difference("decision", _("Số quyết định"), "", claim.decision_number, is_correction=True)]


def _with_what_stood_there(claim: Claim, entry: LedgerEntry, given: dict[str, Any]) -> Claim:
    """A correction keeps what the corrected entry knew and the file does not say."""
    kept = {
        name: given.get(name) or getattr(entry, name)
        for name in ("valid_from", "valid_to", "score", "product_code")
    }
    if entry.decision is not None and not claim.decision_number:
        kept |= {
            "decision_number": entry.decision.number,
            "authority": entry.decision.authority,
            "tier": entry.decision.tier,
        }
    return replace(claim, **kept)


def _changes(entry: LedgerEntry, told: dict[str, Any]) -> list[Difference]:
    from_file = {name: value for name, value in told.items() if value not in (None, "")}
    labels = {
        "star": _("Hạng sao"),
        "valid_from": _("Có giá trị từ"),
        "valid_to": _("Hết hạn"),
        "score": _("Điểm"),
        "part_a": _("Điểm A"),
        "part_b": _("Điểm B"),
        "part_c": _("Điểm C"),
        "product_code": _("Mã sản phẩm"),
        "proposed_star": _("Hạng sao đề nghị"),
        "tier": _("Cấp"),
        "round_name": _("Đợt"),
        "criteria_set": _("Bộ tiêu chí"),
    }
    return [
        Difference(
            name,
            labels[name],
            shown(getattr(entry, name), field=name),
            shown(value, field=name),
            is_correction=True,
        )
        for name, value in from_file.items()
        if getattr(entry, name) != value
    ]


def refuse_as_ledger(record: Record, errors: Iterable[LedgerError]) -> None:
    """Refuse the row for what the ledger refuses, in the ledger's words."""
    for error in errors:
        if not any(problem.code == error.code for problem in record.problems):
            sentence = str(error.message)
            key = "product_name" if error.field == "product" else error.field
            record.refuse(key, error.code, sentence[:1].lower() + sentence[1:])


def imagine(entries: list[LedgerEntry], voided: list[LedgerEntry], kind: str, **fields: Any) -> None:
    """Add to the product's entries what applying the plan would add, so that later rows are checked against it."""
    entries.extend(
        ImaginedEntry(id=next(_imagined), kind=CORRECTED, corrects_id=entry.id) for entry in voided
    )
    entries.append(ImaginedEntry(id=next(_imagined), kind=kind, **fields))
