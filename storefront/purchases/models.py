"""One checkout by one shopper: a group of orders, one per producer. And what each producer asks for delivery."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storefront.purchases.tracking import sign_number


class OrderGroup(models.Model):
    """What a shopper placed in one go. Each of its orders is paid to its own producer.

    Name, telephone and address are personal data: they stand here and on the orders' delivery addresses,
    nowhere else. Groups are never deleted; the law wants orders kept for three years.
    """

    number = models.CharField(_("mã lượt mua"), max_length=16, unique=True)
    submission = models.CharField(
        _("dấu của biểu mẫu"),
        max_length=40,
        unique=True,
        editable=False,
        help_text=_("Gửi hai lần vẫn là một."),
    )
    basket = models.OneToOneField(
        "basket.Basket", models.SET_NULL, null=True, editable=False, related_name="order_group"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="order_groups",
        verbose_name=_("tài khoản"),
    )
    shopper_name = models.CharField(_("người mua"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=20, help_text=_("Dạng quốc tế, ví dụ +84912345678."))
    email = models.EmailField(_("thư điện tử"), blank=True)
    province = models.ForeignKey(
        "places.Province", models.PROTECT, related_name="+", verbose_name=_("tỉnh, thành phố")
    )
    commune = models.ForeignKey(
        "places.Commune", models.PROTECT, related_name="+", verbose_name=_("xã, phường, đặc khu")
    )
    street = models.CharField(_("số nhà, đường, thôn"), max_length=200)
    note = models.CharField(_("lời nhắn"), max_length=500, blank=True)
    language = models.CharField(_("ngôn ngữ của trang lúc mua"), max_length=8, default="vi", editable=False)
    placed_at = models.DateTimeField(_("đặt lúc"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("lượt mua")
        verbose_name_plural = _("lượt mua")
        ordering = ["-placed_at"]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """`/don-hang/<number and signature>/`: whoever holds the link may see the orders."""
        return reverse("purchases:tracking", kwargs={"signed": sign_number(self.number)})

    @property
    def address_label(self) -> str:
        """`12 Lê Lợi, Phường Hạc Thành, Thanh Hóa`."""
        return f"{self.street}, {self.commune}, {self.province}"

    @property
    def total(self) -> int:
        """Whole đồng over all its orders, delivery included."""
        return sum(int(order.total_incl_tax) for order in self.orders.all())


class DeliveryRate(models.Model):
    """What a producer asks for bringing one order: flat, in whole đồng, by whether it stays in the province."""

    producer = models.OneToOneField(
        "producers.Producer", models.CASCADE, related_name="delivery_rate", verbose_name=_("chủ thể")
    )
    same_province = models.PositiveIntegerField(_("phí giao trong tỉnh (₫)"))
    other_provinces = models.PositiveIntegerField(_("phí giao ngoài tỉnh (₫)"))
    free_from = models.PositiveIntegerField(
        _("miễn phí cho đơn từ (₫)"), null=True, blank=True, help_text=_("Để trống nếu không miễn phí.")
    )
    days_min = models.PositiveSmallIntegerField(
        _("giao sớm nhất sau (ngày)"), validators=[MinValueValidator(1)]
    )
    days_max = models.PositiveSmallIntegerField(
        _("giao chậm nhất sau (ngày)"), validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("phí giao hàng")
        verbose_name_plural = _("phí giao hàng")
        ordering = ["producer__name_folded"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days_min__gte=1, days_max__gte=F("days_min")), name="delivery_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(free_from=None) | Q(free_from__gt=0), name="free_delivery_from_an_amount"
            ),
        ]

    def __str__(self) -> str:
        return str(self.producer)
