"""Stories, news and guides as search knows them: copies of what their owner tells (SEARCH_READING_SOURCES).

They are folded by the same functions as products, so "nuoc mam" finds them as well.
"""

# ruff: noqa: S608 (statements are put together from constants; everything typed is a parameter)

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from catalogue.search import suggesting, vocabulary
from catalogue.search.models import Reading
from catalogue.search.spelling import Understood
from catalogue.search.words import as_stored, index_text
from storefront.ready_queries import ReadyQuery

MOST_TEXT = 20_000
MOST_READINGS = 3
_SHOWN = ("ref", "kind", "language", "title", "url", "summary", "published_on")


@dataclass(frozen=True)
class Told:
    """What its owner says of something to read; `ref` is `page:12`, `body` plain text."""

    ref: str
    kind: str
    language: str
    title: str
    url: str
    summary: str = ""
    body: str = ""
    published_on: date | None = None


def refs_of(keys: Iterable[int]) -> list[str]:
    """The refs of pages by their keys."""
    return [f"page:{key}" for key in keys]


def refresh(keys: Iterable[int]) -> None:
    """Copy these anew from their owners; what nobody tells of any more is forgotten."""
    chosen = list(keys)
    if chosen:
        _replace(refs_of(chosen), [told for source in _sources() for told in source(chosen)])


def rebuild() -> int:
    """Copy everything anew; return how many there are."""
    told = [told for source in _sources() for told in source(None)]
    _replace(list(Reading.objects.values_list("ref", flat=True)), told)
    return len(told)


def _sources() -> list:
    return [import_string(path) for path in settings.SEARCH_READING_SOURCES]


def _replace(refs: list[str], told: list[Told]) -> None:
    gone = set(refs) - {one.ref for one in told}
    with transaction.atomic():
        Reading.objects.filter(ref__in=gone).delete()
        for one in told:
            Reading.objects.update_or_create(ref=one.ref, defaults=_stored(one))
    vocabulary.learn(text for one in told for text in (one.title, one.summary))
    kind = suggesting.Kind.READING.value
    suggesting.refresh(
        {(kind, ref): ("", ()) for ref in gone} | {(kind, one.ref): (one.title, ()) for one in told}
    )


def _stored(told: Told) -> dict[str, object]:
    return {
        "kind": told.kind,
        "language": told.language,
        "title": told.title[:255],
        "url": told.url,
        "summary": told.summary,
        "published_on": told.published_on,
        "words": index_text(told.title, others=[told.summary], hints=[told.body[:MOST_TEXT]]),
    }


def find(understood: Understood, *, language: str, most: int = MOST_READINGS) -> list[Reading]:
    """The readings that say every word, those whose title says them first; one query."""
    if not understood.wanted:
        return []
    said, params = [], [language]
    for among in understood.wanted:
        said.append(" OR ".join(" AND ".join(["words LIKE %s"] * len(one)) for one in among))
        params += [f"%{as_stored([word])}%" for one in among for word in one]
    # Letters less without the word in the title: how often it says it.
    titled = [
        as_stored([word], mark="~").rstrip() for word in dict.fromkeys(understood.best) if word.isascii()
    ]
    times = "LENGTH(words) - LENGTH(REPLACE(words, %s, '')) DESC, " * len(titled)
    sql = f"""SELECT {", ".join(_SHOWN)} FROM search_reading
        WHERE language = %s AND {" AND ".join(f"({each})" for each in said)}
        ORDER BY {times}published_on DESC NULLS LAST, ref LIMIT {int(most)}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *titled])
        return [Reading.from_db(connection.alias, _SHOWN, row) for row in cursor.fetchall()]


def by_refs(refs: Iterable[str]) -> list[Reading]:
    """Those that are still told of, in that order."""
    chosen = list(refs)
    found = {one.ref: one for one in _told(refs=chosen)} if chosen else {}
    return [found[ref] for ref in chosen if ref in found]


_told = ReadyQuery(lambda *, refs: Reading.objects.filter(ref__in=refs).defer("words"))
