"""The one client of a process, and what its refusals mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import BulkIndexError

from catalogue.search.backends.base import BackendAwayError

WRITING_SECONDS = 30


def reading() -> Elasticsearch:
    """For questions of people who wait: a short time and no second try."""
    return _client(settings.ELASTICSEARCH_URL, settings.SEARCH_TIMEOUT_SECONDS)


def writing() -> Elasticsearch:
    """For the worker and for rebuilds, which can wait."""
    return _client(settings.ELASTICSEARCH_URL, WRITING_SECONDS)


@lru_cache(maxsize=4)
def _client(url: str, seconds: float) -> Elasticsearch:
    extra: dict[str, Any] = {}
    if settings.ELASTICSEARCH_API_KEY:
        extra["api_key"] = settings.ELASTICSEARCH_API_KEY
    if settings.ELASTICSEARCH_CA_CERTS:
        extra["ca_certs"] = settings.ELASTICSEARCH_CA_CERTS
    return Elasticsearch(
        url,
        request_timeout=seconds,
        max_retries=0,
        retry_on_timeout=False,
        dead_node_backoff_factor=0,
        **extra,
    )


@contextmanager
def or_away() -> Iterator[None]:
    """Whatever the server or the way to it refuses is `BackendAwayError`: somebody else can answer.

    So is an answer without what every answer has: something else listens there.
    """
    try:
        yield
    except (TransportError, ApiError, BulkIndexError, KeyError, AttributeError) as error:
        raise BackendAwayError(f"{type(error).__name__}: {str(error)[:200]}") from error


def index_name(kind: str) -> str:
    """The alias that is read and written: `sao-lang-products`."""
    return f"{settings.SEARCH_INDEX_PREFIX}-{kind}"
