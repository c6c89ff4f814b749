"""What producers ask and allow for delivery, what was chosen for an order, its parcels, and saved addresses."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storefront.delivery.classes import CLASSES, Reach
from storefront.delivery.links import link_of, validate_pattern

_AT_LEAST_ONE = [MinValueValidator(1)]


def _reach(label: object) -> models.CharField:
    return models.CharField(
        label,
        max_length=12,
        choices=Reach.choices,
        blank=True,
        help_text=_("Để trống: theo lệ chung của cửa hàng."),
    )


class DeliveryTerms(models.Model):
    """Which ways of delivery a producer has. Without a row: a carrier everywhere, and pick-up where its goods are."""

    producer = models.OneToOneField(
        "producers.Producer", models.CASCADE, related_name="delivery_terms", verbose_name=_("chủ thể")
    )
    by_carrier = models.BooleanField(_("gửi qua bên vận chuyển"), default=True)
    carrier_quotes = models.BooleanField(
        _("phí theo báo giá của bên vận chuyển"),
        default=False,
        help_text=_("Khi trang nối với bên vận chuyển; không có báo giá thì theo bảng phí của chủ thể."),
    )
    by_courier = models.BooleanField(_("tự giao trong tỉnh"), default=False)
    courier_charge = models.PositiveIntegerField(_("phí tự giao (₫)"), default=0)
    courier_free_from = models.PositiveIntegerField(
        _("tự giao miễn phí cho đơn từ (₫)"), null=True, blank=True, validators=_AT_LEAST_ONE
    )
    courier_days_min = models.PositiveSmallIntegerField(
        _("tự giao sớm nhất sau (ngày)"), default=1, validators=_AT_LEAST_ONE
    )
    courier_days_max = models.PositiveSmallIntegerField(
        _("tự giao chậm nhất sau (ngày)"), default=2, validators=_AT_LEAST_ONE
    )
    pick_up = models.BooleanField(
        _("nhận tại điểm bán, gian hội chợ"),
        default=True,
        help_text=_("Điểm bán có bày hàng của chủ thể và hội chợ chủ thể có gian."),
    )
    pick_up_charge = models.PositiveIntegerField(_("phí nhận tại chỗ (₫)"), default=0)
    pick_up_days = models.PositiveSmallIntegerField(
        _("có hàng tại điểm bán sau (ngày)"), default=2, validators=_AT_LEAST_ONE
    )
    fragile_reach = _reach(_("hàng dễ vỡ"))
    liquid_reach = _reach(_("chất lỏng"))
    chilled_reach = _reach(_("hàng giữ lạnh"))
    live_reach = _reach(_("cây, con sống"))
    alcohol_reach = _reach(_("đồ uống có cồn"))
    oversize_reach = _reach(_("hàng cồng kềnh"))

    class Meta:
        verbose_name = _("cách giao hàng")
        verbose_name_plural = _("cách giao hàng")
        ordering = ["producer__name_folded"]
        constraints = [
            models.CheckConstraint(
                condition=Q(courier_days_min__gte=1, courier_days_max__gte=F("courier_days_min")),
                name="courier_days_in_order",
                violation_error_message=_("Số ngày chậm nhất phải từ số ngày sớm nhất trở lên."),
            ),
            models.CheckConstraint(
                condition=Q(courier_free_from=None) | Q(courier_free_from__gt=0),
                name="free_courier_from_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return str(self.producer)


class DeliveryZone(models.Model):
    """A line of a producer's rate table: what a carrier costs to some provinces, by weight.

    `own` is the producer's province, `rest` whatever no other line names; where either is missing the producer's
    simple rate holds, so that the table has no gap.
    """

    class Kind(models.TextChoices):
        OWN = "own", _("tỉnh của chủ thể")
        NAMED = "named", _("những tỉnh kể tên")
        REST = "rest", _("các tỉnh còn lại")

    producer = models.ForeignKey(
        "producers.Producer", models.CASCADE, related_name="delivery_zones", verbose_name=_("chủ thể")
    )
    kind = models.CharField(_("vùng"), max_length=6, choices=Kind.choices, default=Kind.NAMED)
    name = models.CharField(_("tên vùng"), max_length=80, blank=True, help_text=_("Ví dụ: Bắc Trung Bộ"))
    provinces = models.ManyToManyField(
        "places.Province", blank=True, related_name="+", verbose_name=_("tỉnh, thành phố")
    )
    charge = models.PositiveIntegerField(_("phí (₫)"))
    included_grams = models.PositiveIntegerField(
        _("phí gồm đến (gam)"), default=2000, validators=_AT_LEAST_ONE
    )
    step_grams = models.PositiveIntegerField(_("mỗi nấc thêm (gam)"), default=500, validators=_AT_LEAST_ONE)
    step_charge = models.PositiveIntegerField(
        _("phí mỗi nấc thêm (₫)"), default=0, help_text=_("0: nặng bao nhiêu cũng một giá.")
    )
    free_from = models.PositiveIntegerField(
        _("miễn phí cho đơn từ (₫)"), null=True, blank=True, validators=_AT_LEAST_ONE
    )
    days_min = models.PositiveSmallIntegerField(_("giao sớm nhất sau (ngày)"), validators=_AT_LEAST_ONE)
    days_max = models.PositiveSmallIntegerField(_("giao chậm nhất sau (ngày)"), validators=_AT_LEAST_ONE)

    class Meta:
        verbose_name = _("vùng giao hàng")
        verbose_name_plural = _("bảng phí theo vùng")
        ordering = ["producer__name_folded", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "kind"],
                condition=~Q(kind="named"),
                name="one_own_and_one_rest_zone",
                violation_error_message=_("Chủ thể này đã có dòng phí cho vùng đó."),
            ),
            models.CheckConstraint(
                condition=Q(days_min__gte=1, days_max__gte=F("days_min")),
                name="zone_days_in_order",
                violation_error_message=_("Số ngày chậm nhất phải từ số ngày sớm nhất trở lên."),
            ),
            models.CheckConstraint(
                condition=Q(included_grams__gte=1, step_grams__gte=1), name="zone_weights_above_nothing"
            ),
            models.CheckConstraint(condition=Q(kind__in=["own", "named", "rest"]), name="zone_of_a_kind"),
            models.CheckConstraint(
                condition=Q(free_from=None) | Q(free_from__gt=0), name="zone_free_from_an_amount"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())


class OrderDelivery(models.Model):
    """What the shopper chose for one order and was promised, as it was then. Never changed."""

    order = models.OneToOneField("order.Order", models.CASCADE, related_name="delivery")
    method = models.CharField(_("cách giao"), max_length=10)
    label = models.CharField(_("cách giao, bằng lời"), max_length=120)
    place = models.CharField(_("nơi nhận"), max_length=300, blank=True)
    place_reference = models.CharField(max_length=40, blank=True, db_index=True)
    day = models.DateField(_("ngày hẹn nhận"), null=True, blank=True)
    days_min = models.PositiveSmallIntegerField(_("sớm nhất sau (ngày)"))
    days_max = models.PositiveSmallIntegerField(_("chậm nhất sau (ngày)"))
    grams = models.PositiveIntegerField(_("nặng (gam)"))
    handling = models.JSONField(_("loại hàng"), default=list)

    class Meta:
        verbose_name = _("cách giao của đơn")
        verbose_name_plural = _("cách giao của đơn")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.label

    @property
    def handling_notes(self) -> list[object]:
        """What the classes of its goods ask for."""
        return [CLASSES[code][1] for code in self.handling if code in CLASSES]

    @property
    def is_pick_up(self) -> bool:
        """Whether the shopper comes for it."""
        return bool(self.place_reference)


class Carrier(models.Model):
    """A company that takes parcels, and how its page for a parcel is reached."""

    code = models.SlugField(_("mã"), max_length=20, unique=True)
    name = models.CharField(_("tên"), max_length=80)
    link_pattern = models.CharField(
        _("đường dẫn tra cứu"),
        max_length=200,
        blank=True,
        validators=[validate_pattern],
        help_text=_("{number} là chỗ của mã vận đơn. Để trống nếu không có trang tra cứu."),
    )
    is_verified = models.BooleanField(_("đã thử đường dẫn"), default=False)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("bên vận chuyển")
        verbose_name_plural = _("bên vận chuyển")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def link_for(self, number: str) -> str:
        """The carrier's page about a parcel; empty when it has none."""
        return link_of(self.link_pattern, number)


