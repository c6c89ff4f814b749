"""The answer from the shop's own database, SQLite or PostgreSQL, with no extension.

One query whatever is asked: a table of counts from which every facet and the total are added up, and the page.
Whether a star is in force follows from the dates of its span and the day that is asked about. PostgreSQL finds words
by its own full-text index, SQLite by reading them; both rank by the same points.
"""

# ruff: noqa: S608 (statements are put together from constants; everything typed is a parameter)

from __future__ import annotations

from math import cos, radians
from typing import Any

from django.db import connection

from catalogue.search.backends.base import Answer, Question
from catalogue.search.backends.sql import Sql, both, either
from catalogue.search.backends.weighing import weight
from catalogue.search.facets import ROOT
from catalogue.search.upkeep import tallies
from catalogue.search.words import as_stored
from storefront.prepared import fetch

_FROM = """search_entry e LEFT JOIN search_starspan s
    ON s.product_id = e.product_id AND s.begins <= %s AND s.ends > %s"""
#: Where only stars in force are asked for: read in the order of an index, as far as the page needs.
_IN_FORCE = _FROM.replace("LEFT JOIN", "JOIN")

#: The star of a day from the entry, whose span is the one that begins last; and when the last that has begun began.
_STAR = """CASE WHEN e.begins > %s
    THEN (SELECT s.star FROM search_starspan s WHERE s.product_id = e.product_id AND s.begins <= %s AND s.ends > %s)
    WHEN e.ends > %s THEN e.star END"""
_BEGUN = """CASE WHEN e.begins > %s
    THEN (SELECT MAX(s.begins) FROM search_starspan s WHERE s.product_id = e.product_id AND s.begins <= %s)
    ELSE e.begins END"""

_TWICE = {"postgresql": "NOT MATERIALIZED"}

#: What a filter looks at where entries and spans are read, and where those that say the words are.
OWN = {"star": "s.star", "province": "e.province_code", "form": "e.legal_form"}
SAID = OWN | {"star": "e.star"}


def find(question: Question) -> Answer:
    """Answer with keys in order; a page past the end is the last page."""
    query = question.query
    said = _said(question)
    counting, page = _counting(question), _page(question, (query.page - 1) * query.page_size)
    whole = f"""WITH {said.text}{counting.text} UNION ALL
        SELECT 'page', CAST(shown.pk AS VARCHAR(20)), ROW_NUMBER() OVER () FROM ({page.text}) shown"""
    counts: dict[str, dict[str, int]] = {}
    places: list[tuple[int, int]] = []
    for name, value, number in _rows(question, Sql(whole, (*said.params, *counting.params, *page.params))):
        if name == "page":
            places.append((int(number), int(value)))
        elif value is not None and number:
            counts.setdefault(name, {})[value] = int(number)
    total = counts.pop("total", {}).get("", 0)
    if not places and total:
        last = _page(question, question.start(total))
        text = f"WITH {said.text.removesuffix(', ')} {last.text}" if said.text else last.text
        rows = _rows(question, Sql(text, (*said.params, *last.params)))
        places = [(place, pk) for place, (pk,) in enumerate(rows)]
    return Answer([pk for _place, pk in sorted(places)], total, counts)


def _rows(question: Question, sql: Sql) -> list[tuple[Any, ...]]:
    """The rows. How words are found depends on the words, so that is planned anew; the rest is planned once."""
    if not question.understood.wanted:
        return fetch(connection, sql.text, sql.params)
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.params)
        return cursor.fetchall()


def answering(question: Question) -> Sql:
    """`FROM … WHERE …` of the products that answer: without an order, a page or counts; entries are called e."""
    words, filters = matching(question), fitting(question)
    day = question.query.on.isoformat()
    return Sql(
        f"FROM {_FROM} WHERE {words.text} AND {filters.text}", (day, day, *words.params, *filters.params)
    )


def fitting(question: Question) -> Sql:
    """The condition that the filters make, beside the words."""
    filters = both(_filters(question, OWN).values())
    return filters if filters.text else Sql("1 = 1")


def first_page(question: Question) -> Sql:
    """The keys of the first page, as a statement of its own."""
    said, page = _said(question), _page(question, 0)
    start = f"WITH {said.text.removesuffix(', ')} " if said.text else ""
    return Sql(start + page.text, (*said.params, *page.params))


def matching(question: Question) -> Sql:
    """The condition on entries that the words make: every word, by one of its alternatives."""
    condition = _says(question)
    if not condition.text:
        return Sql("e.listed")
    return Sql(f"e.listed AND {condition.text}", condition.params)


def _says(question: Question) -> Sql:
    """The condition on entries that the words make; nothing without words."""
    wanted = question.understood.wanted
    if not wanted or connection.vendor != "postgresql":
        return both(
            either(both(Sql("e.words LIKE %s", (f"%{as_stored([word])}%",)) for word in one) for one in among)
            for among in wanted
        )
    words = " & ".join(
        "(" + " | ".join("(" + " & ".join(_quoted(word) for word in one) + ")" for one in alternatives) + ")"
        for alternatives in wanted
    )
    return Sql("to_tsvector('simple', e.words) @@ %s::tsquery", (words,))


