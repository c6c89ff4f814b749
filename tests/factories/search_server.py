"""The same questions to every backend."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from catalogue.search import backends, outbox
from catalogue.search.query import ProductHits, ProductQuery
from catalogue.search.server import client
from catalogue.search.server import writing as server
from catalogue.search.server.documents import DOCUMENTS
from storefront.settings import test as base

Find = Callable[[ProductQuery], ProductHits]


@pytest.fixture(scope="session")
def _no_indexes_left() -> Iterator[None]:
    """What these tests built goes with them."""
    yield
    if url := os.environ.get("ELASTICSEARCH_URL"):
        indexes = Elasticsearch(url).indices
        for name in list(indexes.get_alias(index=f"{base.SEARCH_INDEX_PREFIX}-*")):
            indexes.delete(index=name)


@pytest.fixture
def search_server(settings, db, _no_indexes_left) -> str:
    """Empty indexes of this worker's own on the server of ELASTICSEARCH_URL, and the backend that asks it."""
    settings.ELASTICSEARCH_URL = os.environ["ELASTICSEARCH_URL"]
    settings.SEARCH_BACKEND = "catalogue.search.backends.elasticsearch"
    settings.SEARCH_TIMEOUT_SECONDS = 10
    writing = client.writing()
    if writing.indices.exists_alias(name=client.index_name("products")):
        names = [client.index_name(kind) for kind in DOCUMENTS]
        left = writing.search(index=names, size=10_000, source=False)["hits"]["hits"]
        bulk(
            writing,
            [{"_op_type": "delete", "_index": hit["_index"], "_id": hit["_id"]} for hit in left],
            refresh=True,
        )
    else:
        server.rebuild()
    return settings.ELASTICSEARCH_URL


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def find(request) -> Find:
    """Ask one of the backends, after what waits was worked off, as the worker does."""
    if request.param == "elasticsearch":
        request.getfixturevalue("search_server")

    def asked(query: ProductQuery) -> ProductHits:
        outbox.drain()
        hits = backends.find(query)
        assert not hits.shortened
        return hits

    return asked
