"""Shops elsewhere, and questions shoppers sent to producers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storefront.contacts.hosts import HOSTS, belongs, host_of


class ChannelLink(models.Model):
    """Where a producer, or one of its products, is sold besides here. The address must belong to the channel."""

    class Channel(models.TextChoices):
        SHOPEE = "shopee", "Shopee"
        TIKI = "tiki", "Tiki"
        TIKTOK = "tiktok", "TikTok Shop"
        LAZADA = "lazada", "Lazada"
        SENDO = "sendo", "Sendo"
        POSTMART = "postmart", "Postmart"
        VOSO = "voso", "Voso"
        OWN = "own", _("Trang bán của chủ thể")

    producer = models.ForeignKey(
        "producers.Producer", models.CASCADE, related_name="channel_links", verbose_name=_("chủ thể")
    )
    product = models.ForeignKey(
        "catalogue.Product",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="channel_links",
        verbose_name=_("sản phẩm"),
        help_text=_("Để trống nếu đường dẫn tới gian hàng của chủ thể."),
    )
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel.choices)
    url = models.URLField(_("đường dẫn"), max_length=500, help_text=_("Bắt đầu bằng https://."))

    class Meta:
        verbose_name = _("kênh bán ngoài")
        verbose_name_plural = _("kênh bán ngoài")
        ordering = ["producer__name_folded", "channel", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["producer", "url"], name="a_channel_link_once_per_producer"),
            models.CheckConstraint(condition=Q(url__startswith="https://"), name="channel_link_is_https"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} · {self.product or self.producer}"

    def clean(self) -> None:
        """The address must be the channel's own; a producer's own shop must be on its website's host."""
        super().clean()
        hosts = HOSTS.get(self.channel)
        if hosts is None:
            own = host_of(self.producer.website.replace("http://", "https://", 1)) if self.producer_id else ""
            hosts = frozenset({own.removeprefix("www.")} if own else ())
        if self.url and not belongs(self.url, hosts):
            known = ", ".join(sorted(hosts)) or str(_("chủ thể chưa ghi trang web"))
            raise ValidationError(
                {"url": _("Đường dẫn phải là https và thuộc kênh này (%(hosts)s).") % {"hosts": known}},
                code="host-foreign",
            )
        if self.product_id and self.producer_id and self.product.producer_id != self.producer_id:
            raise ValidationError({"product": _("Sản phẩm này của chủ thể khác.")}, code="other-producer")


class Enquiry(models.Model):
    """A question about a product, handed on to its producer. Personal data: kept `OCOP_ENQUIRY_DAYS`, then gone."""

    producer = models.ForeignKey(
        "producers.Producer", models.CASCADE, related_name="enquiries", verbose_name=_("chủ thể")
    )
    product = models.ForeignKey(
        "catalogue.Product", models.CASCADE, related_name="enquiries", verbose_name=_("sản phẩm")
    )
    name = models.CharField(_("họ và tên"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    text = models.TextField(_("câu hỏi"), max_length=2000)
    agreed_to = models.CharField(_("câu đã đồng ý"), max_length=300)
    agreed_at = models.DateTimeField(_("đồng ý lúc"), default=timezone.now)
    told_at = models.DateTimeField(_("đã báo chủ thể lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("câu hỏi mua")
        verbose_name_plural = _("câu hỏi mua")
        default_permissions = ("view",)
        ordering = ["-agreed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="enquiry_can_be_answered")
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.agreed_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.producer_id = self.product.producer_id
        super().save(*args, **kwargs)
