"""How many products answer several questions, each time in one statement: what a page that found nothing tells of
the questions near it."""

# ruff: noqa: S608 (statements are put together from constants; everything typed is a parameter)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import connection

from catalogue.search.backends.base import Question
from catalogue.search.backends.database import answering, fitting
from catalogue.search.backends.sql import Sql
from catalogue.search.facets import ROOT
from catalogue.search.query import ProductQuery


@dataclass(frozen=True)
class Counts:
    """By place how many answer each question, and each other query; by the place of a group how many are in it."""

    questions: list[int]
    queries: list[int]
    groups: dict[str, int] = field(default_factory=dict)


def first_answered(questions: Sequence[Question]) -> int | None:
    """The place of the first of these questions that a product answers, or None. Nothing is looked for after it."""
    parts = [answering(question) for question in questions]
    cases = " ".join(f"WHEN EXISTS (SELECT 1 {part.text}) THEN {place}" for place, part in enumerate(parts))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CASE {cases} END", [value for part in parts for value in part.params])
        return cursor.fetchone()[0]


def count_all(
    questions: Sequence[Question],
    *,
    queries: tuple[Question, Sequence[ProductQuery]] | None = None,
    by_group: Question | None = None,
) -> Counts:
    """Count the products that answer each of `questions`.

    `queries`: other queries that say the same words as the question before them, looked at in one pass.
    `by_group`: a question whose products are counted by their group.
    """
    question, others = queries or (None, ())
    parts = [_alone(place, each) for place, each in enumerate(questions)]
    start = Sql("")
    if question and others:
        start = _one_pass(question, others)
        parts += [Sql(f"SELECT 'queries', '{place}', n{place} FROM passed") for place in range(len(others))]
    if by_group:
        told = answering(by_group)
        root = f"substr(e.group_path, 1, {ROOT})"
        parts.append(Sql(f"SELECT 'groups', {root}, COUNT(*) {told.text} GROUP BY 2", told.params))
    found: dict[str, dict[str, int]] = {"questions": {}, "queries": {}, "groups": {}}
    if parts:
        params = (*start.params, *(value for part in parts for value in part.params))
        with connection.cursor() as cursor:
            cursor.execute(start.text + " UNION ALL ".join(part.text for part in parts), params)
            for kind, name, number in cursor.fetchall():
                found[kind][name] = int(number)
    return Counts(
        questions=[found["questions"][str(place)] for place in range(len(questions))],
        queries=[found["queries"][str(place)] for place in range(len(others))],
        groups=found["groups"],
    )


def _alone(place: int, question: Question) -> Sql:
    told = answering(question)
    return Sql(f"SELECT 'questions', '{place}', COUNT(*) {told.text}", told.params)


def _one_pass(question: Question, others: Sequence[ProductQuery]) -> Sql:
    """A table of one row: how many of those that say the words fit each of the queries."""
    tests = [fitting(replace(question, query=query)) for query in others]
    counted = ", ".join(
        f"COUNT(CASE WHEN {test.text} THEN 1 END) AS n{place}" for place, test in enumerate(tests)
    )
    said = answering(replace(question, query=ProductQuery(on=question.query.on, in_force_only=False)))
    params = (*(value for test in tests for value in test.params), *said.params)
    return Sql(f"WITH passed AS (SELECT {counted} {said.text}) ", params)
