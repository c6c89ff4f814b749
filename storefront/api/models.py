"""Who may call the API, and what a call was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """A key of another system. Only its SHA-256 is kept; it acts with the rights its owner has at that moment."""

    class Scope(models.TextChoices):
        WRITE = "evaluation-records", _("Gửi hồ sơ đánh giá và đọc sổ")
        REVOKE = "revocations", _("Gửi danh sách thu hồi và đọc sổ")
        READ = "certificates", _("Chỉ đọc sổ chứng nhận")

    name = models.CharField(
        _("tên"), max_length=80, help_text=_("Hệ thống sẽ dùng khoá này, ví dụ “Phần mềm chấm điểm của Sở”.")
    )
    scope = models.CharField(_("phạm vi"), max_length=24, choices=Scope.choices, default=Scope.READ)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="feed_tokens",
        verbose_name=_("chủ khoá"),
        editable=False,
    )
    beginning = models.CharField(_("đầu khoá"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("tạo lúc"), default=timezone.now, editable=False)
    expires_on = models.DateField(
        _("hết hạn ngày"),
        null=True,
        blank=True,
        help_text=_("Ngày đầu tiên khoá không còn dùng được. Để trống: dùng đến khi bị thu hồi."),
    )
    last_used_at = models.DateTimeField(_("dùng lần cuối"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người thu hồi"),
        editable=False,
    )

    class Meta:
        verbose_name = _("chìa khoá API")
        verbose_name_plural = _("chìa khoá API")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("chia-khoa:index")

    def is_expired(self, *, at: datetime) -> bool:
        return self.expires_on is not None and timezone.localdate(at) >= self.expires_on

    @property
    def state(self) -> Any:
        """In one word: in use, expired, revoked."""
        if self.revoked_at:
            return _("đã thu hồi")
        if self.is_expired(at=timezone.now()):
            return _("đã hết hạn")
        return _("đang dùng") if self.owner.is_active else _("chủ khoá đã ngừng")


class IdempotencyRecord(models.Model):
    """What a call with an `Idempotency-Key` was answered, to be answered again."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("câu trả lời API")
        verbose_name_plural = _("câu trả lời API")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return self.key
