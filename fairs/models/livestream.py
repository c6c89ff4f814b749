"""Livestream series, sessions, their hosts and running order."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.images import get_image_model_string

from fairs.managers import SeriesQuerySet, SessionQuerySet
from fairs.models.base import Named, ends_after_it_begins
from storefront.vietnamese import fold


class LivestreamSeries(Named):
    """A programme of sessions with one rule: how many producers may go on air in each.

    The first of its kind was "Chợ phiên OCOP Thanh Hóa" in 2024: six sessions, one every two months, four
    producers each.
    """

    organiser = models.CharField(_("đơn vị chủ trì"), max_length=200, blank=True)
    period_from = models.DateField(_("từ ngày"))
    period_to = models.DateField(_("đến hết ngày"))
    planned_sessions = models.PositiveSmallIntegerField(
        _("số phiên dự kiến"), default=6, validators=[MinValueValidator(1)]
    )
    producers_per_session = models.PositiveSmallIntegerField(
        _("số chủ thể mỗi phiên"), default=4, validators=[MinValueValidator(1)]
    )
    description = models.TextField(_("giới thiệu"), blank=True)
    is_public = models.BooleanField(_("đã công bố"), default=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("chuỗi livestream")
        verbose_name_plural = _("chuỗi livestream")
        ordering = ["-period_from", "name_folded"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="series_ends_after_it_begins",
                violation_error_message=_("Ngày cuối phải từ ngày đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(producers_per_session__gte=1, planned_sessions__gte=1), name="series_has_room"
            ),
        ]


class LivestreamHost(models.Model):
    """Who speaks on air.

    The law on e-commerce (122/2025/QH15, articles 23–24) wants a livestreamer's identity verified. Only the
    day of the check is kept here, no identity papers.
    """

    name = models.CharField(_("họ tên hoặc nghệ danh"), max_length=120)
    name_folded = models.CharField(max_length=120, editable=False)
    organisation = models.CharField(_("đơn vị"), max_length=160, blank=True)
    verified_on = models.DateField(
        _("đã xác minh danh tính ngày"), null=True, blank=True, help_text=_("Để trống nếu chưa xác minh.")
    )

    class Meta:
        verbose_name = _("người dẫn")
        verbose_name_plural = _("người dẫn")
        ordering = ["name_folded"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_folded", "organisation"],
                name="one_host_per_name_and_organisation",
                violation_error_message=_("Đã có người dẫn này."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})" if self.organisation else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_folded = fold(self.name)[:120]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.name_folded = fold(self.name)[:120]

    def is_verified(self, *, on: date) -> bool:
        """Whether the identity had been checked by the day `on`."""
        return self.verified_on is not None and self.verified_on <= on


class LivestreamSession(Named, ClusterableModel):
    """One broadcast: when, where on the net, who speaks, and what is shown in which order."""

    class Platform(models.TextChoices):
        TIKTOK = "tiktok", "TikTok"
        FACEBOOK = "facebook", "Facebook"
        YOUTUBE = "youtube", "YouTube"
        SHOPEE = "shopee", "Shopee"
        ZALO = "zalo", "Zalo"
        OTHER = "other", _("Kênh khác")

    class State(models.TextChoices):
        PLANNED = "planned", _("Sắp phát")
        LIVE = "live", _("Đang phát")
        DONE = "done", _("Đã phát")
        CANCELLED = "cancelled", _("Đã huỷ")

    series = models.ForeignKey(
        LivestreamSeries, models.PROTECT, related_name="sessions", verbose_name=_("chuỗi livestream")
    )
    number = models.PositiveSmallIntegerField(_("phiên số"), validators=[MinValueValidator(1)])
    platform = models.CharField(
        _("nền tảng"), max_length=10, choices=Platform.choices, default=Platform.TIKTOK
    )
    url = models.URLField(_("đường dẫn phát"), max_length=500, blank=True)
    starts_at = models.DateTimeField(_("bắt đầu"))
    ends_at = models.DateTimeField(_("kết thúc"))
    host = models.ForeignKey(
        LivestreamHost,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("người dẫn"),
        help_text=_("Một người không dẫn hai phiên chồng giờ nhau."),
    )
    place = models.CharField(_("nơi phát"), max_length=200, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.PLANNED)
    state_note = models.CharField(_("lý do huỷ, thông báo"), max_length=255, blank=True)
    replay_url = models.URLField(_("đường dẫn xem lại"), max_length=500, blank=True)
    description = models.TextField(_("giới thiệu"), blank=True)
    cover = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh bìa"),
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên livestream")
        verbose_name_plural = _("phiên livestream")
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["state", "starts_at"], name="session_by_state_and_day")]
        constraints = [
            ends_after_it_begins("session", "starts_at", "ends_at"),
            models.UniqueConstraint(
                fields=["series", "number"],
                name="one_session_per_number",
                violation_error_message=_("Chuỗi này đã có phiên mang số ấy."),
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | ~Q(url=""),
                name="live_session_has_an_address",
                violation_error_message=_("Phiên đang phát cần có đường dẫn phát."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(state_note=""),
                name="cancelled_session_says_why",
                violation_error_message=_("Phiên đã huỷ cần ghi lý do."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "live", "done", "cancelled"]), name="session_state_is_known"
            ),
        ]

    def get_absolute_url(self) -> str:
        """`/livestream/<slug>/` in the language of the moment."""
        return reverse("fairs:livestream-detail", kwargs={"slug": self.slug})

    @property
    def airs_on(self) -> date:
        """The local day of the broadcast: stars are shown as of this day."""
        return timezone.localdate(self.starts_at)

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.state == self.State.CANCELLED

    def is_on(self, *, at: datetime) -> bool:
        """Whether somebody who follows the link at `at` will find a broadcast."""
        if self.state == self.State.LIVE:
            return at < self.ends_at
        return self.state == self.State.PLANNED and self.starts_at <= at < self.ends_at

    def is_over(self, *, at: datetime) -> bool:
        """Whether it has ended at the moment `at`."""
        return self.state == self.State.DONE or self.ends_at <= at


class LivestreamItem(models.Model):
    """A place in the running order: whose turn it is and what is shown, once the producer has chosen it.

    `position` is not unique in the database: a form that reorders writes row by row and would trip over it.
    """

    sort_order_field = "position"

    session = ParentalKey(
        LivestreamSession, on_delete=models.CASCADE, related_name="items", verbose_name=_("phiên")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0, blank=True, editable=False)
    producer = models.ForeignKey(
        "producers.Producer",
        models.PROTECT,
        blank=True,
        related_name="livestream_items",
        verbose_name=_("chủ thể"),
        help_text=_("Để trống: lấy theo sản phẩm."),
    )
    product = models.ForeignKey(
        "catalogue.Product",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="livestream_items",
        verbose_name=_("sản phẩm"),
    )

    class Meta:
        verbose_name = _("lượt lên sóng")
        verbose_name_plural = _("thứ tự lên sóng")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "product"],
                condition=Q(product__isnull=False),
                name="one_product_once_per_session",
                violation_error_message=_("Sản phẩm này đã có trong phiên."),
            )
        ]

    def __str__(self) -> str:
        return str(self.product or self.producer)

    def clean(self) -> None:
        """The producer is the product's own; with neither there is nothing to show."""
        super().clean()
        if self.product_id:
            if self.producer_id is None:
                self.producer_id = self.product.producer_id
            elif self.producer_id != self.product.producer_id:
                raise ValidationError(
                    {"product": _("Sản phẩm này của chủ thể khác.")}, code="product-of-another"
                )
        if self.producer_id is None:
            raise ValidationError({"producer": _("Chọn chủ thể hoặc sản phẩm.")}, code="nothing-to-show")
