"""Keeping the copy: single documents from the outbox, and a whole new index beside the old one.

A rebuild writes into an index nobody reads, then turns the alias to it in one step; a rebuild that fails leaves
nothing behind, one that was killed is swept away by the next.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from secrets import token_hex
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import bulk, streaming_bulk

from catalogue.models import Product
from catalogue.search.leases import BUILDER, Lease
from catalogue.search.models import Reading
from catalogue.search.server.client import index_name, or_away, reading, writing
from catalogue.search.server.documents import DOCUMENTS, SETTINGS, products_by_key, readings_by_ref

BATCH = 500
LEASE = timedelta(minutes=5)
Progress = Callable[[int, int], None]


class AlreadyBuildingError(Exception):
    """Another rebuild is under way."""


def index_products(pks: Iterable[int]) -> None:
    """Write these products as they are now, and take away those that are no more."""
    _write("products", products_by_key(pks))


def index_readings(refs: Iterable[str]) -> None:
    """Write these stories, news and guides as they are now, and take away those that are no more."""
    _write("readings", readings_by_ref(refs))


def _write(kind: str, documents: Iterable[tuple[Any, dict[str, Any] | None]]) -> None:
    alias = index_name(kind)
    actions = [
        {"_op_type": "delete", "_index": alias, "_id": str(key)}
        if document is None
        else {
            "_op_type": "index",
            "_index": alias,
            "_id": str(key),
            "require_alias": True,
            "_source": document,
        }
        for key, document in documents
    ]
    if not actions:
        return
    with or_away():
        client = writing()
        # Writing must never make an index of its own: without an alias there is nothing to keep yet.
        if client.indices.exists_alias(name=alias):
            bulk(client, actions, ignore_status=(404,), refresh=True)


def is_unbuilt() -> bool:
    """Whether the server lacks an index that is read, being new or without its data; a short time-out."""
    with or_away():
        aliases = reading().indices
        return not all(aliases.exists_alias(name=index_name(kind)) for kind in DOCUMENTS)


def rebuild(progress: Progress = lambda _done, _total: None) -> int:
    """Build both indexes anew and turn to them; return how many documents they hold.

    Raises `AlreadyBuildingError` while another rebuild runs, `BackendAwayError` when the server cannot.
    """
    with Lease(BUILDER, token_hex(8), LEASE) as lease:
        if not lease.held:
            raise AlreadyBuildingError
        total = Product.objects.count() + Reading.objects.count()
        done = 0

        def step(number: int) -> None:
            nonlocal done
            done += number
            lease.renew()
            progress(min(done, total), total)

        with or_away():
            client = writing()
            for kind in DOCUMENTS:
                _build(client, kind, step)
    return done


def _build(client: Elasticsearch, kind: str, step: Callable[[int], None]) -> None:
    alias = index_name(kind)
    sweep(client, kind)
    fresh = f"{alias}-{time.strftime('%Y%m%d%H%M%S')}-{token_hex(3)}"
    client.indices.create(
        index=fresh,
        settings={**SETTINGS, "refresh_interval": "-1"},
        mappings={**DOCUMENTS[kind]._doc_type.mapping.to_dict(), "dynamic": "strict"},
    )
    try:
        _fill(client, fresh, kind, step)
        client.indices.put_settings(index=fresh, settings={"refresh_interval": "1s"})
        client.indices.refresh(index=fresh)
        client.indices.forcemerge(index=fresh, max_num_segments=1)
        _turn(client, alias, fresh)
    except BaseException:
        client.options(ignore_status=[404]).indices.delete(index=fresh)
        raise


def _fill(client: Elasticsearch, fresh: str, kind: str, step: Callable[[int], None]) -> None:
    model, by_key = (Product, products_by_key) if kind == "products" else (Reading, readings_by_ref)
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        for _good, _item in streaming_bulk(client, _actions(fresh, by_key(batch)), chunk_size=BATCH):
            pass
        step(len(batch))


def _actions(index: str, documents: Iterable[tuple[Any, dict[str, Any] | None]]) -> Iterator[dict[str, Any]]:
    for key, document in documents:
        if document is not None:
            yield {"_op_type": "index", "_index": index, "_id": str(key), "_source": document}


def _turn(client: Elasticsearch, alias: str, fresh: str) -> None:
    """Read the new index from now on, in one step, and drop the old ones."""
    old = _behind(client, alias)
    actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": alias}} for name in old]
    actions.append({"add": {"index": fresh, "alias": alias, "is_write_index": True}})
    client.indices.update_aliases(actions=actions)
    for name in old:
        client.options(ignore_status=[404]).indices.delete(index=name)


def _behind(client: Elasticsearch, alias: str) -> list[str]:
    try:
        return sorted(client.indices.get_alias(name=alias))
    except NotFoundError:
        return []


def sweep(client: Elasticsearch, kind: str) -> list[str]:
    """Delete what a killed rebuild left: our indexes that no alias leads to. Return their names."""
    alias = index_name(kind)
    known = client.options(ignore_status=[404]).indices.get_alias(index=f"{alias}-2*")
    left = [
        name for name, about in known.body.items() if isinstance(about, dict) and not about.get("aliases")
    ]
    for name in left:
        client.options(ignore_status=[404]).indices.delete(index=name)
    return left
