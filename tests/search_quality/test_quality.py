"""Answers get no worse: fails only when they fall below the numbers kept in `kept.json`."""

from __future__ import annotations

import json

import pytest

from catalogue.search import backends
from catalogue.search.models import Term
from tests.search_quality.measuring import HERE, as_table, load_catalogue, measure, questions

pytestmark = [pytest.mark.django_db]
KEPT = json.loads((HERE / "kept.json").read_text())
#: Less than one question's worth: ties may fall differently.
SLACK = 0.003


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def backend(request) -> str:
    if request.param == "elasticsearch":
        request.getfixturevalue("search_server")
    return request.param


def test_answers_get_no_worse(backend, today, capsys):
    load_catalogue()
    assert Term.objects.exists()
    table, worst = measure(backends.find, today)
    with capsys.disabled():
        print(f"\n{as_table(backend, table)}")  # noqa: T201
    worst_told = [(asked.text, round(score, 2)) for asked, score in worst[:12]]
    assert table["all"].ndcg >= KEPT["ndcg"] - SLACK, worst_told
    assert table["all"].success >= KEPT["success"] - SLACK, worst_told


def test_there_are_enough_questions_of_every_kind():
    asked = questions()
    assert len({one.text for one in asked}) == len(asked) >= 120
    assert {one.kind for one in asked} == {
        "accentless", "accents", "misspelt", "english", "place", "producer", "group", "mixed",
    }  # fmt: skip
