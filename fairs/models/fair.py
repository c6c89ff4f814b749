"""A fair, market day, week of goods or supply–demand meeting."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.images import get_image_model_string

from fairs.managers import FairQuerySet
from fairs.models.base import Located, Named, ends_after_it_begins, position_constraints
from fairs.registration import is_within_window, registration_window


class Fair(Named, Located, ClusterableModel):
    """A gathering where producers show and sell; its booths and products hang below it."""

    class Kind(models.TextChoices):
        FAIR = "fair", _("Hội chợ")
        MARKET = "market", _("Phiên chợ")
        WEEK = "week", _("Tuần hàng")
        MATCHING = "matching", _("Kết nối cung cầu")
        STALL_ELSEWHERE = "stall_elsewhere", _("Gian hàng ở hội chợ khác")

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        ANNOUNCED = "announced", _("Đã công bố")
        CANCELLED = "cancelled", _("Đã huỷ")
        CLOSED = "closed", _("Đã tổng kết")

    # Kinds that Decree 81/2018/NĐ-CP calls a trade fair; the registration window binds these alone.
    KINDS_UNDER_DECREE = frozenset({Kind.FAIR})

    kind = models.CharField(_("loại"), max_length=16, choices=Kind.choices, default=Kind.FAIR)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.DRAFT)
    organiser = models.CharField(_("đơn vị tổ chức"), max_length=200, blank=True)
    venue = models.CharField(_("địa điểm"), max_length=200, help_text=_("Ví dụ: Quảng trường Lam Sơn"))
    opens_at = models.DateTimeField(_("khai mạc"))
    closes_at = models.DateTimeField(_("bế mạc"))
    registration_opens_on = models.DateField(
        _("nhận đăng ký từ ngày"),
        null=True,
        blank=True,
        help_text=_(
            "Hội chợ: sớm nhất 365 ngày, muộn nhất 30 ngày trước khai mạc (Nghị định 81/2018/NĐ-CP)."
        ),
    )
    registration_closes_on = models.DateField(_("nhận đăng ký đến hết ngày"), null=True, blank=True)
    filing_number = models.CharField(
        _("số văn bản xác nhận đăng ký tổ chức"),
        max_length=60,
        blank=True,
        help_text=_("Văn bản của Sở Công Thương nơi tổ chức."),
    )
    expected_booths = models.PositiveIntegerField(_("số gian hàng dự kiến"), null=True, blank=True)
    description = models.TextField(_("giới thiệu"), blank=True)
    public_note = models.CharField(
        _("thông báo"),
        max_length=255,
        blank=True,
        help_text=_("Hiện nổi bật trên trang: đổi giờ, đổi chỗ, lý do huỷ…"),
    )
    cover = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh bìa"),
    )

    objects = FairQuerySet.as_manager()

    class Meta:
        verbose_name = _("sự kiện")
        verbose_name_plural = _("hội chợ, phiên chợ")
        ordering = ["-opens_at"]
        indexes = [models.Index(fields=["state", "opens_at"], name="fair_by_state_and_day")]
        constraints = [
            ends_after_it_begins("fair", "opens_at", "closes_at"),
            models.CheckConstraint(
                condition=Q(registration_opens_on=None)
                | Q(registration_closes_on=None)
                | Q(registration_closes_on__gte=F("registration_opens_on")),
                name="fair_registration_closes_after_it_opens",
                violation_error_message=_("Ngày hết hạn đăng ký phải từ ngày bắt đầu nhận trở đi."),
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(public_note=""),
                name="cancelled_fair_says_why",
                violation_error_message=_("Sự kiện đã huỷ cần ghi lý do ở ô Thông báo."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["fair", "market", "week", "matching", "stall_elsewhere"]),
                name="fair_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "announced", "cancelled", "closed"]),
                name="fair_state_is_known",
            ),
            *position_constraints("fair"),
        ]

    def get_absolute_url(self) -> str:
        """`/hoi-cho/<slug>/` in the language of the moment."""
        return reverse("fairs:fair-detail", kwargs={"slug": self.slug})

    def clean(self) -> None:
        """Hold the registration days of a trade fair to the decree's window."""
        super().clean()
        if self.kind not in self.KINDS_UNDER_DECREE or self.opens_at is None:
            return
        opens_on = self.opens_on
        first, last = registration_window(opens_on)
        refusal = ValidationError(
            _("Hội chợ phải đăng ký từ %(first)s đến %(last)s (365 đến 30 ngày trước khai mạc)."),
            code="outside-registration-window",
            params={"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"},
        )
        days = {"registration_opens_on": self.registration_opens_on}
        days["registration_closes_on"] = self.registration_closes_on
        wrong = {
            field: refusal
            for field, day in days.items()
            if day and not is_within_window(day, opens_on=opens_on)
        }
        if wrong:
            raise ValidationError(wrong)

    @property
    def opens_on(self) -> date:
        """The local day of the opening."""
        return timezone.localdate(self.opens_at)

    @property
    def closes_on(self) -> date:
        """The local day of the closing, included."""
        return timezone.localdate(self.closes_at)

    @property
    def is_cancelled(self) -> bool:
        """Whether it will not take place."""
        return self.state == self.State.CANCELLED

    def is_over(self, *, at: datetime) -> bool:
        """Whether it has ended at the moment `at`."""
        return self.state == self.State.CLOSED or self.closes_at <= at

    def is_on(self, *, at: datetime) -> bool:
        """Whether it is going on at the moment `at`."""
        return self.state == self.State.ANNOUNCED and self.opens_at <= at < self.closes_at

    def takes_registrations(self, *, on: date) -> bool:
        """Whether producers may ask for a booth on the day `on`."""
        return (
            self.state == self.State.ANNOUNCED
            and self.registration_opens_on is not None
            and self.registration_opens_on <= on
            and (self.registration_closes_on is None or on <= self.registration_closes_on)
        )
