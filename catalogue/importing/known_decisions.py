"""The decisions of the register a file speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from catalogue.certification.decisions import authority_key
from catalogue.certification.models import Decision
from catalogue.importing.claims import Claim
from catalogue.importing.records import Record
from storefront.places.models import Province

_BATCH = 500


class KnownDecisions:
    """The register's decisions of the numbers some records name, loaded at once."""

    def __init__(self) -> None:
        self._asked = {""}
        self._found: dict[tuple[str, date | None], list[Decision]] = {}

    def load(self, records: Iterable[Record]) -> None:
        """Look up what the next records name and none before them did."""
        named = {one.values["decision"].number for one in records if "decision" in one.values}
        numbers = sorted(named - self._asked)
        self._asked.update(numbers)
        for start in range(0, len(numbers), _BATCH):
            part = numbers[start : start + _BATCH]
            for decision in Decision.objects.filter(number__in=part).order_by("pk"):
                self._found.setdefault((decision.number, decision.decided_on), []).append(decision)

    def adopt(self, record: Record, claim: Claim, *, province: Province | None) -> Claim:
        """Where the file does not say who decided, a decision of that number and day in the register does.

        Where it does, and the register knows the decision with another tier, the row is refused.
        """
        known = self._found.get((claim.decision_number, claim.decided_on), [])
        if province is None or not known:
            return claim
        if not claim.is_tier_assumed:
            _refuse_other_tier(record, claim, known)
            return claim
        fitting = [one for one in known if one.province_id in (None, province.pk)]
        if len(fitting) != 1:
            return claim
        return replace(claim, authority=fitting[0].authority, tier=fitting[0].tier, is_tier_assumed=False)

    def of(self, claim: Claim) -> Decision:
        """The claim's decision: the one in the register, or one that is not saved."""
        for decision in self._found.get((claim.decision_number, claim.decided_on), []):
            if decision.authority_key == authority_key(claim.authority):
                return decision
        return Decision(
            number=claim.decision_number,
            decided_on=claim.decided_on,
            authority=claim.authority,
            tier=claim.tier,
        )


def _refuse_other_tier(record: Record, claim: Claim, known: list[Decision]) -> None:
    for decision in known:
        if decision.authority_key == authority_key(claim.authority) and decision.tier != claim.tier:
            reason = _("quyết định này đã có trong sổ với cấp ban hành là %(tier)s")
            record.refuse("tier", "decision-differs", reason % {"tier": decision.get_tier_display()})
