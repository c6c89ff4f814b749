"""A complaint, its thread and its files. Rows are written by `intake` and `moving` alone."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.certification.storage import private_files
from storefront.channels.notices import Notice
from storefront.complaints.lifecycle import AWAITING, MOVES, Party, State

_SALT = "storefront.complaints.link"


class Kind(models.TextChoices):
    GOODS = "goods", _("Hàng không như mô tả")
    DELIVERY = "delivery", _("Không nhận được hàng")
    MONEY = "money", _("Tiền không được hoàn")
    MARK = "mark", _("Lạm dụng nhãn OCOP, sao đã hết hạn")
    QR = "qr", _("Mã QR bị làm giả hoặc dán sai")
    OTHER = "other", _("Việc khác")


#: About a purchase: the producer answers first. The others begin at the office.
ABOUT_AN_ORDER = (Kind.GOODS, Kind.DELIVERY, Kind.MONEY)
#: May be reported without leaving a name: whoever sees a false star need not be known.
WITHOUT_NAME = (Kind.MARK, Kind.QR)


class ComplaintQuerySet(models.QuerySet):
    def overdue(self, on: date) -> ComplaintQuerySet:
        """Those somebody still owes an answer to, after the day it was due."""
        return self.filter(state__in=AWAITING, due_on__lt=on)

    def of_producers_of(self, user: Any) -> ComplaintQuerySet:
        """Those that were sent to a producer this login belongs to; of nobody else's, and none held back."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(sent_at__isnull=False, producer__in=user.producers.all())


class Complaint(models.Model):
    """What somebody complains of. Name, telephone, address and text are personal data (docs/privacy.md)."""

    number = models.CharField(_("số khiếu nại"), max_length=16, unique=True)
    submission = models.CharField(max_length=40, unique=True, editable=False)
    kind = models.CharField(_("về việc"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("trạng thái"), max_length=14, choices=State.choices, default=State.RECEIVED)
    order = models.ForeignKey(
        "order.Order",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("đơn hàng"),
    )
    product = models.ForeignKey(
        "catalogue.Product",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("sản phẩm"),
    )
    entry = models.ForeignKey(
        "certification.LedgerEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("chứng nhận"),
    )
    producer = models.ForeignKey(
        "producers.Producer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("chủ thể"),
    )
    seen_at = models.CharField(_("thấy ở đâu"), max_length=200, blank=True)
    text = models.TextField(_("nội dung"))
    name = models.CharField(_("người khiếu nại"), max_length=120, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tài khoản"),
    )
    received_at = models.DateTimeField(_("nhận lúc"), db_index=True)
    due_on = models.DateField(_("hạn trả lời"), db_index=True)
    sent_at = models.DateTimeField(_("chuyển cho chủ thể lúc"), null=True, blank=True)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("xoá dữ liệu cá nhân lúc"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("khiếu nại")
        verbose_name_plural = _("khiếu nại")
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(producer__isnull=False), name="sent_to_a_known_producer"
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & Q(closed_at__isnull=False))
                | (~Q(state="closed") & Q(closed_at=None)),
                name="closed_complaint_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """`/khieu-nai/<number and signature>/`: whoever holds the link may follow it and answer."""
        signed = signing.Signer(salt=_SALT, sep="~").sign(self.number)
        return reverse("complaints:follow", kwargs={"signed": signed})

    @classmethod
    def number_of_link(cls, signed: str) -> str | None:
        """Return the number a signed text carries, or None when anybody changed a letter of it."""
        try:
            return signing.Signer(salt=_SALT, sep="~").unsign(signed)
        except signing.BadSignature:
            return None

    @property
    def is_overdue(self) -> bool:
        """Whether somebody owes an answer since before today."""
        return self.state in AWAITING and self.due_on < timezone.localdate()

    @property
    def about(self) -> str:
        """What it is about in few words: the product, or the producer, or nothing known."""
        return str(self.product or self.producer or "")


class ComplaintEvent(models.Model):
    """One step or word in the thread of a complaint, numbered from 1, never changed."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField(_("thứ tự"))
    move = models.CharField(_("việc"), max_length=10)
    was = models.CharField(_("trước đó"), max_length=14, blank=True)
    became = models.CharField(_("sau đó"), max_length=14)
    party = models.CharField(_("ai"), max_length=10, choices=Party.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tài khoản"),
    )
    text = models.TextField(_("lời"), blank=True)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("diễn biến khiếu nại")
        verbose_name_plural = _("diễn biến khiếu nại")
        default_permissions = ("view",)
        ordering = ["complaint", "number"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="complaint_events_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} #{self.number} {self.move}"

    @property
    def told(self) -> str:
        """What happened, in a sentence."""
        return str(MOVES[self.move].told)


def _private_name(attachment: ComplaintFile, _name: str) -> str:
    return f"complaints/{timezone.localdate():%Y/%m}/{uuid.uuid4().hex}.{attachment.extension}"


class ComplaintFile(models.Model):
    """A picture or paper sent with a complaint, kept privately. Pictures carry no data of camera or place."""

    event = models.ForeignKey(ComplaintEvent, models.PROTECT, related_name="files")
    extension = models.CharField(max_length=4)
    media_type = models.CharField(_("loại"), max_length=30)
    size = models.PositiveIntegerField(_("cỡ (byte)"))
    file = models.FileField(_("tệp"), upload_to=_private_name, storage=private_files, max_length=120)

    class Meta:
        verbose_name = _("tệp của khiếu nại")
        verbose_name_plural = _("tệp của khiếu nại")
        default_permissions = ("view",)
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.download_name

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show it in the page."""
        return self.media_type.startswith("image/")

    @property
    def download_name(self) -> str:
        """A name that says nothing about whose telephone it came from."""
        return f"tep-{self.pk}.{self.extension}"


class ComplaintNotice(Notice):
    """That a party is told of an event of a complaint, by one channel."""

    event = models.ForeignKey(ComplaintEvent, models.CASCADE, related_name="notices")
    audience = models.CharField(_("gửi cho"), max_length=10, choices=Party.choices)

    class Meta(Notice.Meta):
        abstract = False
        verbose_name = _("tin báo về khiếu nại")
        verbose_name_plural = _("tin báo về khiếu nại")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "audience", "channel"], name="one_complaint_notice_per_channel"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sent_at__gte=F("taken_at")),
                name="complaint_notice_sent_once_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.audience} {self.channel}"
