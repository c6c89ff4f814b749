"""Places where OCOP goods are shown and sold, and what they carry."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.images import get_image_model_string

from fairs.hours import HoursNow, hours_at, validate_hours
from fairs.managers import SalesPointQuerySet
from fairs.models.base import Located, Named, position_constraints
from storefront.errors import DomainError
from storefront.vietnamese import display_phone, normalise_phone


class SalesPointKind(models.Model):
    """A kind of place, as the ministry's decisions list them. Data, not code: a later decision adds rows."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=120)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    source = models.CharField(_("căn cứ"), max_length=160, blank=True)
    is_verified = models.BooleanField(
        _("đã đối chiếu văn bản gốc"),
        default=False,
        help_text=_("Bỏ chọn khi loại này lấy từ báo chí, chưa đối chiếu với quyết định."),
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("loại địa điểm")
        verbose_name_plural = _("loại địa điểm")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the language of the page; a kind without an English name keeps its own."""
        return (self.name_en if get_language() == "en" else "") or self.name


class SalesPoint(Named, Located, ClusterableModel):
    """A place that shows and sells OCOP goods (điểm giới thiệu và bán sản phẩm OCOP)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Đề xuất")
        SURVEYED = "surveyed", _("Đã khảo sát")
        SUPPORTED = "supported", _("Được hỗ trợ")
        RECOGNISED = "recognised", _("Được công nhận")
        CLOSED = "closed", _("Đã đóng")

    kind = models.ForeignKey(
        SalesPointKind, models.PROTECT, related_name="points", verbose_name=_("loại địa điểm")
    )
    operator = models.CharField(_("đơn vị quản lý"), max_length=200, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.PROPOSED)
    opening_hours = models.CharField(
        _("giờ mở cửa"),
        max_length=255,
        blank=True,
        validators=[validate_hours],
        help_text=_(
            "Kiểu OpenStreetMap, ví dụ: Mo-Su 07:00-20:00 hoặc Mo-Fr 08:00-11:30,13:30-17:00; PH off"
        ),
    )
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    decision_number = models.CharField(_("số quyết định công nhận"), max_length=60, blank=True)
    decision_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    last_confirmed_on = models.DateField(
        _("xác nhận còn hoạt động ngày"),
        null=True,
        blank=True,
        help_text=_("Ngày gần nhất có người tới hoặc gọi hỏi."),
    )
    description = models.TextField(_("giới thiệu"), blank=True)
    photo = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh"),
    )

    objects = SalesPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm bán")
        verbose_name_plural = _("điểm bán")
        ordering = ["name_folded"]
        indexes = [models.Index(fields=["state", "province"], name="point_by_state_and_province")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="recognised") | (~Q(decision_number="") & Q(decision_on__isnull=False)),
                name="recognised_point_has_its_decision",
                violation_error_message=_("Điểm bán được công nhận cần số và ngày quyết định."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "surveyed", "supported", "recognised", "closed"]),
                name="point_state_is_known",
            ),
            *position_constraints("point"),
        ]

    def get_absolute_url(self) -> str:
        """`/diem-ban/<slug>/` in the language of the moment."""
        return reverse("fairs:sales-point-detail", kwargs={"slug": self.slug})

    def clean(self) -> None:
        """Keep the telephone number in one form."""
        super().clean()
        if self.phone:
            try:
                self.phone = normalise_phone(self.phone)
            except DomainError as error:
                raise ValidationError({"phone": error.message}, code=error.code) from error

    @property
    def is_listed(self) -> bool:
        """Whether one can walk in."""
        return self.state in {self.State.SURVEYED, self.State.SUPPORTED, self.State.RECOGNISED}

    @property
    def phone_label(self) -> str:
        """`0912 345 678`."""
        return display_phone(self.phone)

    def hours_now(self, *, at: datetime) -> HoursNow:
        """Open or shut at the moment `at`, and until when."""
        return hours_at(self.opening_hours, at=at)


class SalesPointStock(models.Model):
    """A product carried at a sales point, and the day somebody last saw it there."""

    point = ParentalKey(
        SalesPoint, on_delete=models.CASCADE, related_name="stock", verbose_name=_("điểm bán")
    )
    product = models.ForeignKey(
        "catalogue.Product", models.CASCADE, related_name="sales_point_stock", verbose_name=_("sản phẩm")
    )
    confirmed_on = models.DateField(_("xác nhận ngày"))

    class Meta:
        verbose_name = _("sản phẩm có bán")
        verbose_name_plural = _("sản phẩm có bán")
        ordering = ["-confirmed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "product"],
                name="one_product_once_per_point",
                violation_error_message=_("Sản phẩm này đã có ở điểm bán."),
            )
        ]

    def __str__(self) -> str:
        return str(self.product)

    def days_since(self, day: date) -> int:
        """How many days before `day` the product was last seen."""
        return (day - self.confirmed_on).days
