"""Which producer and which product of the register a row speaks of. Looks everything up in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from catalogue.certification.models import LedgerEntry
from catalogue.importing.offers import (
    NEW,
    NearProducers,
    NearProducts,
    Offer,
    producer_key,
    product_key,
    shown_producer,
)
from catalogue.importing.places import Place
from catalogue.importing.records import Record
from catalogue.importing.references import ProducerRef, ProductRef, Reference
from catalogue.importing.shelf import Shelf
from catalogue.models import Product
from catalogue.producers.models import Producer
from storefront.vietnamese import fold

# SQLite takes so many values in one query; more are asked for in several.
_BATCH = 500


@dataclass(slots=True)
class _Named:
    """A row with the names it is looked up by."""

    record: Record
    place: Place
    producer_name: str


class Register:
    """What of the register and its ledger concerns some rows, loaded at once; and what the rows before them brought."""

    def __init__(self) -> None:
        self._producers_by_pk: dict[int, ProducerRef] = {}
        self._owners: dict[int, ProducerRef] = {}
        self._settled: dict[tuple[str, int], ProducerRef] = {}
        self._producers_by_tax: dict[str, ProducerRef] = {}
        self._producers_by_name: dict[tuple[str, int | None], list[ProducerRef]] = defaultdict(list)
        self._products: dict[bytes, tuple[ProductRef, ...]] = {}
        self._products_by_pk: dict[int, ProductRef] = {}
        self._products_by_code: dict[str, int] = {}
        self._products_by_gtin: dict[str, ProductRef] = {}
        self._chosen: set[int] = set()
        self._near_producers, self._near_products = NearProducers(), NearProducts(())
        self._in_use: list[Reference] = []

    def load(self, named: Iterable[tuple[Record, Place, str]]) -> None:
        """Look up what the next rows speak of."""
        rows = [_Named(*row) for row in named]
        if not rows:
            return
        self._chosen = {pk for pk in rows[0].record.choices.values() if pk}
        producers = self._load_producers(rows)
        self._load_products(rows)
        self._near_producers.expect({row.place.province.pk for row in rows})
        self._near_products = NearProducts(producers)

    def set_aside(self, shelf: Shelf) -> None:
        """Put away what later rows hardly ask for again; whatever they do comes back by itself."""
        for ref in self._in_use:
            ref.set_aside(shelf)
        self._in_use, self._near_products = [], NearProducts(())

    def producer_of(self, record: Record, place: Place, *, name: str) -> ProducerRef | None:
        """By tax code, else by folded name and province; `None` (and a problem) when two fit equally."""
        tax_code = record.text("tax_code")
        if tax_code and (found := self._producers_by_tax.get(tax_code)):
            self._in_use.append(found)
            return found
        fitting = [
            ref
            for ref in self._producers_by_name[(fold(name), place.province.pk)]
            if not tax_code or not ref.tax_code
        ]
        if len(fitting) > 1 and place.commune:
            there = [ref for ref in fitting if ref.existing and ref.existing.commune_id == place.commune.pk]
            fitting = there or fitting
        if len(fitting) > 1:
            record.refuse(
                "producer_name",
                "producer-ambiguous",
                _("có %(count)s chủ thể cùng tên “%(name)s” ở %(province)s; hãy thêm mã số thuế")
                % {"count": len(fitting), "name": name, "province": place.province.name},
            )
            return None
        ref = self._settle_producer(record, place, name=name, found=fitting[0] if fitting else None)
        if tax_code:
            ref.tax_code = tax_code
            self._producers_by_tax[tax_code] = ref
        self._in_use.append(ref)
        return ref

    def product_of(self, record: Record, producer: ProducerRef) -> ProductRef | None:
        """By product code, else by folded name and producer; `None` (and a problem) when that is not clear."""
        title, code = record.text("product_name"), record.text("product_code")
        by_code = self._products_by_pk.get(self._products_by_code.get(code, 0)) if code else None
        if by_code is not None:
            if by_code.producer is not producer:
                reason = _("mã %(code)s đã thuộc sản phẩm “%(product)s” của %(producer)s") % {
                    "code": code,
                    "product": by_code.title,
                    "producer": by_code.producer.name,
                }
                record.refuse("product_code", "product-code-taken", reason)
                return None
            self._in_use.append(by_code)
            return by_code
        key = _named_key(producer, fold(title)[:255])
        fitting = self._products.get(key, ())
        if len(fitting) > 1:
            reason = _("chủ thể này có %(count)s sản phẩm cùng tên; hãy thêm mã sản phẩm") % {
                "count": len(fitting)
            }
            record.refuse("product_name", "product-ambiguous", reason)
            return None
        if not fitting:
            fitting = self._products[key] = (self._settle_product(record, title, producer),)
        self._in_use.append(fitting[0])
        return fitting[0]

    def _settle_producer(
        self, record: Record, place: Place, *, name: str, found: ProducerRef | None
    ) -> ProducerRef:
        """Who a name means: what fits or what was chosen, else a new one. The near are offered, once."""
        if found is not None:
            return self._settle_elsewhere(record, place, found)
        province = place.province.pk
        key, known = (
            producer_key(name, province),
            self._near_producers.near(name, province, tax_code=record.text("tax_code")),
        )
        chosen = _choice(record, key, known)
        if known:
            record.offers.append(Offer(key, name, known, chosen))
        ref = self._producers_by_pk.get(chosen) if chosen else None
        if ref is None:
            ref = ProducerRef(name=name)
        else:
            self._settled[(producer_key(name, province), id(ref))] = ref
        self._producers_by_name[(fold(name), province)].append(ref)
        return ref

    def _settle_elsewhere(self, record: Record, place: Place, found: ProducerRef) -> ProducerRef:
        """One of the same name may be another where the commune is: taken for the same unless chosen to be new."""
        existing, commune = found.existing, place.commune
        if existing is None or commune is None or existing.commune_id in (None, commune.pk):
            return found
        name_key = producer_key(record.text("producer_name"), place.province.pk)
        if record.text("tax_code") or (name_key, id(found)) in self._settled:
            return found
        key = f"{name_key}|{commune.pk}"
        if (key, id(found)) not in self._settled:
            known = [shown_producer(existing)]
            chosen = _choice(record, key, known)
            record.offers.append(Offer(key, found.name, known, chosen, is_taken=True))
            other = ProducerRef(name=record.text("producer_name")) if chosen == NEW else found
            self._settled[(key, id(found))] = other
        return self._settled[(key, id(found))]

    def _settle_product(self, record: Record, title: str, producer: ProducerRef) -> ProductRef:
        """Which product a name nobody knows means: the chosen one, else a new one; offers the near."""
        if producer.existing is None:
            return ProductRef(title=title, producer=producer)
        key = product_key(title, producer.existing.pk)
        known = self._near_products.near(title, producer.existing.pk)
        chosen = _choice(record, key, known)
        if known:
            record.offers.append(Offer(key, title, known, chosen))
        ref = self._products_by_pk.get(chosen) if chosen else None
        return ref or ProductRef(title=title, producer=producer)

    def claim_gtin(self, record: Record, product: ProductRef) -> None:
        """A GTIN belongs to one product: of the register, and of this file."""
        gtin = record.text("gtin")
        holder = self._products_by_gtin.setdefault(gtin, product) if gtin else product
        if holder is not product:
            reason = _("mã GTIN %(gtin)s đã dùng cho sản phẩm “%(product)s”") % {
                "gtin": gtin,
                "product": holder.title,
            }
            record.refuse("gtin", "gtin-taken", reason)

    def _load_producers(self, rows: list[_Named]) -> set[int]:
        """Return the keys of those found."""
        by_pk: dict[int, Producer] = {}
        producers = Producer.objects.select_related("commune", "province")
        for names in batches({fold(row.producer_name) for row in rows}):
            by_pk.update((one.pk, one) for one in producers.filter(name_folded__in=names))
        for codes in batches({row.record.text("tax_code") for row in rows} - {""}):
            by_pk.update((one.pk, one) for one in producers.filter(tax_code__in=codes))
        for pks in batches(self._chosen):
            by_pk.update((one.pk, one) for one in producers.filter(pk__in=pks))
        for producer in sorted(by_pk.values(), key=lambda one: one.pk):
            if (known := self._producers_by_pk.get(producer.pk)) is not None:
                self._take_up(known, producer)
                continue
            ref = self._owners.get(producer.pk) or self._new_owner(producer)
            self._producers_by_pk[producer.pk] = ref
            self._producers_by_name[(producer.name_folded, producer.province_id)].append(ref)
            if producer.tax_code:
                self._producers_by_tax[producer.tax_code] = ref
        return set(by_pk)

    def _load_products(self, rows: list[_Named]) -> None:
        found: dict[int, Product] = {}
        products = Product.objects.select_related("producer", "province", "commune").prefetch_related(
            "categories"
        )
        products = products.defer(
            "search_words", "description", "ingredients"
        )  # long, and no row speaks of them
        coded: dict[str, int] = {}
        for codes in batches({row.record.text("product_code") for row in rows} - {""}):
            entries = LedgerEntry.objects.filter(product_code__in=codes).order_by("pk")
            coded.update(entries.values_list("product_code", "product_id"))
        self._products_by_code.update(coded)
        for pks in batches(set(coded.values()) | self._chosen):
            found.update((one.pk, one) for one in products.filter(pk__in=pks))
        for names in batches({fold(row.record.text("product_name"))[:255] for row in rows}):
            fitting = products.filter(name_folded__in=names, producer__isnull=False)
            found.update((one.pk, one) for one in fitting if one.producer_id in self._owners)
        for gtins in batches({row.record.text("gtin") for row in rows} - {""}):
            found.update((one.pk, one) for one in products.filter(gtin__in=gtins, producer__isnull=False))
        new = [self._add_product(one) for _pk, one in sorted(found.items()) if not self._is_known(one)]
        for pks in batches(new):
            for entry in (
                LedgerEntry.objects.filter(product_id__in=pks).select_related("decision").order_by("pk")
            ):
                self._products_by_pk[entry.product_id].entries.append(entry)

    def _is_known(self, product: Product) -> bool:
        known = self._products_by_pk.get(product.pk)
        if known is not None:
            self._take_up(known, product)
        return known is not None

    def _add_product(self, product: Product) -> int:
        producer = self._owners.get(product.producer_id) or self._new_owner(product.producer)
        ref = ProductRef(title=product.title, producer=producer, existing=product)
        key = _named_key(producer, product.name_folded)
        self._products[key] = (*self._products.get(key, ()), ref)
        self._products_by_pk[product.pk] = ref
        if product.gtin:
            self._products_by_gtin[product.gtin] = ref
        self._in_use.append(ref)
        return product.pk

    def _new_owner(self, producer: Producer) -> ProducerRef:
        ref = ProducerRef(producer.name, existing=producer, tax_code=producer.tax_code)
        self._owners[producer.pk] = ref
        self._in_use.append(ref)
        return ref

    def _take_up(self, ref: Reference, existing: Any) -> None:
        """What was put away is at hand again, read with the others."""
        ref.existing = existing
        self._in_use.append(ref)


def _named_key(producer: ProducerRef, folded: str) -> bytes:
    """What a product of a producer is found by: as long as a name is short."""
    return blake2b(f"{id(producer)} {folded}".encode(), digest_size=16).digest()


def _choice(record: Record, key: str, known: list[dict[str, Any]]) -> int | None:
    """What was chosen among what is offered; a choice that no longer stands is none."""
    chosen = record.choices.get(key)
    return chosen if known and chosen in (NEW, *(one["pk"] for one in known)) else None


def batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values in order, as many at a time as one query takes."""
    waiting = iter(sorted(values))
    while batch := list(islice(waiting, _BATCH)):
        yield batch
