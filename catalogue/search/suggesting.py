"""What is offered while somebody types: products, producers, places, groups, stories; from the second letter on.

Each thing has a row for every word its name can be entered by, so a beginning is one stretch of an index on every
database, however large the catalogue; the search server is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from catalogue.models import Category, Product
from catalogue.producers.models import Producer
from catalogue.search import placenames
from catalogue.search.choices import load_choices
from catalogue.search.models import Entry, Reading, Suggestion
from catalogue.search.words import folded_words
from storefront.places.models import Commune, Province

Kind = Suggestion.Kind
FEWEST_LETTERS = 2
MOST_WORDS = 8
#: How many of each kind are offered, in order of display.
OFFERED = {Kind.PRODUCT: 6, Kind.GROUP: 2, Kind.PRODUCER: 3, Kind.PLACE: 3, Kind.READING: 3}
#: Before the name of a place of before July 2025 in a ref: it may be called like one of today.
FORMER = "~"
BATCH = 1000
STEP = 100


@dataclass(frozen=True)
class Offer:
    """Something that begins like what was typed."""

    kind: str
    kind_label: str
    label: str
    url: str


def suggest(text: str) -> list[Offer]:
    """Return what begins with `text`, accents apart: six products, then groups, producers, places and stories."""
    start = " ".join(folded_words(text)[:MOST_WORDS])[:100]
    if len(start) < FEWEST_LETTERS:
        return []
    found: list[Offer] = []
    for kind, most in OFFERED.items():
        urls = _URLS[kind]
        refs = _beginning(kind, start, most * 3)
        addresses = urls([ref for ref, _label in refs])
        offers = [
            Offer(kind.value, str(kind.label), addresses[ref][0] or label, addresses[ref][1])
            for ref, label in refs
            if ref in addresses
        ]
        unlike: dict[str, Offer] = {}
        for offer in offers:
            unlike.setdefault(offer.url, offer)
        found += list(unlike.values())[:most]
    return found


def _beginning(kind: Kind, start: str, most: int) -> list[tuple[str, str]]:
    """Things whose name begins so, then those with a further word that does."""
    found: dict[str, str] = {}
    for later in (False, True):
        if len(found) < most:
            rows = Suggestion.objects.filter(kind=kind, later=later)
            if connection.vendor == "sqlite":
                rows = rows.filter(key__gte=start, key__lt=start + "\uffff")
            else:
                rows = rows.filter(key__startswith=start)
            for ref, label in rows.order_by("key").values_list("ref", "label")[:most]:
                found.setdefault(ref, label)
    return list(found.items())[:most]


def _products(refs: list[str]) -> dict[str, tuple[str, str]]:
    listed = Entry.objects.filter(listed=True, product__in=refs).values("product")
    products = Product.objects.filter(pk__in=listed).only("pk", "slug", "title")
    return {str(product.pk): ("", product.get_absolute_url()) for product in products}


def _producers(refs: list[str]) -> dict[str, tuple[str, str]]:
    producers = Producer.objects.filter(pk__in=refs, state="active")
    return {str(producer.pk): ("", producer.get_absolute_url()) for producer in producers}


def _groups(refs: list[str]) -> dict[str, tuple[str, str]]:
    known = load_choices().groups
    return {ref: (known[ref], reverse("group", kwargs={"slug": ref})) for ref in refs if ref in known}


def _places(refs: list[str]) -> dict[str, tuple[str, str]]:
    """A province by its filter; a commune, and what was a place once, by its name within the province."""
    known, listing = load_choices().provinces, reverse("catalogue:index")
    found = {}
    for ref in refs:
        code, _bar, name = ref.partition("|")
        if name := name.removeprefix(FORMER):
            found[ref] = ("", f"{listing}?{urlencode({'q': name, 'tinh': code})}")
        elif code in known:
            found[ref] = ("", f"{listing}?{urlencode({'tinh': code})}")
    return found


def _readings(refs: list[str]) -> dict[str, tuple[str, str]]:
    readings = Reading.objects.filter(pk__in=refs, language=get_language() or settings.LANGUAGE_CODE)
    return {reading.ref: ("", reading.url) for reading in readings}


_URLS = {
    Kind.PRODUCT: _products,
    Kind.PRODUCER: _producers,
    Kind.GROUP: _groups,
    Kind.PLACE: _places,
    Kind.READING: _readings,
}


def rows_of(kind: str, ref: str, label: str, *, names: Iterable[str] = ()) -> list[Suggestion]:
    """The beginnings by which `label` is offered; `names`, the best first, where they are others."""
    rows: dict[tuple[str, bool], Suggestion] = {}
    for number, name in enumerate(list(names) or [label]):
        words = folded_words(name)[:MOST_WORDS]
        for place in range(len(words)):
            key = " ".join(words[place:])[:120]
            if len(key) >= FEWEST_LETTERS and not (place and key.isdigit()):
                later = place > 0 or number > 0
                rows.setdefault((key, later), _row(kind, ref, key, later, label))
    return list(rows.values())


def _row(kind: str, ref: str, key: str, later: bool, label: str) -> Suggestion:
    return Suggestion(kind=kind, ref=ref, key=key, later=later, label=label[:255])


Things = dict[tuple[str, str], tuple[str, tuple[str, ...]]]


def refresh(things: Things) -> None:
    """Offer these anew, by kind and ref: what they are called ("" for gone) and their further names.

    Nothing is written where nothing changed.
    """
    kept: dict[tuple[str, str], set[tuple[str, bool, str]]] = {}
    for kind in {kind for kind, _ref in things}:
        refs = [ref for other, ref in things if other == kind]
        for row in Suggestion.objects.filter(kind=kind, ref__in=refs):
            kept.setdefault((kind, row.ref), set()).add((row.key, row.later, row.label))
    stale = Q(pk__in=[])
    fresh: list[Suggestion] = []
    for (kind, ref), (label, names) in things.items():
        rows = rows_of(kind, ref, label, names=names) if label else []
        if kept.get((kind, ref), set()) != {(row.key, row.later, row.label) for row in rows}:
            stale |= Q(kind=kind, ref=ref)
            fresh += rows
    if stale != Q(pk__in=[]):
        with transaction.atomic():
            Suggestion.objects.filter(stale).delete()
            Suggestion.objects.bulk_create(fresh, batch_size=BATCH)


def refresh_products(pks: Iterable[int]) -> None:
    """Offer these products, their producers and their places anew."""
    chosen = list(pks)
    for start in range(0, len(chosen), STEP):
        batch = chosen[start : start + STEP]
        things: Things = {(Kind.PRODUCT.value, str(pk)): ("", ()) for pk in batch}
        for product in _whole(Product.objects.filter(pk__in=batch)):
            things.update(_things_of(product))
        refresh(things)


def _whole(products: QuerySet[Product]) -> QuerySet[Product]:
    whole = products.select_related("producer", "province", "commune__province").defer(
        "description", "ingredients"
    )
    return whole.prefetch_related(
        "province__former_provinces", "commune__province__former_provinces", "commune__former_communes"
    )


def _things_of(product: Product) -> Things:
    things: Things = {(Kind.PRODUCT.value, str(product.pk)): (product.title or "", ())}
    if product.producer_id:
        things[Kind.PRODUCER.value, str(product.producer_id)] = (product.producer.name, ())
    for thing, ref, label, names in _places_of(product):
        things[thing, ref] = (label, names)
    return things


def _places_of(product: Product) -> list[tuple[str, str, str, tuple[str, ...]]]:
    found = []
    commune: Commune | None = product.commune
    province: Province | None = product.province or (commune.province if commune else None)
    if province:
        found.append((Kind.PLACE.value, province.code, province.name, ()))
        found += [_once(name, province) for name in placenames.former_names(province)]
    if commune:
        ref = f"{commune.province.code}|{commune.name}"[:100]
        found.append((Kind.PLACE.value, ref, commune.full_name, (commune.name, str(commune))))
        found += [_once(name, commune.province) for name in placenames.once_called(commune)]
    return found


def _once(name: str, province: Province) -> tuple[str, str, str, tuple[str, ...]]:
    """A place that is part of another today: `Kon Tum (cũ), Quảng Ngãi`."""
    ref = f"{province.code}|{FORMER}{name}"[:100]
    return Kind.PLACE.value, ref, f"{name} (cũ), {province.name}", (name,)


def rebuild() -> None:
    """Offer everything anew, in one transaction: no moment without suggestions."""
    with transaction.atomic():
        Suggestion.objects.exclude(kind=Kind.READING).delete()
        met: set[tuple[str, str]] = set()
        rows: list[Suggestion] = []
        for group in Category.objects.filter(is_public=True):
            rows += rows_of(Kind.GROUP.value, group.slug[:100], group.name, names=[group.name, group.name_en])
        for product in _whole(Product.objects.order_by("pk")).iterator(chunk_size=BATCH):
            for (kind, ref), (label, names) in _things_of(product).items():
                if (kind, ref) not in met:
                    met.add((kind, ref))
                    rows += rows_of(kind, ref, label, names=names)
            if len(rows) > 5000:
                Suggestion.objects.bulk_create(rows, batch_size=2000)
                rows = []
        Suggestion.objects.bulk_create(rows, batch_size=2000)
