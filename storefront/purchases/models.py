"""One checkout by one shopper: a group of orders, one per producer. And what each producer asks for delivery."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storefront.channels.notices import Notice
from storefront.purchases.tracking import sign_number
from storefront.sales_mode import SalesMode


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
    sales_mode = models.CharField(
        _("cách bán"),
        max_length=12,
        choices=SalesMode.choices,
        default=SalesMode.INTERMEDIARY,
        editable=False,
        help_text=_("Cách bán của trang vào lúc đặt; đổi cách bán sau đó không đổi đơn đã đặt."),
    )
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
    def is_sold_by_operator(self) -> bool:
        """Whether the operator is the seller, and the one who is paid."""
        return self.sales_mode == SalesMode.DIRECT

    @property
    def address_label(self) -> str:
        """`12 Lê Lợi, Phường Hạc Thành, Thanh Hóa`."""
        return ", ".join(str(part) for part in (self.street, self.commune, self.province) if part)

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


class OrderEvent(models.Model):
    """One thing that happened to an order: a move, or something worth noting that moved nothing. Never changed.

    Events of an order are numbered from 1. What undoes or uses up stock can happen once only; the database
    itself holds that.
    """

    order = models.ForeignKey(
        "order.Order", models.PROTECT, related_name="events", verbose_name=_("đơn hàng")
    )
    number = models.PositiveSmallIntegerField(_("thứ tự"))
    move = models.CharField(_("việc"), max_length=20)
    was = models.CharField(_("trước đó"), max_length=20)
    became = models.CharField(_("sau đó"), max_length=20)
    actor = models.CharField(_("ai"), max_length=10)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tài khoản"),
    )
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    facts = models.JSONField(_("chi tiết"), default=dict, blank=True)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("diễn biến đơn")
        verbose_name_plural = _("diễn biến đơn")
        default_permissions = ("view",)
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="order_events_numbered"),
            models.UniqueConstraint(
                fields=["order", "became"],
                condition=Q(became__in=["handed_over", "cancelled", "returned"]) & ~Q(was=F("became")),
                name="stock_moves_once_for_an_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} #{self.number} {self.move}"


class OrderNotice(Notice):
    """That shopper or producer is told of an event of an order, by one channel."""

    class Audience(models.TextChoices):
        SHOPPER = "shopper", _("Người mua")
        PRODUCER = "producer", _("Chủ thể")

    event = models.ForeignKey(OrderEvent, models.CASCADE, related_name="notices")
    audience = models.CharField(_("gửi cho"), max_length=10, choices=Audience.choices)

    class Meta(Notice.Meta):
        abstract = False
        verbose_name = _("tin báo về đơn")
        verbose_name_plural = _("tin báo về đơn")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "audience", "channel"], name="one_notice_per_event_and_channel"
            )
        ]
        indexes = [
            models.Index(fields=["taken_at"], name="notices_to_send", condition=Q(sent_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.audience} {self.channel}"


class MoneyEntry(models.Model):
    """Money that came for an order, or went back, in whole đồng. Told twice, it is one entry.

    Never changed, but that an entry made by hand gains the bank's reference, once, when the bank tells of it too.
    """

    class Direction(models.TextChoices):
        IN = "in", _("Tiền về")
        OUT = "out", _("Hoàn lại")

    order = models.ForeignKey(
        "order.Order", models.PROTECT, related_name="money_entries", verbose_name=_("đơn hàng")
    )
    direction = models.CharField(_("chiều"), max_length=3, choices=Direction.choices)
    amount = models.PositiveBigIntegerField(_("số tiền (₫)"))
    channel = models.CharField(_("nguồn tin"), max_length=30)
    reference = models.CharField(_("mã giao dịch"), max_length=120)
    bank_reference = models.CharField(
        _("mã của ngân hàng"),
        max_length=125,
        blank=True,
        help_text=_("Khoản ghi tay được ngân hàng báo lại sau đó."),
    )
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người ghi"),
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("khoản tiền của đơn")
        verbose_name_plural = _("khoản tiền của đơn")
        default_permissions = ("view",)
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "reference", "direction"], name="one_entry_per_bank_reference"
            ),
            models.UniqueConstraint(
                fields=["bank_reference"],
                condition=~Q(bank_reference=""),
                name="a_bank_confirms_one_entry_by_hand",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="money_entry_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.direction} {self.amount}"
