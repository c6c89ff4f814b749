"""The one listener: what search words are made of was saved, so they are made again when the transaction holds.

It saves people the wait for the outbox, which holds what was written past `save()` as well (`catalogue.search.upkeep`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from catalogue.models import Category, Product, ProductCategory
from catalogue.producers.models import Producer
from catalogue.search.choices import forget_choices
from catalogue.search.indexing import refresh_products


class Refresh:
    """The products one transaction has touched: however many saves, they are read once."""

    def __init__(self) -> None:
        self.pks: set[int] = set()
        self.done = False

    def __call__(self) -> None:
        self.done = True
        refresh_products(self.pks)


def refresh_on_commit(pks: Iterable[int]) -> None:
    """Refresh these products once the running transaction is committed; never when it is rolled back."""
    waiting = (call for _ids, call, *_rest in connection.run_on_commit if isinstance(call, Refresh))
    pending = next((call for call in waiting if not call.done), None)
    if pending is not None:
        pending.pks.update(pks)
        return
    fresh = Refresh()
    fresh.pks.update(pks)
    transaction.on_commit(fresh)


@receiver(post_save, sender=Product)
def product_saved(instance: Product, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        refresh_on_commit([instance.pk])


@receiver(post_save, sender=Producer)
def producer_saved(instance: Producer, created: bool = False, raw: bool = False, **_kwargs: Any) -> None:
    if not (raw or created):
        refresh_on_commit(instance.products.values_list("pk", flat=True))


@receiver([post_save, post_delete], sender=Category)
def choices_changed(**_kwargs: Any) -> None:
    forget_choices()


@receiver(post_save, sender=Category)
def group_saved(instance: Category, created: bool = False, raw: bool = False, **_kwargs: Any) -> None:
    if not (raw or created):
        below = Product.objects.filter(categories__path__startswith=instance.path)
        refresh_on_commit(below.values_list("pk", flat=True))


@receiver([post_save, post_delete], sender=ProductCategory)
def grouping_saved(instance: ProductCategory, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        refresh_on_commit([instance.product_id])


@receiver(m2m_changed, sender=ProductCategory)
def groups_changed(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: Any
) -> None:
    if action in {"post_add", "post_remove", "post_clear"}:
        refresh_on_commit((pk_set or ()) if reverse else [instance.pk])
