"""Filling what search looks in: stored words, the catalogue's vocabulary, suggestions, places that carry a product.

All of it are copies that a command can always make again. What SQL can copy is kept by `catalogue.search.upkeep`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from catalogue.models import Category, Product
from catalogue.search import nearest, suggesting, upkeep, vocabulary
from catalogue.search.models import Outlet
from catalogue.search.placenames import former_names, once_called
from catalogue.search.synonyms import NAMES, found_by
from catalogue.search.words import index_text
from storefront.places.models import Commune, Province

BATCH = 500


def refresh_products(pks: Iterable[int]) -> int:
    """Compute the search words of these products anew and store those that differ; return how many did.

    Learns their words, too. Safe to run twice; products gone meanwhile are passed over.
    """
    waiting, changed = iter(sorted(set(pks))), 0
    names = group_names()
    while batch := list(islice(waiting, BATCH)):
        stale, texts = [], {}
        for product in for_indexing().filter(pk__in=batch):
            words = words_of(product, names)
            texts[product.pk] = _said_by(product, names)
            if words != product.search_words:
                product.search_words = words
                stale.append(product)
        Product.objects.bulk_update(stale, ["search_words"])
        vocabulary.learn(text for own in texts.values() for text in own)
        changed += len(stale)
    return changed


def rebuild(progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Refresh every product, batch by batch; `progress(done, total)` after each. Returns how many differed."""
    upkeep.fill(connection)
    with transaction.atomic():
        vocabulary.forget()
        _learn_everything()
    pks = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        changed += refresh_products(batch)
        refresh_outlets(batch)
        progress(min(start + BATCH, len(pks)), len(pks))
    suggesting.rebuild()
    return changed


def refresh_outlets(pks: Iterable[int]) -> None:
    """Copy anew where these products are carried."""
    chosen = sorted(set(pks))
    for start in range(0, len(chosen), BATCH):
        batch = chosen[start : start + BATCH]
        found = {(place.product, place.latitude, place.longitude) for place in nearest.places_of(batch)}
        kept = set(
            Outlet.objects.filter(product__in=batch).values_list("product_id", "latitude", "longitude")
        )
        if found != kept:
            with transaction.atomic():
                Outlet.objects.filter(product__in=batch).delete()
                Outlet.objects.bulk_create(
                    Outlet(product_id=product, latitude=latitude, longitude=longitude)
                    for product, latitude, longitude in sorted(found)
                )


def _learn_everything() -> None:
    """Every word of the catalogue, from what is stored: a rebuild may not leave a moment without any."""
    names = group_names()
    for start in range(0, Product.objects.count(), BATCH):
        products = for_indexing().order_by("pk")[start : start + BATCH]
        vocabulary.learn(text for product in products for text in _said_by(product, names))


def for_indexing() -> QuerySet[Product]:
    """Products with everything their words are made of, in a constant number of queries."""
    return Product.objects.select_related("producer", "province", "commune__province").prefetch_related(
        "categories",
        "province__former_provinces",
        "commune__former_communes",
        "commune__province__former_provinces",
    )


class GroupName(NamedTuple):
    """What a group is called in both languages."""

    name: str
    name_en: str


def group_names() -> dict[str, GroupName]:
    """The names of every group by its path in the tree."""
    return {
        path: GroupName(name, name_en)
        for path, name, name_en in Category.objects.values_list("path", "name", "name_en")
    }


class WordsOf:
    """The words of products that are about to be written, without asking the database for each."""

    def __init__(self) -> None:
        self._names: dict[str, GroupName] = {}
        self._former = cache(former_names)
        self._once = cache(once_called)

    def of_new(self, product: Product, groups: Iterable[Category]) -> str:
        """As `words_of`, for a product that will stand in these groups."""
        categories = list(groups)
        if any(category.path not in self._names for category in categories):
            self._names = group_names()
        return _Facts(product, categories, self._names, self._former, self._once).words


def words_of(product: Product, names: dict[str, GroupName]) -> str:
    """What can be typed to find `product`: its name, producer, groups, places, pack, GTIN.

    Former names of its places, other words for what it is, and the English names of its groups lead to it too, after
    what says so itself.
    """
    return _facts(product, names).words


def _facts(product: Product, names: dict[str, GroupName]) -> _Facts:
    return _Facts(product, list(product.categories.all()), names, former_names, once_called)


def _said_by(product: Product, names: dict[str, GroupName]) -> list[str]:
    facts = _facts(product, names)
    return [product.title or "", *facts.others, *facts.hints]


class _Facts:
    """The fields a product's words are made of."""

    def __init__(
        self,
        product: Product,
        categories: list[Category],
        names: dict[str, GroupName],
        former_of: Callable[[Province], list[str]],
        once_of: Callable[[Commune], list[str]],
    ) -> None:
        province = product.province or (product.commune.province if product.commune else None)
        steps = {
            category.path[:end]: None
            for category in categories
            for end in range(Category.steplen, len(category.path) + 1, Category.steplen)
        }
        groups = [names[path] for path in steps if path in names]
        producer = product.producer.name if product.producer else ""
        places = [str(product.commune or ""), str(province or ""), product.origin_note]
        self.title = product.title or ""
        self.others = [
            producer,
            product.pack,
            *dict.fromkeys(group.name for group in groups),
            *places,
            product.gtin or "",
        ]
        goods = [self.title, *(group.name for group in groups)]
        once = [
            *(former_of(province) if province else []),
            *(once_of(product.commune) if product.commune else []),
        ]
        self.hints = list(
            dict.fromkeys(
                [
                    *once,
                    *found_by(goods),
                    *found_by([producer, *places, *once], file=NAMES),
                    *(group.name_en for group in groups if group.name_en),
                ]
            )
        )

    @property
    def words(self) -> str:
        return index_text(self.title, others=self.others, hints=self.hints)
