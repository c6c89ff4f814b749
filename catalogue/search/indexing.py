"""Filling what search looks in: `Product.search_words`, a stored copy that a command can always make again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice

from django.db.models import QuerySet

from catalogue.models import Category, Product
from catalogue.search.words import index_text
from storefront.places.models import Province

BATCH = 500


def refresh_products(pks: Iterable[int]) -> int:
    """Compute the search words of these products anew and store those that differ; return how many did.

    Safe to run twice; products gone meanwhile are passed over.
    """
    waiting, changed = iter(sorted(set(pks))), 0
    names = group_names()
    while batch := list(islice(waiting, BATCH)):
        stale = []
        for product in for_indexing().filter(pk__in=batch):
            words = words_of(product, names)
            if words != product.search_words:
                product.search_words = words
                stale.append(product)
        Product.objects.bulk_update(stale, ["search_words"])
        changed += len(stale)
    return changed


def rebuild(progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Refresh every product, batch by batch; `progress(done, total)` after each. Returns how many differed."""
    pks = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(pks), BATCH):
        changed += refresh_products(pks[start : start + BATCH])
        progress(min(start + BATCH, len(pks)), len(pks))
    return changed


def for_indexing() -> QuerySet[Product]:
    """Products with everything their words are made of, in a constant number of queries."""
    return Product.objects.select_related("producer", "province", "commune__province").prefetch_related(
        "categories", "province__former_provinces", "commune__province__former_provinces"
    )


def group_names() -> dict[str, str]:
    """The name of every group by its path in the tree."""
    return dict(Category.objects.values_list("path", "name"))


class WordsOf:
    """The words of products that are about to be written, without asking the database for each."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._former = cache(former_names)

    def of_new(self, product: Product, groups: Iterable[Category]) -> str:
        """As `words_of`, for a product that will stand in these groups."""
        categories = list(groups)
        if any(category.path not in self._names for category in categories):
            self._names = group_names()
        return _words(product, categories, self._names, self._former)


def words_of(product: Product, names: dict[str, str]) -> str:
    """What can be typed to find `product`: its name, producer, groups, places, pack, GTIN.

    Former names of today's province lead to it too, after what was made there and says so.
    """
    return _words(product, product.categories.all(), names, former_names)


def former_names(province: Province) -> list[str]:
    """The names other than today's that a province was known by."""
    return sorted(old.name for old in province.former_provinces.all() if old.name != province.name)


def _words(
    product: Product,
    categories: Iterable[Category],
    names: dict[str, str],
    former_of: Callable[[Province], list[str]],
) -> str:
    province = product.province or (product.commune.province if product.commune else None)
    former = former_of(province) if province else []
    groups: dict[str, None] = {}
    for category in categories:
        steps = range(Category.steplen, len(category.path) + 1, Category.steplen)
        groups.update(dict.fromkeys(names.get(category.path[:step], "") for step in steps))
    others = [
        product.producer.name if product.producer else "",
        product.pack,
        *groups,
        str(product.commune or ""),
        str(province or ""),
        product.origin_note,
        product.gtin or "",
    ]
    return index_text(product.title or "", others=others, hints=former)
