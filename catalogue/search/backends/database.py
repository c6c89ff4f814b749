"""The answer from the shop's own database, SQLite or PostgreSQL, with no extension.

One query whatever is asked: a table of counts from which every facet and the total are added up, and the page.
Whether a star is in force follows from the dates of its span and the day that is asked about. PostgreSQL finds words
by its own full-text index, SQLite by reading them; both rank by the same points.
"""

# ruff: noqa: S608 (statements are put together from constants; everything typed is a parameter)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import cos, radians
from typing import Any, NamedTuple

from django.db import connection

from catalogue.search.backends.base import Answer, Question
from catalogue.search.facets import ROOT
from catalogue.search.points import points_of
from catalogue.search.query import ProductQuery
from catalogue.search.words import as_stored

_FROM = """search_entry e LEFT JOIN search_starspan s
    ON s.product_id = e.product_id AND s.begins <= %s AND s.ends > %s"""

#: What a filter looks at where entries and spans are read.
OWN = {"star": "s.star", "province": "e.province_code", "form": "e.legal_form"}


class Sql(NamedTuple):
    """A piece of SQL and its parameters."""

    text: str
    params: tuple[Any, ...] = ()


def find(question: Question) -> Answer:
    """Answer with keys in order; a page past the end is the last page."""
    query = question.query
    counting, page = _counting(question), _page(question, (query.page - 1) * query.page_size)
    both = f"""{counting.text} UNION ALL
        SELECT 'page', CAST(shown.pk AS VARCHAR(20)), ROW_NUMBER() OVER () FROM ({page.text}) shown"""
    counts: dict[str, dict[str, int]] = {}
    places: list[tuple[int, int]] = []
    with connection.cursor() as cursor:
        cursor.execute(both, (*counting.params, *page.params))
        for name, value, number in cursor.fetchall():
            if name == "page":
                places.append((int(number), int(value)))
            elif value is not None and number:
                counts.setdefault(name, {})[value] = int(number)
        total = counts.pop("total", {}).get("", 0)
        if not places and total:
            cursor.execute(*_page(question, question.start(total)))
            places = [(place, pk) for place, (pk,) in enumerate(cursor.fetchall())]
    return Answer([pk for _place, pk in sorted(places)], total, counts)


def count(question: Question) -> int:
    """How many products answer: without facets, without a page."""
    words, filters = matching(question), _and(_filters(question, OWN).values())
    where = " AND ".join(part.text for part in (words, filters) if part.text)
    day = question.query.on.isoformat()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*) FROM {_FROM} WHERE {where}", (day, day, *words.params, *filters.params)
        )
        return int(cursor.fetchone()[0])


def count_each(question: Question, queries: Sequence[ProductQuery]) -> list[int]:
    """How many products answer each of these queries, which say the same words as the question; one pass."""
    if not queries:
        return []
    words = matching(question)
    tests = [_and(_filters(replace(question, query=query), OWN).values()) for query in queries]
    counted = ", ".join(f"COUNT(CASE WHEN {test.text or '1 = 1'} THEN 1 END)" for test in tests)
    day = question.query.on.isoformat()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {counted} FROM {_FROM} WHERE {words.text}",
            (*(value for test in tests for value in test.params), day, day, *words.params),
        )
        return [int(number) for number in cursor.fetchone()]


def matching(question: Question) -> Sql:
    """The condition on entries that the words make: every word, by one of its alternatives."""
    wanted = question.understood.wanted
    if not wanted:
        return Sql("e.listed")
    if connection.vendor == "postgresql":
        words = " & ".join(
            "("
            + " | ".join("(" + " & ".join(_quoted(word) for word in one) + ")" for one in alternatives)
            + ")"
            for alternatives in wanted
        )
        condition = Sql("to_tsvector('simple', w.search_words) @@ %s::tsquery", (words,))
    else:
        condition = _and(
            _or(
                _and(Sql("w.search_words LIKE %s", (f"%{as_stored([word])}%",)) for word in one)
                for one in among
            )
            for among in wanted
        )
    return Sql(
        f"e.listed AND e.product_id IN (SELECT w.id FROM catalogue_product w WHERE {condition.text})",
        condition.params,
    )


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "") + "'"


def _and(parts: Any) -> Sql:
    return _joined(" AND ", parts)


def _or(parts: Any) -> Sql:
    return _joined(" OR ", parts)


def _joined(by: str, parts: Any) -> Sql:
    listed = [part for part in parts if part.text]
    if not listed:
        return Sql("")
    return Sql(f"({by.join(part.text for part in listed)})", tuple(v for part in listed for v in part.params))


def _filters(question: Question, columns: dict[str, str]) -> dict[str, Sql]:
    """Each filter in use by the facet it belongs to; `columns` says how they are called where it is put."""
    query = question.query
    made = {
        "in_force_only": Sql(f"{columns['star']} IS NOT NULL") if query.in_force_only else Sql(""),
        "stars": _among(columns["star"], query.stars),
        "provinces": _among(columns["province"], query.provinces),
        "legal_forms": _among(columns["form"], query.legal_forms),
        "groups": _or(Sql("e.group_path LIKE %s", (f"{path}%",)) for path in question.paths),
        "price": _and(
            Sql(f"e.price {sign} %s", (bound,))
            for sign, bound in ((">=", query.price_min), ("<=", query.price_max))
            if bound is not None
        ),
    }
    return {name: part for name, part in made.items() if part.text}