def _said(question: Question) -> Sql:
    """Who says the words, with everything they are counted, weighed and sorted by.

    PostgreSQL reads them twice, for the counts and for the page: sooner done than keeping them in between.
    """
    if not question.understood.wanted:
        return Sql("")
    day, words = question.query.on.isoformat(), _says(question)
    worth = Sql("0")
    if question.query.sort == "relevance":
        worth = weight(question.understood.best, question.spelt, question.never)
    return Sql(
        f"""said AS {_TWICE.get(connection.vendor, "")} (SELECT
            e.product_id, e.group_path, e.province_code, e.legal_form, e.price, e.name_folded,
            {_STAR} AS star, {_BEGUN} AS begins, {worth.text} AS points
        FROM search_entry e WHERE e.listed AND {words.text}), """,
        (day, day, day, day, day, day, *worth.params, *words.params),
    )


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "") + "'"


def _filters(question: Question, columns: dict[str, str]) -> dict[str, Sql]:
    """Each filter in use by the facet it belongs to; `columns` says how they are called where it is put."""
    query = question.query
    made = {
        "in_force_only": Sql(f"{columns['star']} IS NOT NULL") if query.in_force_only else Sql(""),
        "stars": _among(columns["star"], query.stars),
        "provinces": _among(columns["province"], query.provinces),
        "legal_forms": _among(columns["form"], query.legal_forms),
        "groups": either(Sql("e.group_path LIKE %s", (f"{path}%",)) for path in question.paths),
        "price": both(
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
    if _is_plain(question) and question.understood.wanted:
        return _counted_at_once(question)
    if _is_plain(question) and _is_summed(question):
        return _summed_at_once(question)
    flags = {name: _filters(question, OWN).get(name) for name in ("groups", "price")}
    fits = {
        name: Sql(f"CASE WHEN {part.text} THEN 1 ELSE 0 END", part.params) if part else Sql("1")
        for name, part in flags.items()
    }
    alike = _summed(question, fits) if _is_summed(question) else _counted(question, fits)
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
        others = both(test for facet, test in tests.items() if facet != name)
        where = f" WHERE {others.text}" if others.text else ""
        by = "" if name == "total" else " GROUP BY 2"
        parts.append(Sql(f"SELECT '{name}', {value}, SUM(n) FROM alike{where}{by}", others.params))
    return Sql(
        f"alike AS ({alike.text}) {' UNION ALL '.join(part.text for part in parts)}",
        (*alike.params, *(value for part in parts for value in part.params)),
    )


def _is_plain(question: Question) -> bool:
    """No filter but for stars in force, where the database counts several ways in one pass."""
    filters = _filters(question, SAID).keys() - {"in_force_only"}
    return connection.vendor == "postgresql" and not filters


def _counted_at_once(question: Question) -> Sql:
    """Each facet of who says the words, counted while they are read once."""
    has = "(in_force OR name = 'stars') AND" if question.query.in_force_only else ""
    return Sql(
        f"""alike AS (SELECT CASE WHEN GROUPING(root) = 0 THEN 'groups' WHEN GROUPING(province) = 0 THEN 'provinces'
                WHEN GROUPING(form) = 0 THEN 'legal_forms' ELSE 'stars' END AS name, in_force,
            COALESCE(root, province, form, CAST(star AS VARCHAR(9))) AS value, COUNT(*) AS n
        FROM (SELECT substr(e.group_path, 1, {ROOT}) AS root, e.province_code AS province, e.legal_form AS form,
            e.star, e.star IS NOT NULL AS in_force FROM said e) each_one
        GROUP BY GROUPING SETS ((in_force, root), (in_force, province), (in_force, form), (star)))
        SELECT name, value, SUM(n) FROM alike WHERE {has} value IS NOT NULL GROUP BY 1, 2
        UNION ALL SELECT 'in_force_only', CASE WHEN value IS NULL THEN '0' ELSE '1' END, SUM(n)
            FROM alike WHERE name = 'stars' GROUP BY 2
        UNION ALL SELECT 'total', '', SUM(n) FROM alike WHERE name = 'stars'{" AND value IS NOT NULL" if has else ""}"""
    )


def _summed_at_once(question: Question) -> Sql:
    """Each facet from the sums, read once: those of star 0 count every product, the others those with a star."""
    fits = "in_force" if question.query.in_force_only else "NOT in_force"
    return Sql(
        f"""alike AS (SELECT CASE WHEN GROUPING(root) = 0 THEN 'groups' WHEN GROUPING(province) = 0 THEN 'provinces'
                WHEN GROUPING(form) = 0 THEN 'legal_forms' ELSE 'stars' END AS name, in_force,
            COALESCE(root, province, form, CAST(star AS VARCHAR(9))) AS value, SUM(number) AS n
        FROM (SELECT substr(e.group_path, 1, {ROOT}) AS root, e.province_code AS province, e.legal_form AS form,
            e.star, e.star > 0 AS in_force, e.number FROM search_tally e WHERE e.day <= %s) each_one
        GROUP BY GROUPING SETS ((in_force, root), (in_force, province), (in_force, form), (in_force, star)))
        SELECT name, value, n FROM alike WHERE CASE WHEN name = 'stars' THEN in_force ELSE {fits} END
        UNION ALL SELECT 'in_force_only', '1', SUM(n) FROM alike WHERE name = 'stars' AND in_force
        UNION ALL SELECT 'in_force_only', '0', SUM(CASE WHEN in_force THEN -n ELSE n END)
            FROM alike WHERE name = 'stars'
        UNION ALL SELECT 'total', '', SUM(n) FROM alike WHERE name = 'stars' AND {fits}""",
        (question.query.on.isoformat(),),
    )


def _counted(question: Question, fits: dict[str, Sql]) -> Sql:
    """How many products are alike in everything that is counted, one by one."""
    day = question.query.on.isoformat()
    columns, source = (SAID, Sql("said e")) if question.understood.wanted else (OWN, Sql(_FROM, (day, day)))
    return Sql(
        f"""SELECT substr(e.group_path, 1, {ROOT}) AS root, {columns["star"]} AS star, e.province_code AS province,
            e.legal_form AS form, {fits["groups"].text} AS in_groups, {fits["price"].text} AS in_range, COUNT(*) AS n
        FROM {source.text} {"" if question.understood.wanted else "WHERE e.listed"} GROUP BY 1, 2, 3, 4, 5, 6""",
        (*fits["groups"].params, *fits["price"].params, *source.params),
    )


def _is_summed(question: Question) -> bool:
    """Whether the sums know what is asked: kinds of products, on a day that is not past."""
    query = question.query
    narrowed = question.understood.wanted or query.price_min is not None or query.price_max is not None
    return not narrowed and tallies.knows(query.on)


def _summed(question: Question, fits: dict[str, Sql]) -> Sql:
    """The same from the sums; those without a star are the rest of all."""
    day, kind = question.query.on.isoformat(), "e.province_code, e.legal_form"
    group = f"substr(e.group_path, 1, {ROOT}) AS root"
    fit, own = fits["groups"].text, fits["groups"].params
    return Sql(
        f"""SELECT root, star, province_code AS province, legal_form AS form, in_groups, 1 AS in_range, SUM(number) AS n
        FROM (
            SELECT {group}, NULLIF(e.star, 0) AS star, {kind}, {fit} AS in_groups, e.number
                FROM search_tally e WHERE e.day <= %s
            UNION ALL SELECT {group}, NULL, {kind}, {fit}, -e.number
                FROM search_tally e WHERE e.day <= %s AND e.star > 0
        ) told GROUP BY 1, 2, 3, 4, 5""",
        (*own, day, *own, day),
    )


def _page(question: Question, start: int) -> Sql:
    columns = SAID if question.understood.wanted else OWN
    filters, order = both(_filters(question, columns).values()), _order(question, columns["star"][0])
    day, size = question.query.on.isoformat(), question.query.page_size
    if question.understood.wanted:
        source, where = Sql("said e"), filters.text or "1 = 1"
    else:
        source = Sql(_IN_FORCE if _is_walked(question) else _FROM, (day, day))
        where = f"e.listed AND {filters.text}" if filters.text else "e.listed"
    return Sql(
        f"SELECT e.product_id AS pk FROM {source.text} WHERE {where} ORDER BY {order.text} LIMIT %s OFFSET %s",
        (*source.params, *filters.params, *order.params, size, start),
    )


def _is_walked(question: Question) -> bool:
    """Whether the page is read along an index of the stars in force: where no words have to be weighed."""
    return not question.understood.wanted and (question.query.in_force_only or bool(question.query.stars))


def _order(question: Question, span: str) -> Sql:
    """The order asked for; `span` is what the table with the stars is called."""
    query = question.query
    last = "" if _is_walked(question) else " NULLS LAST"
    collate = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    star = Sql(f"{span}.star DESC{last}")
    name = Sql(f"e.name_folded{collate}, e.product_id")
    told = question.understood.wanted or query.in_force_only or query.stars
    newest = Sql(f"{span}.begins DESC{last}") if told else _last_begun(query.on.isoformat())
    if query.sort in {"price", "-price"}:
        first = Sql(f"e.price {'DESC' if query.sort == '-price' else 'ASC'} NULLS LAST")
        parts = [first, star, name]
    elif query.sort == "newest":
        parts = [newest, star, name]
    elif query.sort == "near" and query.near:
        parts = [_distance(*query.near), star, name]
    elif query.sort == "relevance" and question.understood.wanted:
        parts = [Sql("e.points DESC"), star, newest, name]
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
