"""One listener: whoever saves a stock record with another price leaves a line in the history."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from oscar.core.loading import get_model

from storefront.offers.prices import note_price

StockRecord = get_model("partner", "StockRecord")


def _leaves_price(update_fields: Any) -> bool:
    return update_fields is not None and "price" not in update_fields


@receiver(pre_save, sender=StockRecord, dispatch_uid="offers-price-was")
def remember_price(instance: Any, update_fields: Any = None, raw: bool = False, **others: Any) -> None:
    """Read what the row cost before it is written over.

    Oscar sends this signal also when it only counts stock, and then alone with `created`: no price changes there.
    """
    counts_only = "created" in others
    instance._price_is_written = not (raw or counts_only or _leaves_price(update_fields))
    instance._price_was = None
    if instance.pk and instance._price_is_written:
        instance._price_was = (
            StockRecord.objects.filter(pk=instance.pk).values_list("price", flat=True).first()
        )


@receiver(post_save, sender=StockRecord, dispatch_uid="offers-price-is")
def note_change(instance: Any, **_others: Any) -> None:
    """Note the change in the transaction of the save itself; a new row's price was nothing."""
    if instance._price_is_written:
        note_price(instance, instance._price_was)
