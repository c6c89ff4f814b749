"""Lists of products whose star a decision takes back. They name products of the register and bring no new ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.certification import ledger
from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger.batches import BatchRefusedError
from catalogue.certification.permissions import RIGHTS
from catalogue.certification.rules import grounds
from catalogue.certification.status import REVOKED
from catalogue.importing.claims import REVOCATION, Claim, decision_day, whole_day
from catalogue.importing.differences import Difference, shown
from catalogue.importing.errors import RowStoppedError
from catalogue.importing.given import FileKind
from catalogue.importing.kinds.kind import KindOfFile, Words
from catalogue.importing.kinds.revoked import check_named, find_revoked, infer_revoker
from catalogue.importing.known_decisions import KnownDecisions
from catalogue.importing.known_products import KnownProducts
from catalogue.importing.ledger_plan import LedgerPlan, imagine, refuse_as_ledger
from catalogue.importing.matching import batches as in_parts
from catalogue.importing.plans import Action, ImportPlan, Match, PlannedRow
from catalogue.importing.records import Record
from catalogue.importing.references import ProductRef, bring_back
from catalogue.importing.shelf import Shelf
from catalogue.models import Product
from storefront.errors import DomainError
from storefront.locks import locked
from storefront.vietnamese import fold


def read_revocation(record: Record, *, on: date) -> Claim:
    """What the row says of the decision and of the day and ground of the revocation."""
    decision, day, ground = record.get("decision"), decision_day(record, on=on), record.get("ground")
    told = {problem.field for problem in record.problems}
    number = decision.number if decision else ""
    if not number and "decision" not in told:
        record.refuse("decision", "decision-number-missing", _("thiếu số quyết định thu hồi"))
    if day is None and "decided_on" not in told:
        record.refuse("decided_on", "decision-day-missing", _("thiếu ngày (đầy đủ) của quyết định thu hồi"))
    if ground is None and "ground" not in told:
        record.refuse("ground", "ground-missing", _("thiếu căn cứ thu hồi"))
    revoked_on = whole_day(record, "revoked_on") or day
    if ground and ground.words:
        record.warnings.append(
            _("“%(words)s” hiểu là căn cứ “%(ground)s”; lời trong tệp được giữ ở ghi chú.")
            % {"words": ground.words, "ground": grounds()[ground.code].name}
        )
    if day and revoked_on and revoked_on < day:
        record.warnings.append(
            _("Ngày thu hồi %(day)s có trước ngày ký quyết định %(decided)s.")
            % {"day": shown(revoked_on), "decided": shown(day)}
        )
    return Claim(
        kind=REVOCATION,
        star=record.get("star"),
        decision_number=number,
        decision_text=decision.text if decision else "",
        decided_on=day,
        authority=record.text("authority"),
        product_code=record.text("product_code"),
        revoked_on=revoked_on,
        ground=ground.code if ground else "",
        note=". ".join(part for part in (ground.words if ground else "", record.text("note")) if part),
    )


class _Planner:
    """Plans the rows in their order: a later row sees what an earlier one will have done."""

    def __init__(self, *, on: date) -> None:
        self.on = on
        self.products, self.decisions = KnownProducts(), KnownDecisions()

    def plan(self, records: list[Record]) -> list[PlannedRow]:
        """Plan the next rows of the file."""
        self.products.load(records)
        self.decisions.load(records)
        return [self._plan_row(record) for record in records]

    def set_aside(self, shelf: Shelf) -> None:
        """Put away what the rows so far spoke of."""
        self.products.set_aside(shelf)

    def _plan_row(self, record: Record) -> PlannedRow:
        row = PlannedRow(record, place=None)
        row.claim = read_revocation(record, on=self.on)
        product = None
        if not any(problem.code == "required" for problem in record.problems):
            product = self.products.product_of(record)
        if product is not None:
            self._plan_known(row, row.claim, product)
        if record.problems:
            row.action, row.differences, row.match = Action.REFUSED, [], None
        return row

    def _plan_known(self, row: PlannedRow, claim: Claim, product: ProductRef) -> None:
        record, existing = row.record, product.existing
        self._refuse_repeated(record, product)
        if existing is None or record.problems or claim.revoked_on is None:
            return
        revoked = find_revoked(product.entries, on=claim.revoked_on)
        claim = infer_revoker(record, claim, revoked, province=existing.province)
        row.claim = claim = self.decisions.adopt(record, claim, province=existing.province)
        self._warn(row, claim, product)
        decision = self.decisions.of(claim)
        planned = ledger.plan_revocation(
            existing,
            product.entries,
            revoked_on=claim.revoked_on,  # type: ignore[arg-type]
            decision=decision,
            ground=claim.ground,
            note=claim.note,
        )
        if planned.present is None:
            refuse_as_ledger(record, [planned.refusal] if planned.refusal else [])
            check_named(record, claim, revoked, planned.status)
        if record.problems:
            return
        star = planned.present.star if planned.present else planned.status.star
        row.claim = claim = replace(claim, star=star)
        row.match = Match(product.producer, product, LedgerPlan(claim))
        row.action = Action.UNCHANGED if planned.present else Action.UPDATED
        if planned.present is None:
            row.differences = [_difference(claim, planned.status.valid_to)]
            fields = {"effective_on": claim.revoked_on, "ground": claim.ground, "decision": decision}
            imagine(product.entries, [], REVOKED, **fields)

    def _refuse_repeated(self, record: Record, product: ProductRef) -> None:
        first = product.told.setdefault(REVOCATION, record.row)
        if first != record.row:
            reason = _("lặp lại dòng %(first)s (cùng sản phẩm)") % {"first": first}
            record.refuse("product_name", "duplicate-row", reason)

    @staticmethod
    def _warn(row: PlannedRow, claim: Claim, product: ProductRef) -> None:
        if claim.is_tier_assumed and not row.record.get("authority"):
            row.warnings.append(
                _("Tệp không nêu cơ quan thu hồi; hiểu là %(authority)s theo thẩm quyền tại ngày ký.")
                % {"authority": claim.authority}
            )
        written = row.record.text("product_name")
        if written and fold(written) != fold(product.title):
            row.warnings.append(_("Trong sổ tên là “%(name)s”; giữ tên trong sổ.") % {"name": product.title})


def _difference(claim: Claim, valid_to: date | None) -> Difference:
    stood = _("%(star)s sao, đến %(end)s") % {"star": claim.star, "end": shown(valid_to)}
    becomes = _("thu hồi từ %(day)s: %(ground)s") % {
        "day": shown(claim.revoked_on),
        "ground": grounds()[claim.ground].name,
    }
    return Difference("revocation", _("Sổ chứng nhận"), stood, becomes)


def write_rows(plan: ImportPlan, *, origin: dict[str, Any]) -> None:
    """One decision, many products: rows of the same decision, day and ground are one batch of the ledger.

    All products are locked first and in the order of their keys: whoever locks several cannot wait for us in a ring.
    """
    for pks in in_parts({row.match.product.pk for row in plan.rows if row.match}):
        locked(Product.objects.filter(pk__in=pks).only("pk"))
    batches: dict[tuple[Any, ...], list[PlannedRow]] = defaultdict(list)
    for row in plan.rows:
        claim = row.claim
        if row.action == Action.UPDATED and claim is not None:
            facts = (claim.decision_number, claim.decided_on, claim.authority, claim.tier)
            batches[(*facts, claim.revoked_on, claim.ground, claim.note)].append(row)
    for rows in batches.values():
        bring_back(row.match.product for row in rows if row.match)
        _write_batch(rows, origin=origin)


def _write_batch(rows: list[PlannedRow], *, origin: dict[str, Any]) -> None:
    by_product = {
        row.match.product.existing.pk: row for row in rows if row.match and row.match.product.existing
    }
    products = [row.match.product.existing for row in by_product.values() if row.match]
    claim = rows[0].claim
    if claim is None or claim.decided_on is None or claim.revoked_on is None:
        raise LookupError("a row that changes something has its days")
    provinces = {product.province for product in products if product}
    try:
        decision = ledger.get_or_create_decision(
            number=claim.decision_number,
            decided_on=claim.decided_on,
            authority=claim.authority,
            tier=claim.tier,
            province=next(iter(provinces)) if len(provinces) == 1 else None,
        )
        ledger.revoke_many(
            [product for product in products if product],
            revoked_on=claim.revoked_on,
            decision=decision,
            ground=claim.ground,
            note=claim.note,
            source_rows={pk: row.line for pk, row in by_product.items()},
            **origin,
        )
    except BatchRefusedError as refused:
        first = refused.refused[0]
        raise _stopped(by_product[first.product.pk], first.refusal or refused) from refused
    except DomainError as error:
        raise _stopped(rows[0], error) from error


def _stopped(row: PlannedRow, error: DomainError) -> RowStoppedError:
    if isinstance(error, LedgerError):
        refuse_as_ledger(row.record, [error])
    else:
        row.record.refuse(error.field or "product_name", error.code, str(error.message))
    return RowStoppedError(row.record.problems[-1])


REVOCATIONS = KindOfFile(
    kind=FileKind.REVOCATIONS,
    title=gettext_lazy("Danh sách thu hồi"),
    about=gettext_lazy(
        "Một quyết định thu hồi hạng sao của nhiều sản phẩm đã có trong sổ. Không tạo sản phẩm mới."
    ),
    planner=_Planner,
    words=Words(
        star=gettext_lazy("Sao bị thu hồi"),
        heads=(gettext_lazy("Quyết định"), gettext_lazy("Thu hồi từ")),
        actions={Action.CREATED: "", Action.UPDATED: gettext_lazy("Thu hồi")},
        nothing_to_do=gettext_lazy("Mọi dòng đã được thu hồi từ trước: chấp nhận cũng không thay đổi gì."),
    ),
    write_rows=write_rows,
    rights={
        RIGHTS["revoke"]: gettext_lazy(
            "Tệp này thu hồi hạng sao. Chỉ cán bộ có quyền ghi thu hồi mới chấp nhận được."
        )
    },
)
