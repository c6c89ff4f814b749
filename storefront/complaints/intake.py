"""Taking a complaint in: one transaction, one number, one link; sent twice it is one complaint."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.certification.status_reading import product_status
from storefront.codes import new_code
from storefront.complaints.evidence_files import CleanFile
from storefront.complaints.lifecycle import RECEIVE, SEND, Party
from storefront.complaints.models import ABOUT_AN_ORDER, Complaint
from storefront.complaints.moving import due_from, write_event
from storefront.errors import DomainError

logger = logging.getLogger(__name__)
PREFIX = "KN"


@dataclass(frozen=True)
class Told:
    """What somebody complains of, cleaned and checked. `phone` in E.164 form; what is empty is not told."""

    kind: str
    text: str
    submission: str
    name: str = ""
    phone: str = ""
    email: str = ""
    seen_at: str = ""
    order: Any = None
    product: Any = None
    entry: Any = None
    producer: Any = None
    user: Any = None


def receive_complaint(told: Told, *, files: Sequence[CleanFile] = ()) -> Complaint:
    """Keep a complaint with its number and deadline; about an order, its producer is asked to answer at once.

    Returns the earlier one when the same form (`submission`) came before, also at the same moment.
    """
    earlier = Complaint.objects.filter(submission=told.submission).first()
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            complaint = _write(told, files)
    except IntegrityError:
        earlier = Complaint.objects.filter(submission=told.submission).first()
        if earlier is None:
            raise
        return earlier
    logger.info("complaint received", extra={"complaint": complaint.number, "kind": complaint.kind})
    return complaint


def _write(told: Told, files: Sequence[CleanFile]) -> Complaint:
    product, entry = told.product, told.entry
    if product is None and entry is not None:
        product = entry.product
    if entry is None and product is not None:
        entry = _entry_of(product)
    producer = told.order.producer if told.order else told.producer or (product.producer if product else None)
    complaint = Complaint.objects.create(
        number=_number(),
        submission=told.submission,
        kind=told.kind,
        order=told.order,
        product=product,
        entry=entry,
        producer=producer,
        seen_at=told.seen_at,
        text=told.text,
        name=told.name,
        phone=told.phone,
        email=told.email,
        user=told.user if told.user is not None and told.user.is_authenticated else None,
        received_at=timezone.now(),
        due_on=due_from(timezone.localdate()),
    )
    write_event(complaint, RECEIVE, party=Party.SHOPPER, by=told.user, files=files)
    if told.order is not None and producer is not None and told.kind in ABOUT_AN_ORDER:
        write_event(complaint, SEND, party=Party.SYSTEM)
    return complaint


def _entry_of(product: Any) -> Any:
    """The ledger entry the product's star rests on (or rested on, when it ended)."""
    entry_id = product_status(product).entry_id
    return product.ledger_entries.filter(pk=entry_id).first() if entry_id else None


def _number() -> str:
    for _attempt in range(20):
        number = new_code(PREFIX)
        if not Complaint.objects.filter(number=number).exists():
            return number
    raise DomainError(_("Chưa cấp được số khiếu nại. Hãy gửi lại."), code="no-number")
