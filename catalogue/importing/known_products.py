"""Which product of the register a row speaks of, for lists that bring no new ones. Never guesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from catalogue.certification.models import LedgerEntry
from catalogue.importing.likeness import NearNames, plain
from catalogue.importing.matching import batches
from catalogue.importing.places import Gazetteer
from catalogue.importing.records import Record
from catalogue.importing.references import ProducerRef, ProductRef
from catalogue.importing.shelf import Shelf
from catalogue.models import Product
from storefront.vietnamese import fold

_SHOWN = 3


class KnownProducts:
    """The products some records may speak of with their ledgers, loaded at once, each found in one way only.

    By the certificate's number in the register, else the product code, else the GTIN, else the name; the producer
    and the province, where the row names them, must be the product's own.
    """

    def __init__(self) -> None:
        self._gazetteer = Gazetteer()
        self._refs: dict[int, ProductRef] = {}
        self._by_certificate: dict[int, int] = {}
        self._by_code: dict[str, set[int]] = defaultdict(set)
        self._by_gtin: dict[str, int] = {}
        self._by_name: dict[str, list[ProductRef]] = defaultdict(list)
        self._in_use: list[ProductRef] = []

    def set_aside(self, shelf: Shelf) -> None:
        """Put away what later rows hardly ask for again; whatever they do comes back by itself."""
        for ref in self._in_use:
            ref.set_aside(shelf)
            ref.producer.set_aside(shelf)
        self._in_use = []

    def product_of(self, record: Record) -> ProductRef | None:
        """The product of the row, or `None` and a problem that says why it is not clear."""
        key, fitting = self._named(record)
        if not fitting:
            reason = _("không có sản phẩm nào trong sổ mang “%(text)s”") % {"text": str(record.get(key))}
            near = self._near(record.text("product_name")) if key == "product_name" else []
            if near:
                names = "; ".join(f"“{title}”" for title in near)
                reason = _("%(reason)s; gần giống: %(names)s") % {"reason": reason, "names": names}
            record.refuse(key, "product-unknown", reason)
            return None
        own = [ref for ref in fitting if self._is_of_producer(record, ref) and self._is_of_place(record, ref)]
        if not own:
            self._refuse_other_owner(record, fitting)
            return None
        if len(own) > 1:
            reason = _(
                "có %(count)s sản phẩm cùng tên (%(owners)s); hãy thêm chủ thể, mã sản phẩm hoặc mã chứng nhận"
            )
            told = {"count": len(own), "owners": _owners(own)}
            record.refuse(key, "product-ambiguous", reason % told)
            return None
        return own[0]

    def _named(self, record: Record) -> tuple[str, list[ProductRef]]:
        """The column that names the product, and the products it names."""
        if number := record.get("certificate"):
            pk = self._by_certificate.get(number)
            return "certificate", [self._refs[pk]] if pk else []
        if (code := record.text("product_code")) and (pks := self._by_code.get(code)):
            return "product_code", [self._refs[pk] for pk in sorted(pks)]
        if (gtin := record.text("gtin")) and (pk := self._by_gtin.get(gtin)):
            return "gtin", [self._refs[pk]]
        if name := record.text("product_name"):
            return "product_name", sorted(
                self._by_name.get(fold(name)[:255], []), key=lambda one: one.pk or 0
            )
        return ("product_code", []) if record.text("product_code") else ("gtin", [])

    def _near(self, name: str) -> list[str]:
        """Names of products with a star, now or before, that are nearly this one: said, never taken."""
        titles, names = self._starred
        return [titles[key] for key in names.near(plain(name))]

    @cached_property
    def _starred(self) -> tuple[dict[int, str], NearNames]:
        recognised = LedgerEntry.objects.filter(kind=LedgerEntry.Kind.RECOGNISED)
        products = Product.objects.filter(pk__in=recognised.values("product"))
        titles = dict(products.values_list("pk", "title"))
        return titles, NearNames((pk, plain(title)) for pk, title in titles.items())

    @staticmethod
    def _is_of_producer(record: Record, ref: ProductRef) -> bool:
        tax_code, name = record.text("tax_code"), record.text("producer_name")
        if tax_code and ref.producer.tax_code:
            return tax_code == ref.producer.tax_code
        return not name or fold(name) == fold(ref.producer.name)

    def _is_of_place(self, record: Record, ref: ProductRef) -> bool:
        text, code = record.text("province"), record.text("province_code")
        told = self._gazetteer.province(text) if text else self._gazetteer.province_of_code(code)
        own = ref.existing.province_id if ref.existing else None
        return not (text or code) or (told is not None and own in (None, told.pk))

    def _refuse_other_owner(self, record: Record, fitting: list[ProductRef]) -> None:
        key = "producer_name" if record.get("producer_name") else "tax_code"
        if any(self._is_of_producer(record, ref) for ref in fitting):
            key = "province" if record.get("province") else "province_code"
        reason = _("trong sổ, sản phẩm này là của %(owners)s") % {"owners": _owners(fitting)}
        record.refuse(key, "product-of-another", reason)

    def load(self, records: Iterable[Record]) -> None:
        """Look up what the next records speak of."""
        records = list(records)
        products = Product.objects.select_related("producer", "province", "commune")
        found: dict[int, Product] = {}
        named_pks: set[int] = set()
        for numbers in batches({one.get("certificate") for one in records} - {None}):
            named = LedgerEntry.objects.filter(pk__in=numbers, kind=LedgerEntry.Kind.RECOGNISED)
            numbered = dict(named.values_list("pk", "product_id"))
            self._by_certificate.update(numbered)
            named_pks.update(numbered.values())
        for codes in batches({one.text("product_code") for one in records} - {""}):
            coded = LedgerEntry.objects.filter(product_code__in=codes)
            for code, pk in coded.values_list("product_code", "product_id"):
                self._by_code[code].add(pk)
                named_pks.add(pk)
        for pks in batches(named_pks):
            found.update((one.pk, one) for one in products.filter(pk__in=pks))
        for gtins in batches({one.text("gtin") for one in records} - {""}):
            found.update((one.pk, one) for one in products.filter(gtin__in=gtins))
        for names in batches({fold(one.text("product_name"))[:255] for one in records} - {""}):
            found.update((one.pk, one) for one in products.filter(name_folded__in=names))
        new = found.keys() - self._refs.keys()
        for product in sorted(found.values(), key=lambda one: one.pk):
            self._add(product)
        for pks in batches(new):
            entries = LedgerEntry.objects.filter(product_id__in=pks).select_related("decision").order_by("pk")
            for entry in entries:
                self._refs[entry.product_id].entries.append(entry)

    def _add(self, product: Product) -> None:
        owner = product.producer
        if (known := self._refs.get(product.pk)) is not None:
            known.existing, known.producer.existing = product, owner
            self._in_use.append(known)
            return
        producer = ProducerRef(
            name=owner.name if owner else "", existing=owner, tax_code=owner.tax_code if owner else ""
        )
        ref = self._refs[product.pk] = ProductRef(title=product.title, producer=producer, existing=product)
        self._in_use.append(ref)
        self._by_name[product.name_folded].append(ref)
        if product.gtin:
            self._by_gtin[product.gtin] = product.pk


def _owners(refs: list[ProductRef]) -> str:
    """`HTX Ba Làng (Thanh Hóa), HTX Lam Sơn (Thanh Hóa), …`"""
    told = []
    for ref in refs[:_SHOWN]:
        province = ref.existing.province.name if ref.existing and ref.existing.province else ""
        told.append(f"{ref.producer.name} ({province})" if province else ref.producer.name)
    return ", ".join([*told, "…"] if len(refs) > _SHOWN else told)
