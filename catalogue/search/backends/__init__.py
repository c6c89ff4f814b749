"""Who answers: the module named by SEARCH_BACKEND; and the database where that one is away.

A backend has `find(question) -> Answer` and nothing else. What was typed is understood before, and what is shown is
read after, by the same functions for all of them: so they agree, and a star that was lost a moment ago is never
shown from an older copy.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from django.conf import settings
from django.utils.translation import get_language

from catalogue.cards import Card
from catalogue.search import circuit, nearest, readings
from catalogue.search.backends import counting, database
from catalogue.search.backends.base import Answer, BackendAwayError, Question
from catalogue.search.cards import cards_of
from catalogue.search.choices import load_choices
from catalogue.search.facets import facets_of
from catalogue.search.models import Reading
from catalogue.search.query import ProductHits, ProductQuery
from catalogue.search.spelling import Understood, bends, understand
from catalogue.search.synonyms import only_fillers
from catalogue.search.vocabulary import as_written

MOST_BENDS = 8


def find(query: ProductQuery) -> ProductHits:
    """Return one page of the products that answer `query`, with the counts of every facet."""
    choices = load_choices()
    understood = understand(query.words, query.spelt)
    question = Question(
        query=query,
        understood=understood,
        choices=choices,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    answer, shortened = _asked(question)
    if question.understood.wanted and not answer.total and (other := _nearest(question)):
        question = other
        answer, shortened = _asked(question)
    pages = max(1, -(-answer.total // query.page_size))
    products = _cards(answer.pks, query)
    if query.sort == "near" and query.near:
        nearest.tell(products, query.near)
    return ProductHits(
        total=answer.total,
        products=products,
        facets=facets_of(answer.counts, query, choices),
        page=min(query.page, pages),
        pages=pages,
        read_as=_read_as(question, products) if products and question.bent else "",
        shortened=shortened,
        readings=_readings(question, answer),
        understood=understood,
    )


def _read_as(question: Question, cards: list[Card]) -> str:
    """The words looked for, written as what was found writes them."""
    said = [text for one in cards for text in (one.title, one.producer_name, one.place.full)]
    return as_written(question.understood.best, said)


def _nearest(question: Question) -> Question | None:
    """The question with one word taken for its neighbour, where the words as they stand say nothing at all.

    Where they are only fillers, it is the question without words.
    """
    query = question.query
    plain = replace(question, query=ProductQuery(on=query.on, text=query.text, in_force_only=False))
    bent = [Understood((), ())] if only_fillers(query.words) else bends(question.understood)
    others = [replace(question, understood=other) for other in bent[:MOST_BENDS]]
    asked = [plain, *(replace(other, query=plain.query) for other in others)]
    place = counting.first_answered(asked) if others else None
    return others[place - 1] if place else None


def _readings(question: Question, answer: Answer) -> list[Reading]:
    if not question.reads:
        return []
    if answer.refs is None:
        return readings.find(question.understood, language=question.language)
    return readings.by_refs(answer.refs)


def _asked(question: Question) -> tuple[Answer, bool]:
    backend = import_module(settings.SEARCH_BACKEND)
    if backend is database:
        return database.find(question), False
    if circuit.is_closed():
        try:
            answer = backend.find(question)
        except BackendAwayError as error:
            circuit.open_it(error)
        else:
            circuit.close_it()
            return answer, False
    return database.find(question), True


def _cards(pks: list[int], query: ProductQuery) -> list[Card]:
    """The cards in that order, without those that have left the list meanwhile."""
    cards = cards_of(pks, on=query.on)
    if query.in_force_only or query.stars:
        cards = [card for card in cards if card.star and (not query.stars or card.star in query.stars)]
    return cards
