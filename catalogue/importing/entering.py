"""Producers and products a file brings into the register, or knows more about."""

from __future__ import annotations

from functools import cache
from typing import Any

from wagtail.log_actions import log

from catalogue.importing.groups import TOURISM, ensure_group
from catalogue.importing.matching import ProducerRef, ProductRef
from catalogue.importing.places import Place
from catalogue.models import Product, ProductClass
from catalogue.producers.models import Producer
from catalogue.producers.registration import register_producer

_CLASSES = {
    Product.Nature.GOODS: ("hang-hoa", "Hàng hoá", True),
    Product.Nature.SERVICE: ("dich-vu", "Dịch vụ", False),
}


class Registrar:
    """Enters the producers and products of one file; groups and kinds are looked up once."""

    def __init__(self, *, by: Any, caller: str = "import") -> None:
        self.by, self.caller = by, caller
        self._group = cache(ensure_group)
        self._product_class = cache(_product_class)

    def enter_producer(self, ref: ProducerRef, *, place: Place) -> Producer:
        """Return the producer, registered if it is new, with what the file adds to an existing one."""
        facts, ref.facts = dict(ref.facts), {}
        if ref.existing is None:
            ref.existing = register_producer(
                ref.name,
                province=place.province,
                state=Producer.State.ACTIVE,
                illustrative=False,
                **{"legal_form": Producer.LegalForm.UNKNOWN, **facts},
            )
            log(ref.existing, "ocop.imported", user=self.by)
        elif facts:
            for name, value in facts.items():
                setattr(ref.existing, name, value)
            ref.existing.save(update_fields=[*facts])
            log(ref.existing, "ocop.imported", user=self.by, data={"fields": sorted(facts)})
        return ref.existing

    def enter_product(self, ref: ProductRef) -> Product:
        """Return the product, entered if it is new – to be asked for, not ordered – with what the file adds.

        A new product leaves no line of its own in the history: its first ledger entry does.
        """
        facts, ref.facts = dict(ref.facts), {}
        group = facts.pop("group", None)
        if ref.existing is None:
            ref.existing = self._create(ref, facts, group=group)
            if group:
                ref.existing.categories.add(self._group(group))
            return ref.existing
        if facts:
            for name, value in facts.items():
                setattr(ref.existing, name, value)
            ref.existing.save()
        if group:
            ref.existing.categories.set([self._group(group)])
        if facts or group:
            fields = sorted([*facts, *(["group"] if group else [])])
            log(ref.existing, "ocop.imported", user=self.by, data={"fields": fields})
        return ref.existing

    def _create(self, ref: ProductRef, facts: dict[str, Any], *, group: int | None) -> Product:
        nature = Product.Nature.SERVICE if group == TOURISM else Product.Nature.GOODS
        return Product.objects.create(
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
