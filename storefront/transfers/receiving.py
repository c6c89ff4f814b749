"""Taking note of a bank transfer and finding the order it pays: by memo, account and amount, each transfer once."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.locks import locked
from storefront.order.models import Order
from storefront.payment.memo import find_codes
from storefront.payment.sources import Balance, balance_of
from storefront.purchases.lifecycle import Actor
from storefront.purchases.money import record_payment
from storefront.purchases.moving import status_at
from storefront.purchases.pairing import BANK, balance_before, came_late, unconfirmed
from storefront.sales_mode import SalesMode
from storefront.transfers.models import BankStatement, BankTransfer

logger = logging.getLogger(__name__)
_Outcome = BankTransfer.Outcome


class TransferRefusedError(DomainError):
    """The transfer was not taken note of, or not tied to an order; nothing changed."""


@dataclass(frozen=True)
class Told:
    """A credit as somebody told of it. `amount` in whole đồng, `at` aware; `row` in the statement's file."""

    account: str
    reference: str
    amount: int
    memo: str
    at: datetime
    row: int | None = None


@dataclass(frozen=True)
class Received:
    """`created` is False when the transfer was known: nothing was done again."""

    transfer: BankTransfer
    created: bool


def receive_transfer(
    told: Told, *, producer: Any, channel: str, statement: BankStatement | None = None
) -> Received:
    """Take note of a credit on the producer's account (`None`: the operator's) and pay the order it names.

    Told again, by whichever channel, it is the same transfer. Its order is the one paid into this account whose code
    stands in the memo; a memo with no code, or with those of several orders, waits for a person. Raises
    `TransferRefusedError` for an amount that is no whole đồng above nothing, a missing reference, or a known reference
    with another amount.
    """
    if isinstance(told.amount, bool) or not isinstance(told.amount, int) or told.amount <= 0:
        raise TransferRefusedError(
            _("Số tiền phải là số đồng nguyên, lớn hơn 0."), code="amount-invalid", field="amount"
        )
    reference = " ".join(told.reference.split())[:80]
    if not reference:
        raise TransferRefusedError(_("Thiếu mã giao dịch."), code="reference-missing", field="reference")
    account = bare_account(told.account)
    with transaction.atomic():
        transfer, created = BankTransfer.objects.get_or_create(
            account=account,
            reference=reference,
            defaults={
                "producer": producer,
                "channel": channel,
                "amount": told.amount,
                "memo": " ".join(told.memo.split())[:500],
                "at": told.at,
                "statement": statement,
                "row": told.row,
            },
        )
        if not created:
            _refuse_other(transfer, producer, told.amount)
            return Received(transfer, created=False)
        order = _named_order(transfer)
        if order is not None:
            _pay(transfer, order, by=None)
    logger.info("bank transfer received", extra={"channel": channel, "outcome": transfer.outcome})
    return Received(transfer, created=True)


def assign_transfer(transfer: BankTransfer, order: Order, *, by: Any) -> BankTransfer:
    """Tie a transfer nobody could place to an order of the same producer, by hand. Raises `TransferRefusedError`."""
    with transaction.atomic():
        (current,) = locked(BankTransfer.objects.filter(pk=transfer.pk))
        if current.outcome != _Outcome.UNMATCHED:
            raise TransferRefusedError(_("Khoản tiền này đã được ghép."), code="already-matched")
        if not orders_paid_to(current.producer).filter(pk=order.pk).exists():
            raise TransferRefusedError(_("Đơn này của chủ thể khác."), code="other-producer", field="order")
        _pay(current, order, by=by)
        return current


def ignore_transfer(transfer: BankTransfer, *, by: Any) -> BankTransfer:
    """Mark a transfer as no payment of an order. Raises `TransferRefusedError` when it was tied to one."""
    with transaction.atomic():
        (current,) = locked(BankTransfer.objects.filter(pk=transfer.pk))
        if current.outcome not in (_Outcome.UNMATCHED, _Outcome.IGNORED):
            raise TransferRefusedError(_("Khoản tiền này đã được ghép."), code="already-matched")
        current.outcome, current.matched_by = _Outcome.IGNORED, by
        current.save(update_fields=["outcome", "matched_by"])
        return current


def orders_like(transfer: BankTransfer, *, most: int = 5) -> list[Order]:
    """Orders of the producer that this money may be for: first those it was noted with by hand, then those that still
    wait for money, the nearest amount first."""
    by_hand = unconfirmed(amount=transfer.amount, at=transfer.at).filter(order=OuterRef("pk"))
    likely = (
        orders_paid_to(transfer.producer)
        .filter(date_placed__lte=transfer.at)
        .exclude(payment_method=Order.PaymentMethod.CASH_ON_DELIVERY)
        .annotate(is_noted=Exists(by_hand))
        .filter(Q(status=Order.Status.PLACED) | Q(is_noted=True))
        .select_related("group")
        .order_by("-is_noted", "-date_placed")[:200]
    )
    by_nearness = sorted(
        likely, key=lambda order: (not order.is_noted, abs(int(order.total_incl_tax) - transfer.amount))
    )
    return by_nearness[:most]


def orders_paid_to(producer: Any) -> QuerySet[Order]:
    """The orders whose money goes to this producer; to the operator, who sold them itself, for `None`."""
    if producer is None:
        return Order.objects.filter(group__sales_mode=SalesMode.DIRECT)
    return Order.objects.filter(producer=producer).exclude(group__sales_mode=SalesMode.DIRECT)


def bare_account(text: str) -> str:
    """An account number without blanks, dots and dashes, in capitals."""
    return re.sub(r"[\s.-]", "", text).upper()[:40]


def _refuse_other(known: BankTransfer, producer: Any, amount: int) -> None:
    if (known.producer, known.amount) != (producer, amount):
        message = _("Mã giao dịch %(reference)s đã ghi với số tiền khác.") % {"reference": known.reference}
        raise TransferRefusedError(message, code="reference-taken", field="reference")


def _named_order(transfer: BankTransfer) -> Order | None:
    """The one order paid into this account whose code stands in the memo."""
    codes = find_codes(transfer.memo)
    if not codes:
        return None
    orders = list(orders_paid_to(transfer.producer).filter(number__in=codes)[:2])
    return orders[0] if len(orders) == 1 else None


def _pay(transfer: BankTransfer, order: Order, *, by: Any) -> None:
    """Note the money with the order and say on the transfer what it did."""
    (current,) = locked(Order.objects.filter(pk=order.pk))
    before = balance_of(current)
    is_void = status_at(current, transfer.at) == Order.Status.CANCELLED
    noted = record_payment(
        current,
        amount=transfer.amount,
        channel=BANK,
        reference=f"{transfer.account}:{transfer.reference}",
        actor=Actor.BANK if by is None else Actor.PRODUCER,
        by=by,
        at=transfer.at,
        note=transfer.memo,
    )
    if noted.confirms:  # it did its work when its producer noted it
        before, is_void = balance_before(noted.entry, due=int(current.total_incl_tax)), came_late(noted.entry)
    transfer.order, transfer.matched_by = order, by
    transfer.outcome = _outcome(before, transfer.amount, is_void=is_void)
    transfer.save(update_fields=["order", "matched_by", "outcome"])


def _outcome(before: Balance, amount: int, *, is_void: bool) -> str:
    if is_void:
        return _Outcome.LATE
    if before.outstanding == 0:
        return _Outcome.DOUBLE if before.paid else _Outcome.OVER
    if amount == before.outstanding:
        return _Outcome.EXACT
    return _Outcome.PARTIAL if amount < before.outstanding else _Outcome.OVER
