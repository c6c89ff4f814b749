"""Who makes it: the producer (chủ thể) and the papers that stand behind its goods."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.producers.managers import ProducerQuerySet
from storefront.ready_addresses import ReadyAddress
from storefront.told import day as told_day
from storefront.vietnamese import display_phone, fold

_producer_address = ReadyAddress("producers:detail")


class Producer(models.Model):
    """A chủ thể of the programme, one to one with an Oscar partner: what is ordered is ordered from it."""

    class LegalForm(models.TextChoices):
        COMPANY = "company", _("Công ty")
        PRIVATE_ENTERPRISE = "private_enterprise", _("Doanh nghiệp tư nhân")
        COOPERATIVE = "cooperative", _("Hợp tác xã")
        COOPERATIVE_GROUP = "cooperative_group", _("Tổ hợp tác")
        FARM = "farm", _("Trang trại")
        HOUSEHOLD = "household", _("Hộ sản xuất, kinh doanh")
        ASSOCIATION = "association", _("Hội, hiệp hội, trung tâm")
        UNKNOWN = "unknown", _("Chưa rõ loại hình")

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ xác minh")
        ACTIVE = "active", _("Đang hoạt động")
        SUSPENDED = "suspended", _("Tạm ngừng")

    partner = models.OneToOneField("partner.Partner", models.PROTECT, related_name="producer", editable=False)
    name = models.CharField(_("tên chủ thể"), max_length=200)
    slug = models.SlugField(_("địa chỉ trang"), max_length=120, unique=True)
    name_folded = models.CharField(max_length=200, db_index=True, editable=False)
    legal_form = models.CharField(
        _("loại hình"), max_length=20, choices=LegalForm.choices, default=LegalForm.UNKNOWN
    )
    tax_code = models.CharField(
        _("mã số thuế"),
        max_length=14,
        blank=True,
        validators=[
            RegexValidator(r"^\d{10}(-\d{3})?$|^\d{12}$", _("Mã số thuế gồm 10, 12 hoặc 10-3 chữ số."))
        ],
    )
    representative = models.CharField(
        _("người đại diện"),
        max_length=120,
        blank=True,
        help_text=_("Dữ liệu cá nhân: không hiện trên trang bán hàng."),
    )
    province = models.ForeignKey(
        "places.Province",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="producers",
        verbose_name=_("tỉnh"),
    )
    commune = models.ForeignKey(
        "places.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="producers",
        verbose_name=_("xã, phường"),
    )
    address = models.CharField(_("địa chỉ"), max_length=255, blank=True)
    phone = models.CharField(_("điện thoại bán hàng"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    website = models.URLField(_("trang web"), blank=True)
    bank_bin = models.CharField(
        _("mã ngân hàng (BIN)"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", _("BIN gồm 6 chữ số."))],
    )
    bank_account = models.CharField(
        _("số tài khoản"),
        max_length=19,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9A-Za-z]{1,19}$", _("Số tài khoản chỉ gồm chữ số và chữ cái không dấu."))
        ],
    )
    bank_holder = models.CharField(_("chủ tài khoản"), max_length=120, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.PENDING)
    state_reason = models.CharField(_("lý do tạm ngừng"), max_length=255, blank=True)
    about = models.TextField(_("giới thiệu"), blank=True)
    closed_from = models.DateField(_("nghỉ từ ngày"), null=True, blank=True)
    closed_until = models.DateField(
        _("nghỉ đến hết ngày"),
        null=True,
        blank=True,
        help_text=_("Trong những ngày này không nhận đơn mới; đơn đã đặt vẫn còn."),
    )
    closed_message = models.CharField(_("lời nhắn khi nghỉ"), max_length=200, blank=True)
    illustrative = models.BooleanField(_("dữ liệu minh hoạ"), default=False)
    users = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="producers",
        verbose_name=_("tài khoản của chủ thể"),
    )
    registered_at = models.DateTimeField(_("vào hệ thống lúc"), auto_now_add=True)

    objects = ProducerQuerySet.as_manager()

    class Meta:
        verbose_name = _("chủ thể")
        verbose_name_plural = _("chủ thể")
        ordering = ["name_folded"]
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"], condition=~Q(tax_code=""), name="one_producer_per_tax_code"
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | ~Q(state_reason=""), name="suspension_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(bank_account="", bank_bin="") | (~Q(bank_account="") & ~Q(bank_bin="")),
                name="bank_account_with_its_bank",
            ),
            models.CheckConstraint(
                condition=Q(closed_from=None) | Q(closed_until__gte=models.F("closed_from")),
                name="closed_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_folded = fold(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """`/chu-the/<slug>/` in the language of the moment."""
        return _producer_address(slug=self.slug)

    @property
    def place_label(self) -> str:
        """`Xã Vạn Phúc, Thanh Hóa`, or the province alone."""
        if self.commune_id:
            return self.commune.full_name
        return self.province.name if self.province_id else ""

    @property
    def told_phone(self) -> str:
        """Its telephone as people write it."""
        return display_phone(self.phone)

    def is_closed(self, on: date) -> bool:
        """Whether it takes no new orders on `on`, both ends of its holiday included."""
        if self.closed_until is None or on > self.closed_until:
            return False
        return self.closed_from is None or self.closed_from <= on

    @property
    def is_closed_today(self) -> bool:
        """`is_closed` for today, for templates."""
        return self.is_closed(timezone.localdate())

    @property
    def closed_label(self) -> str:
        """`Nghỉ đến 05/02/2027, nhận đơn lại sau đó.`; empty without a holiday."""
        if self.closed_until is None:
            return ""
        return gettext("Nghỉ đến %(day)s, nhận đơn lại sau đó.") % {"day": told_day(self.closed_until)}

    @property
    def takes_transfers(self) -> bool:
        """Whether a VietQR can be drawn for it."""
        return bool(self.bank_bin and self.bank_account)


class ComplianceDocument(models.Model):
    """A paper behind a producer or one product: food-safety certificate, self-declaration, test report, trademark."""

    class Kind(models.TextChoices):
        FOOD_SAFETY = "food_safety", _("Giấy chứng nhận cơ sở đủ điều kiện ATTP")
        SELF_DECLARATION = "self_declaration", _("Bản tự công bố sản phẩm")
        TEST_REPORT = "test_report", _("Phiếu kiểm nghiệm")
        TRADEMARK = "trademark", _("Giấy chứng nhận nhãn hiệu")
        QUALITY_SYSTEM = "quality_system", _("Chứng nhận hệ thống quản lý (VietGAP, HACCP, ISO…)")
        BUSINESS_REGISTRATION = "business_registration", _("Đăng ký kinh doanh")
        OTHER = "other", _("Giấy tờ khác")

    producer = models.ForeignKey(
        Producer, models.CASCADE, related_name="documents", verbose_name=_("chủ thể")
    )
    product = models.ForeignKey(
        "catalogue.Product",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("sản phẩm"),
        help_text=_("Để trống nếu giấy tờ dùng cho mọi sản phẩm."),
    )
    kind = models.CharField(_("loại giấy tờ"), max_length=24, choices=Kind.choices)
    number = models.CharField(_("số"), max_length=80, blank=True)
    issuer = models.CharField(_("nơi cấp"), max_length=160, blank=True)
    issued_on = models.DateField(_("ngày cấp"), null=True, blank=True)
    expires_on = models.DateField(_("hết hạn"), null=True, blank=True)
    file = models.FileField(
        _("tệp"),
        upload_to="papers/%Y/",
        blank=True,
        validators=[FileExtensionValidator(["pdf", "jpg", "jpeg", "png", "webp"])],
    )
    note = models.CharField(_("ghi chú"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("giấy tờ")
        verbose_name_plural = _("giấy tờ")
        ordering = ["kind", "-issued_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gt=models.F("issued_on")),
                name="document_expires_after_issue",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    def is_current(self, on: date) -> bool:
        """Whether the paper still holds on `on`: papers without an end do."""
        return self.expires_on is None or on < self.expires_on
