"""The answer from an Elasticsearch server, by its DSL: one request with two searches, the page and the counts.

The counts ask for no hits and name the day, so the server keeps them until something is written. Ranking gives the
same points as the database backend; `in force` is a range of dates that contains the day asked about.
"""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from elasticsearch.dsl import A, MultiSearch, Q, Search
from elasticsearch.dsl.query import Query

from catalogue.search.backends import database
from catalogue.search.backends.base import Answer, BackendAwayError, Question
from catalogue.search.choices import load_choices
from catalogue.search.points import ANYWHERE, NAME, NAME_SPELT, REST_SPELT, points_of
from catalogue.search.query import STARS, ProductQuery
from catalogue.search.readings import MOST_READINGS
from catalogue.search.server.client import index_name, or_away, reading, writing
from catalogue.search.spelling import Understood, understand

FIELDS = {ANYWHERE: "anywhere", NAME: "name", NAME_SPELT: "name_spelt", REST_SPELT: "rest_spelt"}
#: The server walks no further than this from the start of an answer; what lies behind it the database knows.
DEEPEST = 10_000
MOST_PLACES = 100
WARMING = ("", "nước mắm", "mat ong rung", "ca phe")


def find(question: Question, *, patient: bool = False) -> Answer:
    """Answer with keys in order; a page past the end is the last page. Raises `BackendAwayError`.

    `patient`: nobody waits for it, so the server may take its time.
    """
    if question.query.page * question.query.page_size > DEEPEST:
        return database.find(question)
    counted, page = _counting(question), _page(question, question.query.page)
    with or_away():
        asked = (
            MultiSearch(using=writing() if patient else reading(), index=index_name("products"))
            .add(counted)
            .add(page)
        )
        if question.reads:
            asked = asked.add(_readings(question))
        counts_found, page_found, *readings_found = asked.execute()
        _whole(counts_found)
        counts = _counts_of(counts_found)
        total = counts.pop("total", {}).get("", 0)
        pks = [int(hit.meta.id) for hit in page_found]
        if not pks and total:
            pks = _last_page(question, total)
    return Answer(pks, total, counts, [hit.meta.id for found in readings_found for hit in found])


def warm(on: date) -> None:
    """Ask what shoppers ask, nobody waiting: a server fresh from its start is slow at first."""
    choices = load_choices()
    for text in WARMING:
        query = ProductQuery(on=on, text=text)
        find(Question(query=query, understood=understand(query.words), choices=choices), patient=True)


def _whole(found: Any) -> None:
    """Half an answer is none: the database has all of it."""
    if found.timed_out or found._shards.failed:
        raise BackendAwayError("the server answered in part")


