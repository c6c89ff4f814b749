"""Producers and products a file brings into the register, or knows more about."""

from __future__ import annotations

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


def enter_producer(ref: ProducerRef, *, place: Place, by: Any) -> Producer:
    """Return the producer, registered if it is new, with what the file adds to an existing one."""
    if ref.existing is None:
        facts = {"legal_form": Producer.LegalForm.UNKNOWN, **ref.facts}
        ref.existing = register_producer(
            ref.name, province=place.province, state=Producer.State.ACTIVE, illustrative=False, **facts
        )
        log(ref.existing, "ocop.imported", user=by)
    elif ref.facts:
        for name, value in ref.facts.items():
            setattr(ref.existing, name, value)
        ref.existing.save(update_fields=[*ref.facts])
        log(ref.existing, "ocop.imported", user=by, data={"fields": sorted(ref.facts)})
    ref.facts = {}
    return ref.existing


def enter_product(ref: ProductRef, *, by: Any) -> Product:
    """Return the product, entered if it is new – to be asked for, not ordered – with what the file adds."""
    facts, ref.facts = dict(ref.facts), {}
    group = facts.pop("group", None)
    if ref.existing is None:
        nature = Product.Nature.SERVICE if group == TOURISM else Product.Nature.GOODS
        ref.existing = Product.objects.create(
            title=ref.title,
            producer=ref.producer.existing,
            product_class=_product_class(nature),
            nature=nature,
            selling=Product.Selling.CONTACT,
            illustrative=False,
            **facts,
        )
    elif facts:
        for name, value in facts.items():
            setattr(ref.existing, name, value)
        ref.existing.save()
    if group:
        ref.existing.categories.set([ensure_group(group)])
    if facts or group:
        log(
            ref.existing,
            "ocop.imported",
            user=by,
            data={"fields": sorted([*facts, *(["group"] if group else [])])},
        )
    return ref.existing


def _product_class(nature: str) -> ProductClass:
    slug, name, is_posted = _CLASSES[Product.Nature(nature)]
    return ProductClass.objects.get_or_create(
        slug=slug, defaults={"name": name, "requires_shipping": is_posted, "track_stock": is_posted}
    )[0]
