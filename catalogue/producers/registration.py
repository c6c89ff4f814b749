"""A producer enters the register, together with the Oscar partner its orders go to."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from oscar.core.loading import get_model

from catalogue.producers.models import Producer
from storefront.vietnamese import slugify


def _free_slug(name: str) -> str:
    stem = slugify(name)[:110] or "chu-the"
    taken = set(Producer.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@transaction.atomic
def register_producer(name: str, *, legal_form: str = Producer.LegalForm.UNKNOWN, **facts: Any) -> Producer:
    """Create a producer and its partner; `facts` are further fields of `Producer` (place, contact, bank, state).

    The address of its page is made from the name and stays when the name changes. Raises `ValidationError`
    when a fact is malformed (tax code, bank number) or the tax code is taken; nothing is written then.
    """
    producer = Producer(name=name, legal_form=legal_form, slug=_free_slug(name), **facts)
    producer.full_clean(exclude=["partner", "slug", "name_folded"])
    partner_model = get_model("partner", "Partner")
    producer.partner = partner_model.objects.create(name=name[:128])
    producer.save()
    return producer
