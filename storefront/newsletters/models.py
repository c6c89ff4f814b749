"""A newsletter, what it shows, its letters and what was done with it. Letters are written by `sending` alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from storefront.errors import DomainError
from storefront.locks import locked

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


class NotADraftError(DomainError):
    """What went out, or is going out, is not rewritten."""

    def __init__(self) -> None:
        super().__init__(_("Bản tin đã gửi thì không sửa, không xoá được nữa."), code="not-a-draft")


class Newsletter(ClusterableModel):
    """One letter to everybody who agreed. Changed only while it is a draft."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        SENDING = "sending", _("Đang gửi")
        SENT = "sent", _("Đã gửi xong")
        STOPPED = "stopped", _("Đã dừng")

    subject = models.CharField(_("tiêu đề"), max_length=120)
    body = RichTextField(_("lời thư"), features=TEXT_FEATURES)
    advertises = models.BooleanField(
        _("có quảng cáo"),
        default=True,
        help_text=_("Tiêu đề có thêm chữ [QC]. Bản tin có chọn sản phẩm luôn được ghi [QC]."),
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    written_at = models.DateTimeField(_("viết lúc"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("bắt đầu gửi lúc"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("bản tin")
        verbose_name_plural = _("bản tin")
        ordering = ["-written_at", "-pk"]
        permissions = [("send_newsletter", _("Gửi và dừng bản tin"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", confirmed_at=None)
                | ~Q(state="draft") & Q(confirmed_at__isnull=False),
                name="newsletter_sent_was_confirmed",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `NotADraftError` when it is no draft any more, whatever this copy of it says."""
        with transaction.atomic():
            self._hold_draft()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises `NotADraftError` when it is no draft any more."""
        with transaction.atomic():
            self._hold_draft()
            return super().delete(*args, **kwargs)

    def _hold_draft(self) -> None:
        """Keep whoever confirms waiting until this is written."""
        if any(not found.is_draft for found in locked(Newsletter.objects.filter(pk=self.pk))):
            raise NotADraftError


class NewsletterStory(Orderable):
    """A story or an article the letter leads to."""

    newsletter = ParentalKey(Newsletter, related_name="stories")
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("bài"))

    class Meta(Orderable.Meta):
        verbose_name = _("bài được chọn")
        verbose_name_plural = _("bài được chọn")
        default_permissions = ()


class NewsletterProduct(Orderable):
    """A product the letter shows, if it is certified on the day the letter leaves."""

    newsletter = ParentalKey(Newsletter, related_name="products")
    product = models.ForeignKey(
        "catalogue.Product", models.CASCADE, related_name="+", verbose_name=_("sản phẩm")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("sản phẩm được chọn")
        verbose_name_plural = _("sản phẩm được chọn")
        default_permissions = ()


class NewsletterLetter(models.Model):
    """That one address gets the newsletter, once. The address itself stands with the consent alone."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        TAKEN = "taken", _("Đang gửi, hoặc đứt giữa chừng (không gửi lại)")
        SENT = "sent", _("Đã gửi")
        REFUSED = "refused", _("Không còn đồng ý nhận")
        FAILED = "failed", _("Không gửi được")

    newsletter = models.ForeignKey(Newsletter, models.PROTECT, related_name="letters")
    consent = models.ForeignKey("privacy.Consent", models.PROTECT, related_name="+")
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    taken_at = models.DateTimeField(_("nhận gửi lúc"), null=True, blank=True)
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thư của bản tin")
        verbose_name_plural = _("thư của bản tin")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "consent"], name="one_letter_per_newsletter_and_consent"
            )
        ]
        indexes = [models.Index(fields=["newsletter", "state"], name="letters_of_a_newsletter")]

    def __str__(self) -> str:
        return f"{self.newsletter_id} {self.consent_id} {self.state}"


class NewsletterEvent(models.Model):
    """What somebody did with a newsletter. Never changed."""

    class Move(models.TextChoices):
        TEST = "test", _("Gửi thử cho mình")
        CONFIRM = "confirm", _("Bắt đầu gửi")
        STOP = "stop", _("Dừng gửi")
        FINISH = "finish", _("Gửi xong")

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="events")
    move = models.CharField(_("việc"), max_length=10, choices=Move.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    count = models.PositiveIntegerField(_("số thư"), default=0)
    at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("diễn biến bản tin")
        verbose_name_plural = _("diễn biến bản tin")
        default_permissions = ()
        ordering = ["newsletter", "pk"]

    def __str__(self) -> str:
        return f"{self.newsletter_id} {self.move}"
