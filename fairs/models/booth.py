"""Booths of a fair, their categories, and the products shown."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from storefront.told import money

# A plan wider or deeper than this cannot be read on paper either.
PLAN_LIMIT = 60


class BoothCategory(models.Model):
    """A kind of booth the department lets: size in metres, price in whole đồng for the whole fair."""

    name = models.CharField(_("tên"), max_length=80, unique=True)
    width_m = models.DecimalField(_("rộng (m)"), max_digits=4, decimal_places=1, default=3)
    depth_m = models.DecimalField(_("sâu (m)"), max_digits=4, decimal_places=1, default=3)
    price = models.PositiveIntegerField(_("giá cả kỳ (đồng)"), default=0, help_text=_("0 là miễn phí."))
    note = models.CharField(
        _("có sẵn"), max_length=200, blank=True, help_text=_("Ví dụ: 1 bàn, 2 ghế, ổ điện, biển tên.")
    )

    class Meta:
        verbose_name = _("loại gian hàng")
        verbose_name_plural = _("loại gian hàng")
        ordering = ["price", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(width_m__gt=0, depth_m__gt=0),
                name="booth_category_has_a_size",
                violation_error_message=_("Kích thước gian hàng phải lớn hơn 0."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.size_label})"

    @property
    def size_label(self) -> str:
        """`3 × 3 m`."""
        width, depth = (
            f"{side:f}".rstrip("0").rstrip(".").replace(".", ",") for side in (self.width_m, self.depth_m)
        )
        return f"{width} × {depth} m"

    @property
    def price_label(self) -> str:
        """The price in words: `3.000.000 ₫`, or that it is free."""
        return money(self.price) if self.price else str(_("miễn phí"))


class Booth(models.Model):
    """One numbered place on a fair's plan, let to a producer or free."""

    fair = ParentalKey(
        "fairs.Fair", on_delete=models.CASCADE, related_name="booths", verbose_name=_("sự kiện")
    )
    category = models.ForeignKey(
        BoothCategory, models.PROTECT, related_name="booths", verbose_name=_("loại gian hàng")
    )
    number = models.CharField(_("số gian"), max_length=12, help_text=_("Ví dụ: A07"))
    zone = models.CharField(_("khu"), max_length=40, blank=True, help_text=_("Ví dụ: A, Đồ uống, Ẩm thực"))
    plan_row = models.PositiveSmallIntegerField(
        _("hàng"), default=1, validators=[MinValueValidator(1), MaxValueValidator(PLAN_LIMIT)]
    )
    plan_column = models.PositiveSmallIntegerField(
        _("cột"), default=1, validators=[MinValueValidator(1), MaxValueValidator(PLAN_LIMIT)]
    )
    producer = models.ForeignKey(
        "producers.Producer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="booths",
        verbose_name=_("chủ thể"),
        help_text=_("Để trống nếu gian còn trống."),
    )

    class Meta:
        verbose_name = _("gian hàng")
        verbose_name_plural = _("gian hàng")
        ordering = ["zone", "plan_row", "plan_column", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["fair", "number"],
                name="one_booth_per_number",
                violation_error_message=_("Số gian này đã có trong sự kiện."),
            ),
            models.UniqueConstraint(
                fields=["fair", "zone", "plan_row", "plan_column"],
                name="one_booth_per_place_on_the_plan",
                violation_error_message=_("Chỗ này trên sơ đồ (khu, hàng, cột) đã có gian khác."),
            ),
            models.CheckConstraint(
                condition=Q(
                    plan_row__gte=1, plan_row__lte=PLAN_LIMIT, plan_column__gte=1, plan_column__lte=PLAN_LIMIT
                ),
                name="booth_is_on_the_plan",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="booth_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_free(self) -> bool:
        """Whether nobody has it yet."""
        return self.producer_id is None


class FairProduct(models.Model):
    """A product shown at a fair; it stands at its producer's booth, when there is one."""

    fair = ParentalKey(
        "fairs.Fair", on_delete=models.CASCADE, related_name="fair_products", verbose_name=_("sự kiện")
    )
    product = models.ForeignKey(
        "catalogue.Product", models.PROTECT, related_name="fair_products", verbose_name=_("sản phẩm")
    )

    class Meta:
        verbose_name = _("sản phẩm trưng bày")
        verbose_name_plural = _("sản phẩm trưng bày")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fair", "product"],
                name="one_product_once_per_fair",
                violation_error_message=_("Sản phẩm này đã có trong sự kiện."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.product}"
