"""Who may call the API, and what a call was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: From so many days before its end a key is said to end soon.
WARN_DAYS = 30


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

    def days_left(self, *, at: datetime) -> int | None:
        """How many days the key still works, today among them; `None` where no end is set or it is long over."""
        if self.expires_on is None or self.revoked_at or self.is_expired(at=at):
            return None
        return (self.expires_on - timezone.localdate(at)).days

    def ends_soon(self, *, at: datetime) -> bool:
        left = self.days_left(at=at)
        return left is not None and left <= WARN_DAYS

    @property
    def state(self) -> Any:
        """In a few words: in use, for how many days yet, expired, revoked."""
        now = timezone.now()
        if self.revoked_at:
            return _("đã thu hồi")
        if self.is_expired(at=now):
            return _("đã hết hạn")
        if not self.owner.is_active:
            return _("chủ khoá đã ngừng")
        if self.ends_soon(at=now):
            return _("sắp hết hạn, còn %(days)s ngày") % {"days": self.days_left(at=now)}
        return _("đang dùng")


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
