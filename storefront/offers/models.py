"""What a product cost and since when; what is taken off it, for how long, and at whose cost."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.offers.following import codes_follow, write_offer


class PriceChange(models.Model):
    """From `at` on a product cost `now` đồng, until its next change. Never changed, never taken back."""

    product = models.ForeignKey(
        "catalogue.Product", models.CASCADE, related_name="price_changes", verbose_name=_("sản phẩm")
    )
    stockrecord = models.ForeignKey(
        "partner.StockRecord", models.SET_NULL, null=True, editable=False, related_name="price_changes"
    )
    was = models.PositiveBigIntegerField(_("giá trước (₫)"), null=True, blank=True)
    now = models.PositiveBigIntegerField(_("giá mới (₫)"), null=True, blank=True)
    at = models.DateTimeField(_("từ lúc"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người đổi"),
    )

    class Meta:
        verbose_name = _("lần đổi giá")
        verbose_name_plural = _("lịch sử giá")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["stockrecord", "at"], name="prices_through_time")]
        constraints = [
            models.CheckConstraint(condition=~Q(was=F("now")), name="price_change_changes_something"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.was} → {self.now}"


class ConcentratedEvent(models.Model):
    """A "khuyến mại tập trung" decided on by an authority: promotions in it may go up to `cap` percent."""

    name = models.CharField(_("tên chương trình"), max_length=200)
    authority = models.CharField(_("cơ quan quyết định"), max_length=200)
    decision = models.CharField(_("số quyết định"), max_length=80)
    begins = models.DateField(_("từ ngày"))
    ends = models.DateField(_("đến hết ngày"))
    cap = models.PositiveSmallIntegerField(
        _("mức giảm tối đa (%)"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("chương trình khuyến mại tập trung")
        verbose_name_plural = _("chương trình khuyến mại tập trung")
        ordering = ["-begins"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="concentrated_event_in_order"),
            models.CheckConstraint(condition=Q(cap__gte=1, cap__lte=100), name="concentrated_event_cap"),
        ]

    def __str__(self) -> str:
        return self.name

    def runs(self, on: date) -> bool:
        """Whether the cap is lifted on a day."""
        return self.begins <= on <= self.ends


class Bearer(models.TextChoices):
    """At whose cost a discount is."""

    PRODUCER = "producer", _("Chủ thể")
    OPERATOR = "operator", _("Đơn vị vận hành")
    SPONSOR = "sponsor", _("Nhà tài trợ")


#: What took something off an order and is no promotion: nobody has said at whose cost.
UNNAMED = "unnamed"


class Promotion(models.Model):
    """What is taken off, of what, until when, at whose cost. Oscar's offer follows it and is never edited by itself."""

    class Kind(models.TextChoices):
        PERCENT = "percent", _("Giảm theo phần trăm")
        AMOUNT = "amount", _("Giảm một số tiền")
        DELIVERY = "delivery", _("Giảm phần trăm phí giao")

    name = models.CharField(_("tên"), max_length=100, unique=True, help_text=_("Hiện trong giỏ hàng."))
    kind = models.CharField(_("cách giảm"), max_length=10, choices=Kind.choices, default=Kind.PERCENT)
    value = models.PositiveIntegerField(
        _("mức giảm"), validators=[MinValueValidator(1)], help_text=_("Phần trăm, hoặc số đồng.")
    )
    minimum = models.PositiveIntegerField(
        _("tiền hàng ít nhất (₫)"), default=0, help_text=_("Trong đơn của một chủ thể; 0 là không đặt mức.")
    )
    producer = models.ForeignKey(
        "producers.Producer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promotions",
        verbose_name=_("chỉ hàng của chủ thể"),
    )
    group = models.ForeignKey(
        "catalogue.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chỉ hàng trong nhóm"),
    )
    reference = models.CharField(
        _("dành cho"),
        max_length=200,
        blank=True,
        help_text=_("Phiên livestream, hội chợ hay đợt bán mà khuyến mại này thuộc về."),
    )
    needs_code = models.BooleanField(
        _("phải nhập mã"), default=True, help_text=_("Không chọn: giảm ngay cho mọi người mua.")
    )
    uses_per_code = models.PositiveIntegerField(
        _("số lượt mua mỗi mã"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Để trống là không giới hạn."),
    )
    borne_by = models.CharField(_("ai chịu phần giảm"), max_length=10, choices=Bearer.choices)
    sponsor = models.CharField(_("tên nhà tài trợ"), max_length=200, blank=True)
    event = models.ForeignKey(
        ConcentratedEvent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promotions",
        verbose_name=_("trong chương trình tập trung"),
    )
    begins = models.DateTimeField(_("bắt đầu"))
    ends = models.DateTimeField(_("kết thúc"))
    is_stopped = models.BooleanField(_("đã ngừng"), default=False)
    stopped_at = models.DateTimeField(_("ngừng lúc"), null=True, editable=False)
    offer = models.OneToOneField(
        "offer.ConditionalOffer", models.PROTECT, editable=False, related_name="promotion"
    )

    class Meta:
        verbose_name = _("khuyến mại")
        verbose_name_plural = _("khuyến mại")
        ordering = ["-begins", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="promotion_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(value__gte=1) & (Q(kind="amount") | Q(value__lte=100)),
                name="promotion_value_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(borne_by="sponsor") | ~Q(sponsor=""), name="promotion_names_its_sponsor"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Oscar's offer and the codes follow in the same transaction."""
        if not self.is_stopped:
            self.stopped_at = None
        elif self.stopped_at is None:
            self.stopped_at = timezone.now()
        with transaction.atomic():
            self.offer = write_offer(self)
            super().save(*args, **kwargs)
            codes_follow(self)

    def clean(self) -> None:
        from storefront.offers.rules import check_promotion  # noqa: PLC0415 -- the rules read the models

        check_promotion(self)


class DiscountBearer(models.Model):
    """At whose cost a discount of an order was, as it stood when the order was placed. Never changed."""

    discount = models.OneToOneField(
        "order.OrderDiscount", models.CASCADE, related_name="bearer", verbose_name=_("khoản giảm")
    )
    promotion = models.ForeignKey(
        Promotion, models.SET_NULL, null=True, related_name="discounts", verbose_name=_("khuyến mại")
    )
    borne_by = models.CharField(
        _("ai chịu"), max_length=10, choices=[*Bearer.choices, (UNNAMED, _("Chưa ghi ai chịu"))]
    )
    sponsor = models.CharField(_("nhà tài trợ"), max_length=200, blank=True)
    reference = models.CharField(_("dành cho"), max_length=200, blank=True)
    cut = models.PositiveBigIntegerField(
        _("phần không được giảm vì quá mức (₫)"), default=0, help_text=_("Phần vượt mức tối đa bị cắt.")
    )

    class Meta:
        verbose_name = _("giảm giá trên đơn")
        verbose_name_plural = _("giảm giá trên đơn")
        default_permissions = ("view",)
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.discount_id} {self.borne_by}"
