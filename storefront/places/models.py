"""Administrative units since 1 July 2025: provinces and communes; and the provinces before that day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from storefront.vietnamese import fold, slugify


class PlaceQuerySet(models.QuerySet):
    def on(self, day: date) -> PlaceQuerySet:
        """Units that exist on `day` (valid_from ≤ day < valid_to)."""
        return self.filter(valid_from__lte=day).filter(models.Q(valid_to=None) | models.Q(valid_to__gt=day))


class Province(models.Model):
    """A province or centrally-run city (QĐ 19/2025/QĐ-TTg); `code` has two digits."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Tỉnh")
        CITY = "city", _("Thành phố")

    code = models.CharField(_("mã"), max_length=2)
    name = models.CharField(_("tên"), max_length=60)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    slug = models.SlugField(max_length=60)
    name_folded = models.CharField(max_length=60, db_index=True, editable=False)
    valid_from = models.DateField(_("có từ ngày"))
    valid_to = models.DateField(_("thôi từ ngày"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tỉnh, thành phố")
        verbose_name_plural = _("tỉnh, thành phố")
        ordering = ["name_folded"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_province_code_from_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="province_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_folded = fold(self.name)
        self.slug = self.slug or slugify(self.name)
        super().save(*args, **kwargs)


class Commune(models.Model):
    """A commune, ward or special zone; `code` has five digits.

    Codes were reused: (code, valid_from) is the key.
    """

    class Kind(models.TextChoices):
        COMMUNE = "commune", _("Xã")
        WARD = "ward", _("Phường")
        SPECIAL_ZONE = "special_zone", _("Đặc khu")

    code = models.CharField(_("mã"), max_length=5)
    name = models.CharField(_("tên"), max_length=80)
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    province = models.ForeignKey(Province, models.PROTECT, related_name="communes", verbose_name=_("tỉnh"))
    name_folded = models.CharField(max_length=80, db_index=True, editable=False)
    valid_from = models.DateField(_("có từ ngày"))
    valid_to = models.DateField(_("thôi từ ngày"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("xã, phường, đặc khu")
        verbose_name_plural = _("xã, phường, đặc khu")
        ordering = ["name_folded"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_commune_code_from_a_day"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="commune_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_folded = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """`Xã Vạn Phúc, Thanh Hóa`."""
        return f"{self}, {self.province.name}"


class FormerProvince(models.Model):
    """One of the 63 provinces before 1 July 2025 and the province it belongs to today."""

    code = models.CharField(_("mã"), max_length=2, unique=True)
    name = models.CharField(_("tên"), max_length=60)
    name_folded = models.CharField(max_length=60, db_index=True, editable=False)
    successor = models.ForeignKey(
        Province, models.PROTECT, related_name="former_provinces", verbose_name=_("tỉnh ngày nay")
    )

    class Meta:
        verbose_name = _("tỉnh cũ")
        verbose_name_plural = _("tỉnh cũ")
        ordering = ["name_folded"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_folded = fold(self.name)
        super().save(*args, **kwargs)


class FormerCommune(models.Model):
    """A commune, ward or township as it was on 30 June 2025, with its district, and one unit it became (part of).

    A unit that was divided has several rows; `is_main` marks the one most of it went to. The five island districts
    without communes stand here themselves.
    """

    class Kind(models.TextChoices):
        COMMUNE = "commune", _("xã")
        WARD = "ward", _("phường")
        TOWNSHIP = "township", _("thị trấn")
        DISTRICT = "district", _("huyện")

    class DistrictKind(models.TextChoices):
        RURAL = "rural", _("huyện")
        URBAN = "urban", _("quận")
        TOWN = "town", _("thị xã")
        CITY = "city", _("thành phố")

    code = models.CharField(_("mã"), max_length=5)
    name = models.CharField(_("tên"), max_length=60)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    name_folded = models.CharField(max_length=60, db_index=True, editable=False)
    district = models.CharField(_("huyện cũ"), max_length=60)
    district_kind = models.CharField(_("loại huyện"), max_length=10, choices=DistrictKind.choices)
    district_folded = models.CharField(max_length=60, db_index=True, editable=False)
    former_province = models.ForeignKey(
        FormerProvince, models.PROTECT, related_name="communes", verbose_name=_("tỉnh cũ")
    )
    successor = models.ForeignKey(
        Commune, models.PROTECT, related_name="former_communes", verbose_name=_("xã, phường ngày nay")
    )
    is_main = models.BooleanField(_("phần chính"), default=True)

    class Meta:
        verbose_name = _("xã, phường cũ")
        verbose_name_plural = _("xã, phường cũ")
        default_permissions = ("view",)
        ordering = ["name_folded", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "successor"], name="one_row_of_a_former_commune_and_successor"
            )
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.DISTRICT:
            return self.district_label
        return f"{self.get_kind_display()} {self.name}, {self.district_label}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_folded, self.district_folded = fold(self.name), fold(self.district)
        super().save(*args, **kwargs)

    @property
    def district_label(self) -> str:
        """`huyện Hoằng Hóa`."""
        return f"{self.get_district_kind_display()} {self.district}"
