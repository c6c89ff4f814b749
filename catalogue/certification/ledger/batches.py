"""One decision takes the star from many products, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Unpack

from django.db import transaction

from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger.ending import revocation_fields
from catalogue.certification.ledger.entering import Origin, enter
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.status import REVOKED, Status, standing, status_of
from catalogue.models import Product
from storefront.locks import locked


@dataclass(frozen=True)
class PlannedRevocation:
    """What becomes of one product: its entry's `fields`, the entry that already stands, or the refusal.

    `status` is the product's on the day of revocation, as the ledger stands.
    """

    product: Product
    status: Status
    fields: dict[str, Any] = field(default_factory=dict)
    present: LedgerEntry | None = None
    refusal: LedgerError | None = None


@dataclass(frozen=True)
class BatchRevocation:
    """What a batch did: new entries, entries that stood already, and the products left out with the reason."""

    entries: list[LedgerEntry]
    present: list[LedgerEntry]
    refused: list[PlannedRevocation]


class BatchRefusedError(LedgerError):
    """Nothing was written; `refused` says for which products and why."""

    def __init__(self, refused: list[PlannedRevocation]) -> None:
        super().__init__("batch-refused", count=len(refused))
        self.refused = refused


def plan_revocations(
    products: Iterable[Product], *, revoked_on: date, decision: Decision, ground: str, note: str = ""
) -> list[PlannedRevocation]:
    """What `revoke_many` would do to each product, in the order given; writes nothing, asks one query.

    `decision` may be one that is not in the register yet.
    """
    chosen = list(products)
    by_product: dict[int, list[LedgerEntry]] = {product.pk: [] for product in chosen}
    for entry in LedgerEntry.objects.filter(product__in=list(by_product)).select_related("decision"):
        by_product[entry.product_id].append(entry)
    facts = {"revoked_on": revoked_on, "decision": decision, "ground": ground}
    return [plan_revocation(product, by_product[product.pk], **facts, note=note) for product in chosen]


@transaction.atomic
def revoke_many(
    products: Iterable[Product],
    *,
    revoked_on: date,
    decision: Decision,
    ground: str,
    note: str = "",
    accept_good: bool = False,
    source_rows: Mapping[int, int] | None = None,
    **origin: Unpack[Origin],
) -> BatchRevocation:
    """End the recognitions current on `revoked_on`, for good: all of them, or none.

    The products are locked in the order of their keys, whatever order they come in. One that cannot be revoked
    raises BatchRefusedError and nothing is written, unless `accept_good`: then the others are revoked and it is
    told in the answer. Told twice, the same batch writes nothing new. `source_rows` tells by the product's key on
    which row of the `source` it stands.
    """
    pks = {product.pk for product in products}
    rows = locked(Product.objects.filter(pk__in=pks))
    if len(rows) != len(pks):
        raise LedgerError("product-missing", field="product")
    planned = plan_revocations(rows, revoked_on=revoked_on, decision=decision, ground=ground, note=note)
    refused = [one for one in planned if one.refusal]
    if refused and not accept_good:
        raise BatchRefusedError(refused)
    facts = {"decision": decision.pk, "revoked_on": revoked_on, "ground": ground}
    rows_told = source_rows or {}
    entries = []
    for one in planned:
        if one.fields:
            of_row: Origin = {**origin, "source_row": rows_told.get(one.product.pk, origin.get("source_row"))}
            entries.append(
                enter(one.product, LedgerEntry.Kind.REVOKED, facts=facts, fields=one.fields, origin=of_row)
            )
    return BatchRevocation(entries, [one.present for one in planned if one.present], refused)


def plan_revocation(
    product: Product,
    entries: list[LedgerEntry],
    *,
    revoked_on: date,
    decision: Decision,
    ground: str,
    note: str = "",
) -> PlannedRevocation:
    """What `revoke_many` would do to a product with these entries; asks nothing, writes nothing."""
    status = status_of(entries, on=revoked_on)
    for entry in standing(entries):
        same = (entry.kind, entry.effective_on, entry.ground) == (REVOKED, revoked_on, ground)
        if same and decision.pk and entry.decision_id == decision.pk:
            return PlannedRevocation(product, status, present=entry)
    try:
        fields = revocation_fields(
            entries, revoked_on=revoked_on, decision=decision, ground=ground, note=note
        )
    except LedgerError as refusal:
        return PlannedRevocation(product, status, refusal=refusal)
    return PlannedRevocation(product, status, fields=fields)
