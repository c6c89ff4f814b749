"""Money as the bank tells of it. Never changed but for the order it was found to pay."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.certification.storage import private_files


class BankStatement(models.Model):
    """A file of bank movements a producer handed in, kept as it came."""

    producer = models.ForeignKey(
        "producers.Producer", models.PROTECT, related_name="bank_statements", verbose_name=_("chủ thể")
    )
    name = models.CharField(_("tên tệp"), max_length=255)
    file = models.FileField(
        _("tệp"), upload_to="bank-statements/%Y/%m/", storage=private_files, max_length=255
    )
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người tải lên"),
    )
    uploaded_at = models.DateTimeField(_("tải lên lúc"), auto_now_add=True)
    rows = models.PositiveIntegerField(_("số dòng tiền về"), default=0)
    new = models.PositiveIntegerField(_("khoản mới"), default=0)

    class Meta:
        verbose_name = _("sao kê")
        verbose_name_plural = _("sao kê")
        default_permissions = ("view",)
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["producer", "sha256"], name="a_statement_is_kept_once")
        ]

    def __str__(self) -> str:
        return self.name


class BankTransfer(models.Model):
    """One credit on a producer's account, or on the operator's: then it names no producer.

    The bank's reference makes it one, whoever tells of it.
    """

    class Channel(models.TextChoices):
        STATEMENT = "statement", _("Sao kê")
        SEPAY = "sepay", "SePay"
        PAYOS = "payos", "payOS"

    class Outcome(models.TextChoices):
        """What the money did. What waits for a person is `unmatched`, `partial`, `over`, `late` or `double`."""

        EXACT = "exact", _("Đủ tiền một đơn")
        PARTIAL = "partial", _("Thiếu tiền")
        OVER = "over", _("Thừa tiền")
        DOUBLE = "double", _("Trả hai lần")
        LATE = "late", _("Tới sau khi đơn huỷ")
        UNMATCHED = "unmatched", _("Chưa rõ của đơn nào")
        IGNORED = "ignored", _("Không phải tiền hàng")

    producer = models.ForeignKey(
        "producers.Producer",
        models.PROTECT,
        null=True,
        related_name="bank_transfers",
        verbose_name=_("chủ thể"),
        help_text=_("Để trống: vào tài khoản của đơn vị vận hành."),
    )
    channel = models.CharField(_("nguồn tin"), max_length=10, choices=Channel.choices)
    account = models.CharField(_("tài khoản nhận"), max_length=40)
    reference = models.CharField(_("mã giao dịch"), max_length=80)
    amount = models.PositiveBigIntegerField(_("số tiền (₫)"))
    memo = models.CharField(_("nội dung"), max_length=500, blank=True)
    at = models.DateTimeField(_("lúc"))
    outcome = models.CharField(
        _("kết quả"), max_length=10, choices=Outcome.choices, default=Outcome.UNMATCHED
    )
    order = models.ForeignKey(
        "order.Order",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_transfers",
        verbose_name=_("đơn hàng"),
    )
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người ghép"),
    )
    statement = models.ForeignKey(
        BankStatement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="transfers",
        verbose_name=_("sao kê"),
    )
    row = models.PositiveIntegerField(_("dòng"), null=True, blank=True)
    received_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("khoản chuyển tiền")
        verbose_name_plural = _("khoản chuyển tiền")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "reference"], name="one_transfer_per_bank_reference"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_above_nothing"),
            models.CheckConstraint(
                condition=Q(outcome__in=["unmatched", "ignored"], order=None)
                | (~Q(outcome__in=["unmatched", "ignored"]) & Q(order__isnull=False)),
                name="matched_transfer_names_its_order",
            ),
        ]
        indexes = [models.Index(fields=["producer", "outcome", "-at"], name="transfers_of_a_producer")]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount}"
