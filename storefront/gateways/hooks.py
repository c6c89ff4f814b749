"""Keys of those who tell of bank credits: made once, shown once, revoked for good."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.errors import DomainError
from storefront.gateways.models import BankHook
from storefront.locks import locked
from storefront.payment.models import Source
from storefront.payment.payees import operator
from storefront.transfers.receiving import bare_account, orders_paid_to

_LEAST, _MOST = 16, 128
_NOTE_CALL_EVERY = timedelta(minutes=1)


class HookRefusedError(DomainError):
    """No key was made."""


def make_hook(*, channel: str, producer: Any, by: Any, secret: str = "") -> tuple[BankHook, str]:
    """Return a new key's record and its secret, to be shown once.

    SePay takes a secret of ours, made here. payOS gives one (its checksum key), which is handed in. Raises
    `HookRefusedError` for a missing or weak one, or an account nobody has.
    """
    secret = _secret_for(channel, secret)
    if not (producer or operator()).takes_transfers:
        raise HookRefusedError(
            _("Chưa có tài khoản ngân hàng để báo tiền về. Hãy ghi tài khoản trước."),
            code="no-account",
            field="producer",
        )
    maker = by if getattr(by, "is_authenticated", False) else None
    hook = BankHook.objects.create(channel=channel, producer=producer, secret=secret, made_by=maker)
    return hook, secret


def _secret_for(channel: str, given: str) -> str:
    """What a key of this channel signs with: payOS' own, handed in; a new one for SePay."""
    if channel != BankHook.Channel.PAYOS:
        return secrets.token_urlsafe(32)
    secret = given.strip()
    if not (_LEAST <= len(secret) <= _MOST and secret.isascii() and secret.isprintable()):
        message = _("Hãy dán khoá kiểm tra (checksum key) mà payOS cấp: từ 16 đến 128 ký tự.")
        raise HookRefusedError(message, code="secret-invalid", field="secret")
    return secret


def rotate_hook(hook: BankHook, *, secret: str = "") -> str:
    """Give a key in use a new secret and return it, to be shown once; the old one is worth nothing from now on.

    The address stays. Raises `HookRefusedError` for a revoked key and as `make_hook` does.
    """
    fresh = _secret_for(hook.channel, secret)
    with transaction.atomic():
        (current,) = locked(BankHook.objects.filter(pk=hook.pk))
        if current.revoked_at is not None:
            raise HookRefusedError(_("Khoá này đã thu hồi. Hãy tạo khoá mới."), code="revoked")
        current.secret = fresh
        current.save(update_fields=["sealed_secret"])
    return fresh


def revoke_hook(hook: BankHook) -> None:
    """Make a key useless from now on; revoking twice changes nothing."""
    with transaction.atomic():
        (current,) = locked(BankHook.objects.filter(pk=hook.pk))
        if current.revoked_at is None:
            BankHook.objects.filter(pk=hook.pk).update(revoked_at=timezone.now())


def hook_at(channel: str, address: str) -> BankHook | None:
    """The key in use at an address, or None."""
    hooks = BankHook.objects.select_related("producer")
    return hooks.filter(channel=channel, address=address, revoked_at=None).first()


def address_of(hook: BankHook) -> str:
    """The whole address to give to the service."""
    path = reverse("payment_notices:bank", kwargs={"channel": hook.channel, "address": hook.address})
    return settings.PUBLIC_BASE_URL + path


def is_account_of(hook: BankHook, account: str) -> bool:
    """Whether an account is the one of now, or one that orders were told to be paid into."""
    told = bare_account(account)
    payee = hook.producer or operator()
    if told and told == bare_account(payee.bank_account):
        return True
    orders = orders_paid_to(hook.producer)
    return bool(told) and Source.objects.filter(order__in=orders, label__endswith=f"/{told}").exists()


def note_call(hook: BankHook) -> None:
    """Remember that the service called; no more than once a minute."""
    now = timezone.now()
    if hook.last_told_at is None or now - hook.last_told_at >= _NOTE_CALL_EVERY:
        BankHook.objects.filter(pk=hook.pk).update(last_told_at=now)