def _last_page(question: Question, total: int) -> list[int]:
    """Past the end is the last page."""
    last = -(-total // question.query.page_size)
    found = _page(question, last).using(reading()).index(index_name("products")).execute()
    return [int(hit.meta.id) for hit in found]


def _page(question: Question, number: int) -> Search:
    size = question.query.page_size
    filters = [_listed(), *_words(question.understood), *_filters(question).values()]
    asked = Q("bool", filter=filters, should=_points(question) if _is_ranked(question) else [])
    search = Search().query(asked).source(False).extra(track_total_hits=False)
    return search.sort(*_order(question))[(number - 1) * size : number * size]


def _listed() -> Query:
    return Q("term", listed=True)


def _words(understood: Understood, field: str = "anywhere") -> list[Query]:
    """Every word, by one of its alternatives."""
    return [
        reduce(or_, [reduce(and_, [Q("term", **{field: word}) for word in one]) for one in alternatives])
        for alternatives in understood.wanted
    ]


def _filters(question: Question) -> dict[str, Query]:
    """Each filter in use by the facet it belongs to."""
    query = question.query
    made: dict[str, Query] = {}
    if query.in_force_only:
        made["in_force_only"] = _in_force(question, "in_force")
    if query.stars:
        made["stars"] = reduce(or_, [_in_force(question, f"stars_{star}") for star in query.stars])
    if query.provinces:
        made["provinces"] = Q("terms", province=list(query.provinces))
    if query.legal_forms:
        made["legal_forms"] = Q("terms", legal_form=list(query.legal_forms))
    if query.groups:
        made["groups"] = Q("terms", groups=list(question.paths))
    bounds = {"gte": query.price_min, "lte": query.price_max}
    if bounds := {name: value for name, value in bounds.items() if value is not None}:
        made["price"] = Q("range", price=bounds)
    return made


def _in_force(question: Question, field: str) -> Query:
    day = question.query.on.isoformat()
    return Q("range", **{field: {"gte": day, "lte": day, "relation": "contains"}})


def _counting(question: Question) -> Search:
    """Each facet under every filter but its own; the total under all."""
    filters = _filters(question)
    search = Search().query(Q("bool", filter=[_listed(), *_words(question.understood)]))
    search = search.extra(size=0, track_total_hits=False).params(request_cache=True)
    among = {
        "groups": A("terms", field="root", size=MOST_PLACES),
        "stars": A(
            "filters",
            filters={str(star): _in_force(question, f"stars_{star}") for star in STARS},
        ),
        "provinces": A("terms", field="province", size=MOST_PLACES),
        "legal_forms": A("terms", field="legal_form", size=MOST_PLACES),
        "in_force_only": A("filters", filters={"1": _in_force(question, "in_force")}, other_bucket_key="0"),
    }
    for name, values in among.items():
        others = [one for facet, one in filters.items() if facet != name]
        search.aggs.bucket(name, "filter", filter=Q("bool", filter=others)).bucket("values", values)
    search.aggs.bucket("total", "filter", filter=Q("bool", filter=list(filters.values())))
    return search


def _counts_of(found: Any) -> dict[str, dict[str, int]]:
    aggregations = found.aggregations.to_dict()
    counts: dict[str, dict[str, int]] = {"total": {"": aggregations.pop("total")["doc_count"]}}
    for name, part in aggregations.items():
        buckets = part["values"]["buckets"]
        pairs = buckets.items() if isinstance(buckets, dict) else ((one["key"], one) for one in buckets)
        counts[name] = {value: one["doc_count"] for value, one in pairs if one["doc_count"]}
    return counts


def _readings(question: Question) -> Search:
    """Stories, news and guides that say every word; those whose title does come first."""
    titled = [
        Q("constant_score", filter=Q("term", title=word), boost=1.0) for word in question.understood.best
    ]
    filters = [Q("term", language=question.language), *_words(question.understood)]
    search = (
        Search(index=index_name("readings")).query(Q("bool", filter=filters, should=titled)).source(False)
    )
    return search.sort("_score", {"published_on": {"order": "desc", "missing": "_last"}}, "ref")[
        :MOST_READINGS
    ]


def _is_ranked(question: Question) -> bool:
    return question.query.sort == "relevance" and bool(question.understood.wanted)


def _points(question: Question) -> list[Query]:
    """The points of `catalogue.search.points`; every beginning is kept as one word."""
    queries = []
    for point in points_of(question.understood.best, question.spelt, question.never):
        text = " ".join(point.words)
        if point.at_start:
            said = Q("prefix", begins=f"{text} ")
        else:
            said = reduce(or_, [Q("match_phrase", **{FIELDS[mark]: text}) for mark in point.marks])
        queries.append(Q("constant_score", filter=said, boost=float(point.worth)))
    return queries


def _order(question: Question) -> list[Any]:
    query = question.query
    today = query.on.isoformat()
    star = {
        "spans.star": {
            "order": "desc",
            "missing": "_last",
            "nested": {
                "path": "spans",
                "filter": {"range": {"spans.counts": {"gte": today, "lte": today, "relation": "contains"}}},
            },
        }
    }
    newest = {
        "spans.begins": {
            "order": "desc",
            "mode": "max",
            "missing": "_last",
            "nested": {"path": "spans", "filter": {"range": {"spans.begins": {"lte": today}}}},
        }
    }
    rest = ["name_key", "key"]
    if query.sort in {"price", "-price"}:
        order = "desc" if query.sort == "-price" else "asc"
        return [{"price": {"order": order, "missing": "_last"}}, star, *rest]
    if query.sort == "newest":
        return [newest, star, *rest]
    if query.sort == "near" and query.near:
        latitude, longitude = query.near
        here = {"outlets": {"lat": latitude, "lon": longitude}, "order": "asc", "mode": "min"}
        return [{"_geo_distance": here}, star, *rest]
    ranked = ["_score"] if _is_ranked(question) else []
    return [*ranked, star, newest, *rest]