def _among(column: str, values: tuple[Any, ...]) -> Sql:
    return Sql(f"{column} IN ({', '.join(['%s'] * len(values))})" if values else "", values)


def _counting(question: Question) -> Sql:
    """Facet, value, number: products alike in everything first, then each facet with every filter but its own."""
    flags = {name: _filters(question, OWN).get(name) for name in ("groups", "price")}
    fits = {
        name: Sql(f"CASE WHEN {part.text} THEN 1 ELSE 0 END", part.params) if part else Sql("1")
        for name, part in flags.items()
    }
    words = matching(question)
    day = question.query.on.isoformat()
    alike = Sql(
        f"""SELECT substr(e.group_path, 1, {ROOT}) AS root, s.star AS star, e.province_code AS province,
            e.legal_form AS form, {fits["groups"].text} AS in_groups, {fits["price"].text} AS in_range, COUNT(*) AS n
        FROM {_FROM} WHERE {words.text} GROUP BY 1, 2, 3, 4, 5, 6""",
        (*fits["groups"].params, *fits["price"].params, day, day, *words.params),
    )
    named = {"star": "star", "province": "province", "form": "form"}
    tests = _filters(question, named) | {
        name: Sql(f"in_{'groups' if name == 'groups' else 'range'} = 1")
        for name, part in flags.items()
        if part
    }
    values = {
        "groups": "root",
        "stars": "CAST(star AS VARCHAR(9))",
        "provinces": "province",
        "legal_forms": "form",
        "in_force_only": "CASE WHEN star IS NULL THEN '0' ELSE '1' END",
        "total": "''",
    }
    parts = []
    for name, value in values.items():
        others = _and(test for facet, test in tests.items() if facet != name)
        where = f" WHERE {others.text}" if others.text else ""
        by = "" if name == "total" else " GROUP BY 2"
        parts.append(Sql(f"SELECT '{name}', {value}, SUM(n) FROM alike{where}{by}", others.params))
    return Sql(
        f"WITH alike AS ({alike.text}) {' UNION ALL '.join(part.text for part in parts)}",
        (*alike.params, *(value for part in parts for value in part.params)),
    )


def _page(question: Question, start: int) -> Sql:
    words, filters = matching(question), _and(_filters(question, OWN).values())
    order = _order(question)
    where = " AND ".join(part.text for part in (words, filters) if part.text)
    day, size = question.query.on.isoformat(), question.query.page_size
    joined = " JOIN catalogue_product p ON p.id = e.product_id" if "p.search_words" in order.text else ""
    return Sql(
        f"SELECT e.product_id AS pk FROM {_FROM}{joined} WHERE {where} ORDER BY {order.text} LIMIT %s OFFSET %s",
        (day, day, *words.params, *filters.params, *order.params, size, start),
    )


def _order(question: Question) -> Sql:
    query = question.query
    collate = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    star = Sql("s.star DESC NULLS LAST")
    name = Sql(f"e.name_folded{collate}, e.product_id")
    newest = Sql("s.begins DESC NULLS LAST") if query.in_force_only else _last_begun(query.on.isoformat())
    if query.sort in {"price", "-price"}:
        first = Sql(f"e.price {'DESC' if query.sort == '-price' else 'ASC'} NULLS LAST")
        parts = [first, star, name]
    elif query.sort == "newest":
        parts = [newest, star, name]
    elif query.sort == "near" and query.near:
        parts = [_distance(*query.near), star, name]
    elif query.sort == "relevance" and question.understood.wanted:
        parts = [_weight(question), star, newest, name]
    else:
        parts = [star, newest, name]
    return Sql(", ".join(part.text for part in parts), tuple(v for part in parts for v in part.params))


def _last_begun(day: str) -> Sql:
    return Sql(
        """(SELECT MAX(b.begins) FROM search_starspan b
            WHERE b.product_id = e.product_id AND b.begins <= %s) DESC NULLS LAST""",
        (day,),
    )


def _distance(latitude: float, longitude: float) -> Sql:
    """The square of the way to the nearest place that carries it, on a map flat for the size of Vietnam."""
    narrow = cos(radians(latitude)) ** 2
    north = "(o.latitude - %s) * (o.latitude - %s)"
    away = f"{north} + (o.longitude - %s) * (o.longitude - %s) * CAST(%s AS DOUBLE PRECISION)"
    return Sql(
        f"(SELECT MIN({away}) FROM search_outlet o WHERE o.product_id = e.product_id) ASC NULLS LAST",
        (latitude, latitude, longitude, longitude, narrow),
    )


def _weight(question: Question) -> Sql:
    """The points of `catalogue.search.points`, by looking into the stored words."""
    parts = []
    for point in points_of(question.understood.best, question.spelt):
        texts = [as_stored(point.words, mark=mark) for mark in point.marks]
        likes = [f"{text}%" if point.at_start else f"%{text}%" for text in texts]
        condition = " OR ".join(["p.search_words LIKE %s"] * len(likes))
        parts.append(Sql(f"CASE WHEN {condition} THEN {point.worth} ELSE 0 END", tuple(likes)))
    return Sql(f"({' + '.join(part.text for part in parts)}) DESC", tuple(v for p in parts for v in p.params))
