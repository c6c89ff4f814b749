"""The recognition a row of revocations ends: which one it is, whether it is the one named, who may end it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from catalogue.certification.models import LedgerEntry
from catalogue.certification.numbers import show_number
from catalogue.certification.rules import Act, RuleSet, rule_set_for
from catalogue.certification.status import State, Status, standing, status_of
from catalogue.importing.claims import Claim, authority_of, tier_of_authority
from catalogue.importing.differences import shown
from catalogue.importing.records import Record
from catalogue.importing.terms import DISTRICT, MINISTRY, PROVINCE
from storefront.places.models import Province


def find_revoked(entries: list[LedgerEntry], *, on: date) -> LedgerEntry | None:
    """The recognition that is current on that day, in force or not."""
    current = status_of(entries, on=on).entry_id
    return next((one for one in standing(entries) if one.pk == current and one.decision_id), None)


def infer_revoker(
    record: Record, claim: Claim, revoked: LedgerEntry | None, *, province: Province | None
) -> Claim:
    """The claim with authority and tier: as the file names them, else who the law of that day lets take the star.

    Where the law names nobody (before 2026), who gave the star takes it back.
    """
    tier = tier_of_authority(claim.authority, province=province) or record.get("tier")
    is_assumed = tier is None
    if tier is None and "-BNN" in claim.decision_number:
        tier, is_assumed = MINISTRY, False
    if tier is None:
        star, day = (revoked.star if revoked else None) or 3, claim.decided_on
        rules = rule_set_for(day) if day else None
        giver = revoked.decision.tier if revoked and revoked.decision else PROVINCE
        may = [one for one in (giver, PROVINCE, MINISTRY, DISTRICT) if _may_revoke(rules, star, one, day)]
        tier = may[0] if may else giver
    authority = claim.authority or authority_of(
        tier, number=claim.decision_number, on=claim.decided_on, province=province, record=record
    )
    return replace(claim, authority=authority, tier=tier, is_tier_assumed=is_assumed)


def _may_revoke(rules: RuleSet | None, star: int, tier: str, day: date | None) -> bool:
    return rules is None or day is None or rules.competent(star, tier=tier, on=day, act=Act.REVOKE)


def check_named(record: Record, claim: Claim, revoked: LedgerEntry | None, status: Status) -> None:
    """Refuse what the ledger would let pass and a list must not: a term over by then, another recognition named.

    Decisions do withdraw certificates whose term had ended when they were signed: that is said, not refused.
    """
    if revoked is None or revoked.decision is None:
        return
    decision = revoked.decision
    if status.state == State.EXPIRED:
        told = {"star": revoked.star, "end": shown(status.valid_to), "day": shown(claim.revoked_on)}
        if (
            claim.decided_on is not None
            and status.valid_to is not None
            and claim.decided_on >= status.valid_to
        ):
            said = _(
                "Lần công nhận %(star)s sao đã hết hạn ngày %(end)s; vẫn ghi thu hồi như quyết định nêu."
            )
            record.warnings.append(said % told)
        else:
            reason = _(
                "lần công nhận %(star)s sao hết hạn ngày %(end)s, không còn gì để thu hồi ngày %(day)s"
            )
            record.refuse("revoked_on", "not-in-force", reason % told)
    if (decision.number, decision.decided_on) == (claim.decision_number, claim.decided_on):
        reason = _("%(number)s là quyết định đã công nhận sản phẩm, không phải quyết định thu hồi")
        record.refuse("decision", "decision-recognised-it", reason % {"number": decision.number})
    for key, named, own in _named(record, revoked):
        if named != own:
            reason = _("lần công nhận có hiệu lực ngày %(day)s là %(own)s, không phải %(named)s")
            told = {"day": shown(claim.revoked_on), "own": own or "—", "named": named}
            record.refuse(key, "another-recognition", reason % told)


def _named(record: Record, revoked: LedgerEntry) -> list[tuple[str, str, str]]:
    """What the row says of the recognition beside what the register knows of it; only what both say."""
    decision, by, on = revoked.decision, record.get("recognised_by"), record.get("recognised_on")
    told: list[tuple[str, str, str]] = []
    if decision is None:
        return told
    if by and by.number and decision.number:
        told.append(("recognised_by", by.number, decision.number))
    day = (on.day if on else None) or (by.decided_on if by else None)
    if day:
        told.append(("recognised_on", shown(day), shown(decision.decided_on)))
    elif on:
        told.append(("recognised_on", str(on.year), str(decision.decided_on.year)))
    if star := record.get("star"):
        words = _("%(star)s sao")
        told.append(("star", words % {"star": star}, words % {"star": revoked.star}))
    if number := record.get("certificate"):
        told.append(("certificate", show_number(number), show_number(revoked.pk)))
    return told
