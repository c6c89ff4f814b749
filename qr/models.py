"""Codes on packages and stalls, the sheets they were printed on, and how often they were scanned."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qr import gs1
from qr.layouts import LAYOUTS
from qr.managers import CodeQuerySet, ScanQuerySet


class Code(models.Model):
    """An opaque name that stays with one thing for ever: what is printed cannot be taken back.

    A code is never deleted, never given to another thing and never issued again; it can be retired, and then
    its page says so and goes on answering. New kinds of things get a foreign key of their own beside `product`.
    """

    class Kind(models.TextChoices):
        PRODUCT = "product", _("Sản phẩm")
        SALES_POINT = "sales_point", _("Điểm bán")
        FAIR = "fair", _("Hội chợ")
        BOOTH = "booth", _("Gian hàng")
        LIVESTREAM = "livestream", _("Livestream")

    class State(models.TextChoices):
        ACTIVE = "active", _("Đang dùng")
        RETIRED = "retired", _("Đã ngừng")

    code = models.CharField(_("mã"), max_length=16, unique=True, editable=False)
    kind = models.CharField(
        _("loại"), max_length=12, choices=Kind.choices, default=Kind.PRODUCT, editable=False
    )
    product = models.ForeignKey(
        "catalogue.Product",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="codes",
        verbose_name=_("sản phẩm"),
        editable=False,
    )
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=State.choices, default=State.ACTIVE, editable=False
    )
    issued_at = models.DateTimeField(_("cấp lúc"), editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người cấp"),
        editable=False,
    )
    retired_at = models.DateTimeField(_("ngừng lúc"), null=True, blank=True, editable=False)
    retired_reason = models.CharField(_("lý do ngừng"), max_length=200, blank=True, editable=False)

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mã QR")
        verbose_name_plural = _("mã QR")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(state="active"), name="one_active_code_per_product"
            ),
            models.CheckConstraint(
                condition=~Q(kind="product") | Q(product__isnull=False), name="product_code_has_its_product"
            ),
            models.CheckConstraint(
                condition=Q(state="active", retired_at=None) | Q(state="retired", retired_at__isnull=False),
                name="retired_code_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """`/p/<code>`: no language, no trailing slash."""
        return reverse("qr:story", kwargs={"code": self.code})

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("A code is printed somewhere: retire it instead of deleting it.", {self})

    @property
    def full_url(self) -> str:
        """The short address with the host that labels carry."""
        return f"{settings.PUBLIC_BASE_URL}{self.get_absolute_url()}"

    @property
    def printed_url(self) -> str:
        """What goes into the symbol: a GS1 Digital Link when the product has a valid GTIN, else the short address."""
        gtin = self.product.gtin if self.product_id else None
        if gtin and len(gtin) == 14 and gs1.has_valid_check_digit(gtin):
            return gs1.DigitalLink(gtin).uri(settings.PUBLIC_BASE_URL)
        return self.full_url


class LabelBatch(models.Model):
    """One download of a label sheet: who printed which codes, how many of each, in which layout."""

    layout = models.CharField(
        _("khổ tem"), max_length=8, choices=[(key, each.name) for key, each in LAYOUTS.items()]
    )
    copies = models.PositiveSmallIntegerField(
        _("số tem mỗi sản phẩm"), default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    start_at = models.PositiveSmallIntegerField(
        _("bắt đầu từ tem số"), default=1, validators=[MinValueValidator(1)]
    )
    offset_x = models.DecimalField(_("lệch ngang (mm)"), max_digits=4, decimal_places=1, default=0)
    offset_y = models.DecimalField(_("lệch dọc (mm)"), max_digits=4, decimal_places=1, default=0)
    codes = models.ManyToManyField(Code, related_name="batches", verbose_name=_("các mã"))
    label_count = models.PositiveIntegerField(_("số tem"))
    page_count = models.PositiveIntegerField(_("số trang"))
    made_at = models.DateTimeField(_("in lúc"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người in"),
    )

    class Meta:
        verbose_name = _("lần in tem")
        verbose_name_plural = _("các lần in tem")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_layout_display()} × {self.label_count}"


class VisitorSalt(models.Model):
    """The secret of one day. Gone the day after: from then on nobody can link a scan to a person, not even we."""

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return self.day.isoformat()


class Scan(models.Model):
    """One opening of a code's page. No address is kept: `visitor` is a hash that means something for a day only."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="scans", verbose_name=_("mã"))
    at = models.DateTimeField(_("lúc"), db_index=True)
    visitor = models.CharField(max_length=32)
    is_bot = models.BooleanField(_("máy quét tự động"), default=False)
    is_repeat = models.BooleanField(
        _("quét lại"), default=False, help_text=_("Cùng một người, cùng một mã, trong vòng 30 phút.")
    )

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt quét")
        verbose_name_plural = _("lượt quét")
        ordering = ["-at"]
        indexes = [models.Index(fields=["code", "visitor", "at"], name="scan_code_visitor_at")]

    def __str__(self) -> str:
        return f"{self.code_id} {self.at:%Y-%m-%d %H:%M}"


class DailyScans(models.Model):
    """What one code was scanned on one day (Vietnam's): the count that stays when the scans are cleared away."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="daily_scans", verbose_name=_("mã"))
    day = models.DateField(_("ngày"))
    scans = models.PositiveIntegerField(_("lượt quét"), default=0)
    repeats = models.PositiveIntegerField(_("quét lại"), default=0)
    bots = models.PositiveIntegerField(_("máy quét tự động"), default=0)

    class Meta:
        verbose_name = _("lượt quét theo ngày")
        verbose_name_plural = _("lượt quét theo ngày")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["code", "day"], name="one_count_per_code_and_day")]

    def __str__(self) -> str:
        return f"{self.code_id} {self.day.isoformat()}: {self.scans}"


class Report(models.Model):
    """What somebody with a package in the hand wants the office to know: a label that looks wrong, a false star."""

    class Kind(models.TextChoices):
        COUNTERFEIT = "counterfeit", _("Nghi hàng giả, hàng nhái")
        FALSE_STAR = "false_star", _("Sao in trên bao bì khác với trang này")
        WRONG_FACTS = "wrong_facts", _("Thông tin trên trang không đúng")
        OTHER = "other", _("Điều khác")

    class State(models.TextChoices):
        NEW = "new", _("Mới")
        HANDLED = "handled", _("Đã xử lý")

    code = models.ForeignKey(
        Code, models.PROTECT, related_name="reports", verbose_name=_("mã"), editable=False
    )
    kind = models.CharField(_("về việc"), max_length=12, choices=Kind.choices)
    bought_at = models.CharField(_("mua ở đâu"), max_length=200, blank=True)
    message = models.TextField(_("bạn thấy gì"), max_length=2000)
    contact = models.CharField(
        _("điện thoại hoặc thư điện tử"),
        max_length=120,
        blank=True,
        help_text=_("Chỉ dùng để trả lời bạn về việc này."),
    )
    sent_at = models.DateTimeField(_("gửi lúc"), editable=False)
    state = models.CharField(_("trạng thái"), max_length=8, choices=State.choices, default=State.NEW)
    answer = models.TextField(_("đã xử lý thế nào"), blank=True)

    class Meta:
        verbose_name = _("tin báo")
        verbose_name_plural = _("tin báo")
        ordering = ["state", "-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new") | ~Q(answer=""),
                name="handled_report_says_how",
                violation_error_message=_("Hãy ghi đã xử lý thế nào trước khi đóng tin báo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.code}"
