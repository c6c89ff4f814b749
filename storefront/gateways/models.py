"""Payments begun at a gateway, and the keys by which bank news reaches us."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.sealing import seal, unseal


class PaymentAttempt(models.Model):
    """One try to pay an order group's orders at a gateway. Its reference is used once; a new try has a new one."""

    class State(models.TextChoices):
        """`review`: the gateway took the money but calls it suspicious, and will tell again."""

        BEGUN = "begun", _("Đang chờ")
        PAID = "paid", _("Đã trả")
        REVIEW = "review", _("Cổng thanh toán đang xem xét")
        FAILED = "failed", _("Không thành")

    group = models.ForeignKey(
        "purchases.OrderGroup",
        models.PROTECT,
        related_name="payment_attempts",
        verbose_name=_("lượt mua"),
    )
    gateway = models.CharField(_("cổng"), max_length=10)
    reference = models.CharField(_("mã giao dịch của trang"), max_length=40, unique=True)
    amount = models.PositiveBigIntegerField(_("số tiền (₫)"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.BEGUN)
    code = models.CharField(_("mã trả lời"), max_length=10, blank=True)
    transaction = models.CharField(_("mã giao dịch của cổng"), max_length=40, blank=True)
    bank = models.CharField(_("ngân hàng"), max_length=20, blank=True)
    begun_at = models.DateTimeField(_("bắt đầu lúc"))
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    told_at = models.DateTimeField(_("cổng báo lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lần trả qua cổng")
        verbose_name_plural = _("lần trả qua cổng")
        default_permissions = ("view",)
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="attempt_above_nothing"),
            models.CheckConstraint(
                condition=Q(state="begun", told_at=None) | (~Q(state="begun") & Q(told_at__isnull=False)),
                name="attempt_answered_once_told",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | ~Q(transaction=""), name="paid_attempt_names_its_transaction"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class AttemptPart(models.Model):
    """What an attempt pays of one order."""

    attempt = models.ForeignKey(PaymentAttempt, models.PROTECT, related_name="parts")
    order = models.ForeignKey("order.Order", models.PROTECT, related_name="payment_parts")
    amount = models.PositiveBigIntegerField(_("số tiền (₫)"))

    class Meta:
        verbose_name = _("phần của một đơn")
        verbose_name_plural = _("phần của một đơn")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["attempt", "order"], name="one_part_per_order_of_an_attempt"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="part_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.order_id}"


def new_address() -> str:
    """The part of a hook's address nobody can guess."""
    return secrets.token_urlsafe(18)


class BankHook(models.Model):
    """An address at which a service tells of credits on one account: a producer's, or the operator's.

    The secret is kept, sealed, because signatures are made with it; no page shows it again.
    """

    class Channel(models.TextChoices):
        SEPAY = "sepay", "SePay"
        PAYOS = "payos", "payOS"

    producer = models.ForeignKey(
        "producers.Producer",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="bank_hooks",
        verbose_name=_("chủ thể"),
        help_text=_("Để trống: tài khoản của đơn vị vận hành, khi đơn vị ấy bán."),
    )
    channel = models.CharField(_("dịch vụ"), max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=40, unique=True, default=new_address, editable=False)
    sealed_secret = models.TextField(editable=False)
    made_at = models.DateTimeField(_("tạo lúc"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người tạo"),
    )
    last_told_at = models.DateTimeField(_("báo lần cuối"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, editable=False)

    class Meta:
        verbose_name = _("khoá báo tiền về")
        verbose_name_plural = _("khoá báo tiền về")
        default_permissions = ("view", "add", "change")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(sealed_secret=""), name="bank_hook_has_a_secret"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} · {self.account_label}"

    @property
    def secret(self) -> str:
        """What the service signs with. Raises `UnreadableSecretError` when the keys that sealed it are gone."""
        return unseal(self.sealed_secret)

    @secret.setter
    def secret(self, value: str) -> None:
        self.sealed_secret = seal(value) if value else ""

    @property
    def account_label(self) -> str:
        """Whose account it tells of."""
        return str(self.producer) if self.producer_id else str(_("Đơn vị vận hành"))

    @property
    def state_label(self) -> str:
        return str(_("đã thu hồi") if self.revoked_at else _("đang dùng"))
