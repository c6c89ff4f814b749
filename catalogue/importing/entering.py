"""Producers and products a file brings into the register, or knows more about. Written many at a time."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils import timezone

from catalogue.importing.groups import TOURISM, ensure_group
from catalogue.importing.places import Place
from catalogue.importing.references import ProducerRef, ProductRef
from catalogue.models import Category, Product, ProductCategory, ProductClass
from catalogue.producers.models import Producer
from catalogue.producers.registration import Registration
from catalogue.search.indexing import WordsOf
from catalogue.search.receivers import refresh_on_commit
from storefront.audit import Line, log_lines

_BATCH = 500
_IMPORTED = "ocop.imported"
_CLASSES = {
    Product.Nature.GOODS: ("hang-hoa", "Hàng hoá", True),
    Product.Nature.SERVICE: ("dich-vu", "Dịch vụ", False),
}


class Registrar:
    """Enters the producers and products of one file; groups and kinds are looked up once.

    What `enter_producer` and `enter_product` take waits for `write_producers` and `write_products`: first all
    producers of some rows, then their products. Nothing that waits has a key.
    """

    def __init__(self, *, by: Any, caller: str = "import") -> None:
        self.by, self.caller = by, caller
        self._group = cache(ensure_group)
        self._product_class = cache(_product_class)
        self._registration = Registration()
        self._words = WordsOf()
        self._new_producers: list[Producer] = []
        self._new_products: list[tuple[Product, Category | None]] = []
        self._known_producers: dict[int, tuple[Producer, set[str]]] = {}
        self._known_products: dict[int, tuple[Product, set[str], Category | None]] = {}

    def enter_producer(self, ref: ProducerRef, *, place: Place) -> Producer:
        """Return the producer, registered if it is new, with what the file adds to an existing one.

        Raises `ValidationError` when a fact of a new one is malformed.
        """
        facts, ref.facts = dict(ref.facts), {}
        if ref.existing is None:
            told = {"legal_form": Producer.LegalForm.UNKNOWN, **facts}
            state = Producer.State.ACTIVE
            ref.existing = self._registration.draft(
                ref.name, province=place.province, state=state, illustrative=False, **told
            )
            self._new_producers.append(ref.existing)
        elif facts:
            for name, value in facts.items():
                setattr(ref.existing, name, value)
            _producer, changed = self._known_producers.setdefault(ref.existing.pk, (ref.existing, set()))
            changed.update(facts)
        return ref.existing

    def write_producers(self) -> None:
        """Write the producers that wait, each with its line in the history."""
        new, known = self._new_producers, [*self._known_producers.values()]
        self._new_producers, self._known_producers = [], {}
        self._registration.write(new)
        if known:
            fields = sorted(set().union(*(changed for _producer, changed in known)))
            Producer.objects.bulk_update([one for one, _changed in known], fields, batch_size=_BATCH)
            theirs = Product.objects.filter(producer__in=[one.pk for one, _changed in known])
            refresh_on_commit(theirs.values_list("pk", flat=True))
        log_lines(
            [
                *(Line(producer, _IMPORTED, self.by) for producer in new),
                *(Line(one, _IMPORTED, self.by, {"fields": sorted(changed)}) for one, changed in known),
            ]
        )

    def enter_product(self, ref: ProductRef) -> Product:
        """Return the product, entered if it is new – to be asked for, not ordered – with what the file adds.

        A new product leaves no line of its own in the history: its first ledger entry does.
        """
        facts, ref.facts = dict(ref.facts), {}
        number = facts.pop("group", None)
        group = self._group(number) if number else None
        if ref.existing is None:
            ref.existing = self._draft(ref, facts, is_service=number == TOURISM)
            self._new_products.append((ref.existing, group))
        elif facts or group:
            for name, value in facts.items():
                setattr(ref.existing, name, value)
            changed = {*facts, *(["group"] if group else [])}
            self._known_products[ref.existing.pk] = (ref.existing, changed, group)
        return ref.existing

    def write_products(self) -> None:
        """Write the products that wait, with their groups and search words."""
        new, known = self._new_products, [*self._known_products.values()]
        self._new_products, self._known_products = [], {}
        for product, group in new:
            product.settle_names()
            product.search_words = self._words.of_new(product, [group] if group else [])
        Product.objects.bulk_create([product for product, _group in new], batch_size=_BATCH)
        self._put_into_groups([(product, group) for product, group in new if group])
        if known:
            self._write_known(known)

    def _write_known(self, known: list[tuple[Product, set[str], Category | None]]) -> None:
        fields, now = {"name_folded", "slug", "gtin", "date_updated"}, timezone.now()
        for product, changed, _new_group in known:
            product.settle_names()
            product.date_updated = now
            fields |= changed - {"group"}
        Product.objects.bulk_update([one[0] for one in known], sorted(fields), batch_size=_BATCH)
        regrouped = [(product, group) for product, _changed, group in known if group]
        ProductCategory.objects.filter(product__in=[product.pk for product, _group in regrouped]).delete()
        self._put_into_groups(regrouped)
        refresh_on_commit([product.pk for product, _changed, _group in known])
        log_lines(
            Line(product, _IMPORTED, self.by, {"fields": sorted(changed)})
            for product, changed, _group in known
        )

    def _put_into_groups(self, grouped: list[tuple[Product, Category]]) -> None:
        places = [ProductCategory(product=product, category=group) for product, group in grouped]
        ProductCategory.objects.bulk_create(places, batch_size=_BATCH)

    def _draft(self, ref: ProductRef, facts: dict[str, Any], *, is_service: bool) -> Product:
        nature = Product.Nature.SERVICE if is_service else Product.Nature.GOODS
        return Product(
            title=ref.title,
            producer=ref.producer.existing,
            product_class=self._product_class(nature),
            nature=nature,
            selling=Product.Selling.CONTACT,
            illustrative=False,
            **facts,
        )


def _product_class(nature: str) -> ProductClass:
    slug, name, is_posted = _CLASSES[Product.Nature(nature)]
    return ProductClass.objects.get_or_create(
        slug=slug, defaults={"name": name, "requires_shipping": is_posted, "track_stock": is_posted}
    )[0]
