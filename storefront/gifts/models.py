"""A set of products an editor put together. It has no price of its own: it costs what its products cost."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from storefront.vietnamese import slugify


class GiftBasket(ClusterableModel):
    """What to give, told in a few words; what is in it stands beside it as items."""

    title = models.CharField(_("tên"), max_length=120)
    title_en = models.CharField(_("tên tiếng Anh"), max_length=120, blank=True)
    slug = models.SlugField(
        _("đường dẫn"), max_length=140, unique=True, blank=True, help_text=_("Để trống thì lấy từ tên.")
    )
    story = models.TextField(_("lời kể"), max_length=2_000)
    story_en = models.TextField(_("lời kể tiếng Anh"), max_length=2_000, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh"),
        help_text=_("Để trống thì hiện ảnh của các sản phẩm."),
    )
    is_public = models.BooleanField(_("hiện trên trang"), default=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("giỏ quà")
        verbose_name_plural = _("giỏ quà")
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slugify(self.title)[:140]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("gifts:detail", kwargs={"slug": self.slug})

    @property
    def label(self) -> str:
        """The name in the language of the page; without an English one its own."""
        return (self.title_en if get_language() == "en" else "") or self.title

    @property
    def words(self) -> str:
        """The story in the language of the page."""
        return (self.story_en if get_language() == "en" else "") or self.story


class GiftItem(models.Model):
    """So many of a product in a gift basket."""

    basket = ParentalKey(GiftBasket, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(
        "catalogue.Product", models.CASCADE, related_name="+", verbose_name=_("sản phẩm")
    )
    quantity = models.PositiveSmallIntegerField(
        _("số lượng"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("món trong giỏ quà")
        verbose_name_plural = _("món trong giỏ quà")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["basket", "product"], name="product_once_in_a_gift_basket"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="gift_item_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_id}"