class Parcel(models.Model):
    """A parcel of an order with its carrier's number. A corrected number is a further row; the old one stays."""

    order = models.ForeignKey(
        "order.Order", models.CASCADE, related_name="parcels", verbose_name=_("đơn hàng")
    )
    carrier = models.ForeignKey(
        Carrier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bên vận chuyển")
    )
    carrier_name = models.CharField(_("tên bên vận chuyển"), max_length=80, blank=True)
    number = models.CharField(_("mã vận đơn"), max_length=40)
    is_booked = models.BooleanField(_("đặt qua trang"), default=False)
    recorded_at = models.DateTimeField(_("ghi lúc"))
    replaced_at = models.DateTimeField(_("thay lúc"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("huỷ lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("kiện hàng")
        verbose_name_plural = _("kiện hàng")
        default_permissions = ("view",)
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(replaced_at=None), name="one_parcel_of_an_order_now"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="parcel_has_a_number"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(is_booked=True, replaced_at__isnull=False),
                name="only_a_booked_parcel_is_cancelled",
            ),
        ]
        indexes = [models.Index(fields=["carrier", "number"], name="parcels_by_number")]

    def __str__(self) -> str:
        return self.number

    @property
    def link(self) -> str:
        """The carrier's page about it; empty when the carrier has none, or is none we know."""
        return self.carrier.link_for(self.number) if self.carrier else ""


class CarrierCall(models.Model):
    """One message of a carrier about a parcel, taken once however often it is sent."""

    carrier = models.ForeignKey(Carrier, models.CASCADE, related_name="+")
    reference = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    status = models.CharField(max_length=20)
    outcome = models.CharField(max_length=30)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tin từ bên vận chuyển")
        verbose_name_plural = _("tin từ bên vận chuyển")
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["carrier", "reference"], name="one_call_of_a_carrier")]

    def __str__(self) -> str:
        return f"{self.number} {self.status}"


class SavedAddress(models.Model):
    """An address somebody with an account asked to keep. Personal data: deleted with the account, or before."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_addresses",
        verbose_name=_("tài khoản"),
    )
    name = models.CharField(_("người nhận"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=20)
    province = models.ForeignKey("places.Province", models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    commune = models.ForeignKey(
        "places.Commune", models.PROTECT, related_name="+", verbose_name=_("xã, phường")
    )
    street = models.CharField(_("số nhà, đường, thôn"), max_length=200)
    used_at = models.DateTimeField(_("dùng lúc"), auto_now=True)

    class Meta:
        verbose_name = _("địa chỉ đã lưu")
        verbose_name_plural = _("địa chỉ đã lưu")
        default_permissions = ()
        ordering = ["-used_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name", "phone", "commune", "street"], name="one_saved_address_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.commune}, {self.province}"
