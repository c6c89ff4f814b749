"""Who answers: the module named by SEARCH_BACKEND, which has `find(query) -> ProductHits` and nothing else."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from catalogue.search.query import ProductHits, ProductQuery


def find(query: ProductQuery) -> ProductHits:
    """Return one page of the products that answer `query`, with the counts of every facet."""
    return import_module(settings.SEARCH_BACKEND).find(query)
