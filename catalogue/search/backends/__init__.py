"""Who answers: the module named by SEARCH_BACKEND; and the database where that one is away.

A backend has `find(question) -> Answer` and nothing else. What was typed is understood before, and what is shown is
read after, by the same functions for all of them: so they agree, and a star that was lost a moment ago is never
shown from an older copy.
"""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.utils.translation import get_language

from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from catalogue.search import circuit, readings
from catalogue.search.backends import database
from catalogue.search.backends.base import Answer, BackendAwayError, Question
from catalogue.search.choices import load_choices
from catalogue.search.facets import facets_of
from catalogue.search.models import Reading
from catalogue.search.query import ProductHits, ProductQuery
from catalogue.search.spelling import understand
from catalogue.search.vocabulary import as_written


def find(query: ProductQuery) -> ProductHits:
    """Return one page of the products that answer `query`, with the counts of every facet."""
    choices = load_choices()
    question = Question(
        query=query,
        understood=understand(query.words),
        choices=choices,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    answer, shortened = _asked(question)
    pages = max(1, -(-answer.total // query.page_size))
    return ProductHits(
        total=answer.total,
        products=_cards(answer.pks, query),
        facets=facets_of(answer.counts, query, choices),
        page=min(query.page, pages),
        pages=pages,
        read_as=as_written(question.understood.best) if answer.total and question.bent else "",
        shortened=shortened,
        readings=_readings(question, answer),
    )


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


def _cards(pks: list[int], query: ProductQuery) -> list[Product]:
    """The products in that order as cards show them, without those that have left the list meanwhile."""
    if not pks:
        return []
    products = Product.objects.listed().for_cards().prefetch_related(None)
    found = products.prefetch_related("images", "stockrecords", "ledger_entries", "categories").in_bulk(pks)
    kept = [found[pk] for pk in pks if pk in found]
    if query.in_force_only or query.stars:
        kept = [product for product in kept if _counts(product, query)]
    return kept


def _counts(product: Product, query: ProductQuery) -> bool:
    status = product_status(product, on=query.on)
    return status.is_in_force and (not query.stars or status.star in query.stars)
