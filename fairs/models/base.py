"""What several things of trade promotion share: a name with an address, a place on the map."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storefront.vietnamese import fold, slugify

# Vietnam with its sea: from Cà Mau to Lũng Cú, from the western border to Trường Sa.
SOUTH, NORTH = 6, 24
WEST, EAST = 102, 118


class Named(models.Model):
    """Something with a name, a page address made from it once, and the moments of entry and change."""

    name = models.CharField(_("tên"), max_length=160)
    slug = models.SlugField(
        _("địa chỉ trang"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_(
            "Để trống: đặt theo tên. Đừng đổi sau khi đã công bố, vì đường dẫn và mã QR đã in trỏ vào đây."
        ),
    )
    name_folded = models.CharField(max_length=160, db_index=True, editable=False)
    created_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)
    updated_at = models.DateTimeField(_("sửa lúc"), auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self._fill_names()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Give the thing its address before the form looks for a duplicate."""
        super().clean()
        self._fill_names()

    @property
    def sequence(self) -> int:
        """How far the thing has moved on since it was entered, for calendars: grows with every change."""
        return int((self.updated_at - self.created_at).total_seconds())

    def _fill_names(self) -> None:
        self.name_folded = fold(self.name)[:160]
        if not self.slug:
            self.slug = self._free_slug()

    def _free_slug(self) -> str:
        stem = slugify(self.name)[:110] or self._meta.model_name
        taken = set(
            type(self)
            ._default_manager.filter(slug__startswith=stem)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        )
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        return slug


class Located(models.Model):
    """Something with a postal place and, when known, a position in degrees (WGS 84)."""

    province = models.ForeignKey(
        "places.Province", models.PROTECT, related_name="+", verbose_name=_("tỉnh, thành phố")
    )
    commune = models.ForeignKey(
        "places.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("xã, phường"),
    )
    address = models.CharField(_("số nhà, đường"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("vĩ độ"), max_digits=9, decimal_places=6, null=True, blank=True, help_text=_("Ví dụ 19.8075")
    )
    longitude = models.DecimalField(
        _("kinh độ"), max_digits=9, decimal_places=6, null=True, blank=True, help_text=_("Ví dụ 105.7764")
    )

    class Meta:
        abstract = True

    @property
    def has_position(self) -> bool:
        """Whether the thing can be put on a map."""
        return self.latitude is not None and self.longitude is not None

    @property
    def place_label(self) -> str:
        """`Phường Hạc Thành, Thanh Hóa`, or the province alone."""
        if self.commune_id:
            return f"{self.commune}, {self.province.name}"
        return self.province.name

    @property
    def address_label(self) -> str:
        """Street, commune and province in one line."""
        return ", ".join(part for part in (self.address, self.place_label) if part)


def position_constraints(noun: str) -> list[models.CheckConstraint]:
    """Return the checks of a `Located` model: both degrees or none, and inside Vietnam with its sea."""
    return [
        models.CheckConstraint(
            condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
            name=f"{noun}_position_is_whole",
            violation_error_message=_("Vị trí cần cả vĩ độ và kinh độ."),
        ),
        models.CheckConstraint(
            condition=Q(latitude=None)
            | Q(latitude__gte=SOUTH, latitude__lte=NORTH, longitude__gte=WEST, longitude__lte=EAST),
            name=f"{noun}_position_is_in_vietnam",
            violation_error_message=_(
                "Vị trí nằm ngoài Việt Nam: kiểm tra lại vĩ độ và kinh độ, có thể đã ghi ngược."
            ),
        ),
    ]


def ends_after_it_begins(noun: str, begins: str, ends: str) -> models.CheckConstraint:
    """Return the check that field `ends` lies after field `begins`."""
    return models.CheckConstraint(
        condition=Q(**{f"{ends}__gt": F(begins)}),
        name=f"{noun}_ends_after_it_begins",
        violation_error_message=_("Thời điểm kết thúc phải sau thời điểm bắt đầu."),
    )
