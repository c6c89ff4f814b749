"""Gift baskets."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class GiftsConfig(AppConfig):
    name = "storefront.gifts"
    label = "gifts"
    verbose_name = _("Giỏ quà")

    def ready(self) -> None:
        from storefront.gifts.presence import find_out  # noqa: PLC0415 -- models are ready only now

        gift = self.get_model("GiftBasket")
        for signal in (post_save, post_delete):
            signal.connect(find_out, sender=gift, dispatch_uid="gifts.find_out")
