"""Paying an order group at a gateway: begin an attempt, and settle it when the gateway itself says so."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.gateways.models import AttemptPart, PaymentAttempt
from storefront.locks import locked
from storefront.order.models import Order
from storefront.payment.gateways.base import Answer
from storefront.payment.sources import balances_of
from storefront.purchases.lifecycle import Actor
from storefront.purchases.models import OrderGroup
from storefront.purchases.money import record_payment
from storefront.purchases.moving import status_at

logger = logging.getLogger(__name__)
_State = PaymentAttempt.State
#: Less than this left, and nobody gets through a payment page.
_LEAST_TIME = timedelta(minutes=1)


class PaymentRefusedError(DomainError):
    """Nothing can be paid at the gateway; nothing changed."""


class NoticeRefusedError(Exception):
    """A gateway's answer that settles nothing. `args[0]`: `unknown`, `amount` or `known`."""


def begin_attempt(group: OrderGroup, *, gateway: str, at: datetime | None = None) -> PaymentAttempt:
    """Begin paying what is still to come for the group's orders of this gateway, all in one.

    The attempt ends with the first order's time, at the latest after `OCOP_VNPAY_MINUTES`. Raises
    `PaymentRefusedError` when nothing waits for money or the time is over.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        orders = locked(Order.objects.filter(group=group, payment_method=gateway))
        waiting = [order for order in orders if status_at(order, moment) == Order.Status.PLACED]
        balances = balances_of(waiting)
        owed = {order: balances[order.pk].outstanding for order in waiting}
        owed = {order: amount for order, amount in owed.items() if amount}
        if not owed:
            raise PaymentRefusedError(
                _("Không còn đơn nào chờ trả tiền ở đây: đã nhận đủ tiền, hoặc đơn đã hết hạn, đã huỷ."),
                code="nothing-to-pay",
            )
        ends = [order.time_limit for order in owed if order.time_limit]
        expires = min([moment + timedelta(minutes=settings.OCOP_VNPAY_MINUTES), *ends])
        if expires - moment < _LEAST_TIME:
            raise PaymentRefusedError(_("Đơn sắp hết hạn, không còn đủ thời gian để trả."), code="too-late")
        attempt = PaymentAttempt.objects.create(
            group=group,
            gateway=gateway,
            reference=f"{group.number}{secrets.token_hex(5)}",
            amount=sum(owed.values()),
            begun_at=moment,
            expires_at=expires,
        )
        AttemptPart.objects.bulk_create(
            AttemptPart(attempt=attempt, order=order, amount=amount) for order, amount in owed.items()
        )
    logger.info("payment begun", extra={"group": group.number, "amount": attempt.amount})
    return attempt


def settle(answer: Answer, *, gateway: str, at: datetime | None = None) -> PaymentAttempt:
    """Take note of what the gateway's own server says of an attempt; money is noted with each order, once.

    A payment outweighs whatever was said before it; after it nothing changes any more. Money for orders that
    were called off meanwhile is noted and stands as an excess to be refunded. Raises `NoticeRefusedError`.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        found = locked(PaymentAttempt.objects.filter(gateway=gateway, reference=answer.reference))
        if not found:
            raise NoticeRefusedError("unknown")
        (attempt,) = found
        if answer.amount != attempt.amount:
            raise NoticeRefusedError("amount")
        is_known = attempt.state == _State.PAID or (
            attempt.state == _State.FAILED and not (answer.is_paid or answer.is_in_doubt)
        )
        if is_known:
            raise NoticeRefusedError("known")
        attempt.code, attempt.bank, attempt.told_at = answer.code[:10], answer.bank[:20], moment
        attempt.transaction = answer.transaction[:40]
        attempt.state = _state_of(answer)
        attempt.save(update_fields=["code", "bank", "told_at", "transaction", "state"])
        if attempt.state == _State.PAID:
            _note_money(attempt, paid_at=_paid_at(answer, attempt, moment))
    logger.info("payment told", extra={"reference": attempt.reference, "state": attempt.state})
    return attempt


def _state_of(answer: Answer) -> str:
    if answer.is_paid and answer.transaction:
        return _State.PAID
    return _State.REVIEW if answer.is_paid or answer.is_in_doubt else _State.FAILED


def _paid_at(answer: Answer, attempt: PaymentAttempt, moment: datetime) -> datetime:
    """When the shopper paid, where the gateway's word for it is sensible."""
    told = answer.at
    return told if told is not None and attempt.begun_at <= told <= moment else moment


def _note_money(attempt: PaymentAttempt, *, paid_at: datetime) -> None:
    """Write the money down with each order, all orders locked first and in pk order."""
    parts: list[Any] = list(attempt.parts.select_related("order").order_by("order_id"))
    locked(Order.objects.filter(pk__in=[part.order_id for part in parts]))
    for part in parts:
        record_payment(
            part.order,
            amount=part.amount,
            channel=attempt.gateway,
            reference=f"{attempt.transaction}:{part.order.number}",
            actor=Actor.BANK,
            at=paid_at,
            note=attempt.reference,
        )
