"""A producer enters the register, together with the Oscar partner its orders go to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from oscar.core.loading import get_model

from catalogue.producers.models import Producer
from storefront.vietnamese import fold, slugify

_BATCH = 500
_LONGEST_CODE = 128  # of a partner


def _free_slug(name: str) -> str:
    stem = slugify(name)[:110] or "chu-the"
    taken = set(Producer.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return _free(stem, taken, longest=120)


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


class Registration:
    """Many producers entering together: drafts are checked one by one, then written in a few queries."""

    def __init__(self) -> None:
        self._slugs = set(Producer.objects.values_list("slug", flat=True))
        self._codes = set(_partners().values_list("code", flat=True))

    def draft(self, name: str, *, legal_form: str = Producer.LegalForm.UNKNOWN, **facts: Any) -> Producer:
        """As `register_producer`, not written yet. Raises `ValidationError` for a malformed fact.

        That places exist and that no other producer has the tax code is left to the database.
        """
        slug = _free(slugify(name)[:110] or "chu-the", self._slugs, longest=120)
        producer = Producer(name=name, legal_form=legal_form, slug=slug, **facts)
        producer.clean_fields(exclude=["partner", "slug", "name_folded", "province", "commune"])
        producer.clean()
        self._slugs.add(slug)
        return producer

    def write(self, drafts: Sequence[Producer]) -> None:
        """Write these drafts with their partners, in one transaction."""
        for producer in drafts:
            name = producer.name[:128]
            code = _free(slugify(name)[:_LONGEST_CODE] or "chu-the", self._codes, longest=_LONGEST_CODE)
            self._codes.add(code)
            producer.partner = _partners().model(name=name, code=code)
            producer.name_folded = fold(producer.name)
        with transaction.atomic():
            _partners().bulk_create([producer.partner for producer in drafts], batch_size=_BATCH)
            for producer in drafts:
                producer.partner_id = producer.partner.pk
            Producer.objects.bulk_create(drafts, batch_size=_BATCH)


def _partners() -> Any:
    return get_model("partner", "Partner").objects


def _free(stem: str, taken: set[str], *, longest: int) -> str:
    """`stem`, or with the first free number from 2 behind it: `stem-2`."""
    free, number = stem, 1
    while free in taken:
        number += 1
        end = f"-{number}"
        free = f"{stem[: longest - len(end)].rstrip('-')}{end}"
    return free
