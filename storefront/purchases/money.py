"""Money of an order: what came, what went back. Noted once per reference, whoever reports it and however often."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.locks import locked
from storefront.order.models import Order
from storefront.payment.sources import Balance, balance_of
from storefront.purchases.models import MoneyEntry
from storefront.purchases.moving import note_event, status_at
from storefront.purchases.pairing import BANK, entries_of_reference, hand_entry_of

logger = logging.getLogger(__name__)
_IN, _OUT = MoneyEntry.Direction.IN, MoneyEntry.Direction.OUT


class MoneyRefusedError(DomainError):
    """The money was not noted, and nothing changed."""


@dataclass(frozen=True)
class Noted:
    """`created` is False when this money had been noted before. `balance` is how the order stands now.

    `confirms` tells that the bank's word just now confirmed an entry made by hand.
    """

    entry: MoneyEntry
    balance: Balance
    created: bool
    confirms: bool = False


def record_payment(
    order: Order,
    *,
    amount: int,
    channel: str,
    reference: str,
    actor: str,
    at: datetime | None = None,
    by: Any = None,
    note: str = "",
) -> Noted:
    """Note that `amount` đồng came for the order.

    `channel` names who told (`producer`, `statement`, `sepay`, `payos`, `vnpay`, …), `reference` is the bank's own mark
    of the transfer there: told again, it is the same entry. An order paid in full waits no longer. Money for an order
    called off is noted all the same and stands as an excess to be refunded. What a bank tells of (channel `bank`)
    confirms an entry of the same amount its producer made by hand before, instead of adding to it. Raises
    `MoneyRefusedError` for an amount that is not above nothing, an empty reference, or a reference known for another
    order or amount.
    """
    with transaction.atomic():
        current, known = _secure(order, _IN, amount=amount, channel=channel, reference=reference)
        if known is not None:
            return Noted(known, balance_of(current), created=False)
        by_hand = hand_entry_of(current, amount=amount, at=at or timezone.now()) if channel == BANK else None
        if by_hand is not None:
            _confirm(current, by_hand, reference, actor=actor, by=by, at=at)
            return Noted(by_hand, balance_of(current), created=False, confirms=True)
        was_void = status_at(current, at) == Order.Status.CANCELLED
        entry = _enter(current, _IN, amount, channel, reference, at, by, note)
        balance = balance_of(current)
        is_full = balance.outstanding == 0 and not was_void
        if is_full and current.status == Order.Status.PLACED:
            current.time_limit = None
            Order.objects.filter(pk=current.pk).update(time_limit=None)
        code = "paid_late" if was_void else "paid" if is_full else "paid_in_part"
        note_event(current, code, actor=actor, by=by, facts={"amount": amount, "reference": reference}, at=at)
    order.time_limit = current.time_limit
    return Noted(entry, balance, created=True)


def record_refund(
    order: Order,
    *,
    amount: int,
    reference: str,
    actor: str,
    at: datetime | None = None,
    by: Any = None,
    note: str = "",
) -> Noted:
    """Note that `amount` đồng went back to the shopper. Raises `MoneyRefusedError` above what the producer holds."""
    with transaction.atomic():
        current, known = _secure(order, _OUT, amount=amount, channel="refund", reference=reference)
        if known is not None:
            return Noted(known, balance_of(current), created=False)
        kept = balance_of(current).kept
        if amount > kept:
            message = _("Không hoàn quá số đã nhận (%(kept)s ₫).") % {"kept": kept}
            raise MoneyRefusedError(message, code="refund-too-large", field="amount")
        entry = _enter(current, _OUT, amount, "refund", reference, at, by, note)
        facts = {"amount": amount, "reference": reference}
        note_event(current, "refunded", actor=actor, by=by, facts=facts, at=at)
        return Noted(entry, balance_of(current), created=True)


def _secure(
    order: Order, direction: str, *, amount: int, channel: str, reference: str
) -> tuple[Order, MoneyEntry | None]:
    """The order under lock, and the entry this reference made before."""
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        message = _("Số tiền phải là số đồng nguyên, lớn hơn 0.")
        raise MoneyRefusedError(message, code="amount-invalid", field="amount")
    if not reference.strip():
        message = _("Thiếu mã giao dịch.")
        raise MoneyRefusedError(message, code="reference-missing", field="reference")
    (current,) = locked(Order.objects.filter(pk=order.pk))
    named = entries_of_reference(reference) if channel == BANK else Q(channel=channel, reference=reference)
    known = MoneyEntry.objects.filter(named, direction=direction).first()
    if known is not None and (known.order_id, known.amount) != (current.pk, amount):
        message = _("Mã giao dịch này đã ghi cho một khoản khác.")
        raise MoneyRefusedError(message, code="reference-taken", field="reference")
    return current, known


def _confirm(
    order: Order, entry: MoneyEntry, reference: str, *, actor: str, by: Any, at: datetime | None
) -> None:
    """Let the bank's reference stand with an entry made by hand; no đồng is added."""
    entry.bank_reference = reference
    entry.save(update_fields=["bank_reference"])
    facts = {"amount": entry.amount, "reference": reference}
    note_event(order, "bank_confirmed", actor=actor, by=by, facts=facts, at=at, tells=False)
    logger.info("money confirmed by the bank", extra={"order": order.number, "amount": entry.amount})


def _enter(
    order: Order,
    direction: str,
    amount: int,
    channel: str,
    reference: str,
    at: datetime | None,
    by: Any,
    note: str,
) -> MoneyEntry:
    """Write the entry and keep Oscar's books, under the order's lock."""
    entry = MoneyEntry.objects.create(
        order=order,
        direction=direction,
        amount=amount,
        channel=channel,
        reference=reference,
        at=at or timezone.now(),
        by=by if getattr(by, "is_authenticated", False) else None,
        note=note[:300],
    )
    source = order.sources.order_by("pk").first()
    book = source.debit if direction == _IN else source.refund
    book(Decimal(amount), reference=reference[:100], status=channel)
    logger.info("money noted", extra={"order": order.number, "direction": direction, "amount": amount})
    return entry
