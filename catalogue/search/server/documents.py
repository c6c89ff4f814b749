"""What the server keeps of a product and of something to read. Every text arrives folded or spelt by our own function.

Several fields of a product are values of one text field, so that words side by side never reach across two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from elasticsearch.dsl import (
    Boolean,
    Date,
    DateRange,
    Document,
    Double,
    GeoPoint,
    InnerDoc,
    Integer,
    Keyword,
    Nested,
    Text,
)

from catalogue.search.facets import ROOT
from catalogue.search.models import Entry, Outlet, Reading, StarSpan

#: Words come apart at spaces alone: they were cut before.
WORDS = {"analyzer": "whitespace", "norms": False}
SETTINGS = {"number_of_shards": 1, "number_of_replicas": 0, "max_result_window": 10_000}


class Span(InnerDoc):
    """From when a recognition's star counts, for orders by star and by date; `counts` are the days it does."""

    star = Integer()
    begins = Date(format="yyyy-MM-dd")
    counts = DateRange(format="yyyy-MM-dd")


class ProductDocument(Document):
    """One product."""

    listed = Boolean()
    name = Text(**WORDS)
    name_spelt = Text(**WORDS)
    rest_spelt = Text(**WORDS)
    anywhere = Text(**WORDS)
    name_key = Keyword()
    begins = Keyword()
    groups = Keyword()
    root = Keyword()
    province = Keyword()
    legal_form = Keyword()
    price = Double()
    # The days on which a star is in force, one field for each star and one for any.
    in_force = DateRange(format="yyyy-MM-dd")
    stars_3 = DateRange(format="yyyy-MM-dd")
    stars_4 = DateRange(format="yyyy-MM-dd")
    stars_5 = DateRange(format="yyyy-MM-dd")
    spans = Nested(Span)
    outlets = GeoPoint()
    key = Integer()


class ReadingDocument(Document):
    """One story, piece of news, guide or page."""

    ref = Keyword()
    language = Keyword()
    kind = Keyword()
    title = Text(**WORDS)
    anywhere = Text(**WORDS)
    published_on = Date(format="yyyy-MM-dd")


DOCUMENTS: dict[str, type[Document]] = {"products": ProductDocument, "readings": ReadingDocument}


def products_by_key(pks: Iterable[int]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The document of each of these products, from their entries; None where there is no product any more."""
    chosen = list(pks)
    entries = Entry.objects.in_bulk(chosen)
    spans, outlets = _by_product(StarSpan, chosen), _by_product(Outlet, chosen)
    for pk in chosen:
        entry = entries.get(pk)
        yield pk, product_document(entry, spans.get(pk, []), outlets.get(pk, [])) if entry else None


def _by_product(model: type[StarSpan] | type[Outlet], pks: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in model._default_manager.filter(product__in=pks).order_by("pk"):
        found.setdefault(row.product_id, []).append(row)
    return found


def product_document(entry: Entry, spans: list[StarSpan], outlets: list[Outlet]) -> dict[str, Any]:
    """A product's entry with its spans and outlets, as the server keeps it."""
    words = parts_of(entry.words)
    path = entry.group_path
    document: dict[str, Any] = {
        "key": entry.pk,
        "listed": entry.listed,
        **words,
        "name_key": entry.name_folded,
        "begins": f"{words['name']} ",
        "groups": [path[:end] for end in range(ROOT, len(path) + 1, ROOT)],
        "root": path[:ROOT],
        "province": entry.province_code,
        "legal_form": entry.legal_form,
        "spans": [
            {"star": span.star, "begins": span.begins.isoformat(), **_while(span, "counts")} for span in spans
        ],
        "outlets": [{"lat": one.latitude, "lon": one.longitude} for one in outlets],
    }
    if entry.price is not None:
        document["price"] = float(entry.price)
    for span in spans:
        for name in ("in_force", f"stars_{span.star}"):
            for days in _while(span, name).values():
                document.setdefault(name, []).append(days)
    return document


def _while(span: Any, name: str) -> dict[str, dict[str, str]]:
    """The days a span counts, the last included; nothing where it never does."""
    if span.ends <= span.begins:
        return {}
    return {name: {"gte": span.begins.isoformat(), "lte": (span.ends - timedelta(days=1)).isoformat()}}


def parts_of(stored: str) -> dict[str, Any]:
    """Stored words (`catalogue.search.words.index_text`) by what they are for."""
    parts: dict[str, list[str]] = {"anywhere": [], "name": [], "name_spelt": [], "rest_spelt": []}
    marks = {"~": "name", "^": "name_spelt", "=": "rest_spelt"}
    for field in stored.split(" | "):
        words = field.split()
        kind = marks.get(words[0][0]) if words else None
        text = " ".join(word[1:] for word in words) if kind else " ".join(words)
        if text:
            parts[kind or "anywhere"].append(text)
    return {
        "anywhere": parts["anywhere"],
        "name": " ".join(parts["name"]),
        "name_spelt": " ".join(parts["name_spelt"]),
        "rest_spelt": parts["rest_spelt"],
    }


def readings_by_ref(refs: Iterable[str]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """The document of each of these readings; None where it is no longer told of."""
    chosen = list(refs)
    found = Reading.objects.in_bulk(chosen)
    for ref in chosen:
        reading = found.get(ref)
        yield ref, reading_document(reading) if reading else None


def reading_document(reading: Reading) -> dict[str, Any]:
    words = parts_of(reading.words)
    document = {
        "ref": reading.ref,
        "language": reading.language,
        "kind": reading.kind,
        "title": words["name"],
        "anywhere": words["anywhere"],
    }
    if reading.published_on:
        document["published_on"] = reading.published_on.isoformat()
    return document
