"""What is sold: Oscar's product with its producer, its place of origin and what the law wants on its label."""

from __future__ import annotations

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import (
    AbstractCategory,
    AbstractProduct,
    AbstractProductAttributeValue,
    AbstractProductImage,
)
from oscar.utils.models import get_image_upload_path

from storefront.gtin import validate_gtin
from storefront.pictures.fields import PictureField
from storefront.ready_addresses import ReadyAddress
from storefront.seasons import validate_day_of_year
from storefront.vietnamese import fold, slugify

# Letters and digits nobody mistakes for one another when read aloud or typed from a label.
PUBLIC_ID_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"

_group_address, _product_address = ReadyAddress("group"), ReadyAddress("catalogue:detail")


def new_public_id() -> str:
    """Return ten random characters (49 bits): an identity that tells nothing and cannot be counted through."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _place in range(10))


class Category(AbstractCategory):
    """A group of products; the six at the root are those of QĐ 26/2026/QĐ-TTg."""

    name_en = models.CharField(
        _("tên tiếng Anh"),
        max_length=255,
        blank=True,
        help_text=_("Hiện trên trang tiếng Anh. Để trống thì hiện tên tiếng Việt."),
    )
    image = PictureField(_("ảnh"), upload_to="categories", blank=True, null=True, max_length=255)

    @property
    def label(self) -> str:
        """The name in the language of the page; a group without an English name keeps its own."""
        return (self.name_en if get_language() == "en" else "") or self.name

    def get_absolute_url(self, parent_slug: str | None = None) -> str:
        return _group_address(slug=self.slug)


class Product(AbstractProduct):
    """A good or a service of one producer. Its star is no field of it: the ledger answers for every day."""

    class Nature(models.TextChoices):
        GOODS = "goods", _("Hàng hoá")
        SERVICE = "service", _("Dịch vụ du lịch")

    class Selling(models.TextChoices):
        ORDERABLE = "orderable", _("Đặt mua tại đây")
        CONTACT = "contact", _("Liên hệ chủ thể")

    producer = models.ForeignKey(
        "producers.Producer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("chủ thể"),
    )
    province = models.ForeignKey(
        "places.Province", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tỉnh")
    )
    commune = models.ForeignKey(
        "places.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("xã, phường"),
    )
    origin_note = models.CharField(
        _("nơi làm ra như đã công bố"),
        max_length=200,
        blank=True,
        help_text=_("Tên địa danh như trong hồ sơ, có thể là tên cũ."),
    )
    nature = models.CharField(_("loại"), max_length=10, choices=Nature.choices, default=Nature.GOODS)
    selling = models.CharField(_("cách bán"), max_length=10, choices=Selling.choices, default=Selling.CONTACT)
    criteria_set = models.PositiveSmallIntegerField(
        _("bộ tiêu chí"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
        help_text=_("Số 1–26 theo QĐ 26/2026/QĐ-TTg."),
    )
    pack = models.CharField(_("quy cách"), max_length=120, blank=True, help_text=_("Ví dụ: chai 500 ml"))
    net_quantity = models.DecimalField(
        _("lượng tịnh"), max_digits=10, decimal_places=3, null=True, blank=True
    )
    net_unit = models.CharField(
        _("đơn vị"), max_length=20, blank=True, help_text=_("g, kg, ml, l, chiếc, đêm…")
    )
    gtin = models.CharField(
        _("mã GTIN"),
        max_length=14,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_gtin],
        help_text=_("Chỉ ghi khi chủ thể đã được cấp; không bao giờ tự đặt."),
    )
    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    lead_days = models.PositiveSmallIntegerField(
        _("số ngày làm theo đơn"), null=True, blank=True, help_text=_("Để trống nếu có sẵn.")
    )
    weight_grams = models.PositiveIntegerField(
        _("nặng cả bao bì (gam)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Để tính phí giao. Để trống: lấy lượng tịnh cộng một phần tư."),
    )
    season_from = models.CharField(
        _("bán từ ngày (tháng-ngày)"),
        max_length=5,
        blank=True,
        default="",
        validators=[validate_day_of_year],
        help_text=_("Ví dụ 11-01 là mồng một tháng mười một. Để trống cả hai: bán quanh năm."),
    )
    season_to = models.CharField(
        _("bán đến hết ngày (tháng-ngày)"),
        max_length=5,
        blank=True,
        default="",
        validators=[validate_day_of_year],
    )
    is_fragile = models.BooleanField(_("dễ vỡ"), default=False)
    is_liquid = models.BooleanField(_("chất lỏng"), default=False)
    is_chilled = models.BooleanField(_("giữ lạnh"), default=False)
    is_live = models.BooleanField(_("cây, con sống"), default=False)
    is_alcohol = models.BooleanField(_("có cồn"), default=False)
    is_oversize = models.BooleanField(_("cồng kềnh"), default=False)
    ingredients = models.TextField(_("thành phần"), blank=True)
    material_origin = models.CharField(_("nguyên liệu từ"), max_length=255, blank=True)
    storage_note = models.CharField(_("bảo quản"), max_length=255, blank=True)
    shelf_life = models.CharField(_("hạn dùng"), max_length=120, blank=True)
    price_from = models.PositiveIntegerField(_("giá tham khảo từ (đồng)"), null=True, blank=True)
    price_to = models.PositiveIntegerField(_("giá tham khảo đến (đồng)"), null=True, blank=True)
    illustrative = models.BooleanField(_("dữ liệu minh hoạ"), default=False)
    name_folded = models.CharField(max_length=255, db_index=True, editable=False, default="")
    search_words = models.TextField(editable=False, default="", blank=True)

    class Meta(AbstractProduct.Meta):
        abstract = False
        verbose_name = _("sản phẩm")
        verbose_name_plural = _("sản phẩm")
        constraints = [
            models.CheckConstraint(
                condition=Q(criteria_set=None) | Q(criteria_set__gte=1, criteria_set__lte=26),
                name="criteria_set_between_1_and_26",
            ),
            models.CheckConstraint(
                condition=Q(price_to=None) | Q(price_from=None) | Q(price_to__gte=models.F("price_from")),
                name="reference_price_in_order",
            ),
            models.CheckConstraint(
                condition=Q(season_from="", season_to="") | (~Q(season_from="") & ~Q(season_to="")),
                name="season_has_two_ends",
                violation_error_message=_("Mùa bán cần cả ngày đầu và ngày cuối."),
            ),
        ]

    def get_absolute_url(self) -> str:
        """`/san-pham/<slug>_<id>/` in the language of the moment."""
        return _product_address(product_slug=self.slug, pk=self.pk)

    def clean(self) -> None:
        self.gtin = self.gtin or None
        super().clean()

    def __str__(self) -> str:
        return super().__str__() or gettext("Sản phẩm chưa có tên")

    def settle_names(self) -> None:
        """Make what follows from the name anew; who writes products in bulk calls it for each."""
        self.gtin = self.gtin or None
        self.name_folded = fold(self.title)[:255]
        self.slug = slugify(self.title)[:255] or "san-pham"

    def save(self, *args: object, **kwargs: object) -> None:
        self.settle_names()
        super().save(*args, **kwargs)

    @property
    def primary_group(self) -> Category | None:
        """The first of the product's groups in tree order (uses prefetched categories)."""
        groups = sorted(self.categories.all(), key=lambda group: group.path)
        return groups[0] if groups else None

    @property
    def origin_label(self) -> str:
        """`Xã Vạn Phúc, Thanh Hóa`; without a commune of today what was published, and the province."""
        if self.commune_id:
            return self.commune.full_name
        province = self.province.name if self.province_id else ""
        return ", ".join(part for part in (self.origin_note, province) if part)


class ProductImage(AbstractProductImage):
    """A photograph of a product. What is stored is clean; `renditions` says which sizes of it are ready."""

    original = PictureField(_("ảnh"), upload_to=get_image_upload_path, max_length=255, known_in="renditions")
    renditions = models.JSONField(default=dict, editable=False)

    class Meta(AbstractProductImage.Meta):
        abstract = False


class ProductAttributeValue(AbstractProductAttributeValue):
    """A further fact of a product; where it is a picture, a clean one."""

    value_image = PictureField(upload_to=get_image_upload_path, max_length=255, blank=True, null=True)

    class Meta(AbstractProductAttributeValue.Meta):
        abstract = False


from oscar.apps.catalogue.models import *  # noqa: E402, F403
