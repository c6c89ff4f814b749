"""Notice every writing, however it is done: by a form, in bulk, by a command, in plain SQL through Django.

The database's cursor is watched rather than the models: `update()`, `bulk_create` and `cursor.execute` send no signal.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from storefront.page_cache import generation, reads, sold
from storefront.page_cache.tables import SOMETIMES, STOCK, is_seen, rows_sold, tables_written

_log = logging.getLogger(__name__)


class Turn:
    """One turn for a whole transaction, when it holds."""

    def __init__(self) -> None:
        self.done = False

    def __call__(self) -> None:
        self.done = True
        generation.turn_over()


class Sale:
    """One telling of what a whole transaction sold, when it holds: keys of stock rows, names of tables."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.rows: set[int] = set()
        self.tables: set[str] = set()
        self.done = False

    def __call__(self) -> None:
        self.done = True
        try:
            products = self._products() if self.rows else []
        except Exception:
            _log.exception("what was sold could not be read: every page is old")
            generation.turn_over()
        else:
            sold.tell([*products, *map(sold.number_of, self.tables)])

    def _products(self) -> list[int]:
        """Whose the rows are: only a statement that turns everything over can change that."""
        keys = sorted(self.rows)
        marks = ", ".join(["%s"] * len(keys))
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT product_id FROM {STOCK} WHERE id IN ({marks})", keys)  # noqa: S608
            return [product for (product,) in cursor.fetchall()]


Call = TypeVar("Call", Turn, Sale)


def watch(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Listen to a connection just opened (`connection_created`)."""
    if all(not isinstance(each, Watcher) for each in connection.execute_wrappers):
        connection.execute_wrappers.append(Watcher(connection))


class Watcher:
    """Stands around each statement; a writing is followed by a turn once it is committed."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        answer = execute(sql, params, many, context)
        if not settings.PAGE_CACHE:
            return answer
        reads.take(sql, params)
        written = tables_written(sql)
        if not written:
            return answer
        rows = [] if many else rows_sold(sql, params)
        tables = [table for table in written if table in SOMETIMES]
        if rows or tables:
            self._sold_when_held(rows, tables)
        if not rows and any(map(is_seen, written)) and self._waiting(Turn) is None:
            self.connection.on_commit(Turn())
        return answer

    def _sold_when_held(self, rows: list[int], tables: list[str]) -> None:
        sale = self._waiting(Sale) or Sale(self.connection)
        is_new = not (sale.rows or sale.tables)
        sale.rows.update(rows)
        sale.tables.update(tables)
        if is_new:
            self.connection.on_commit(sale)

    def _waiting(self, kind: type[Call]) -> Call | None:
        """What is called already once the transaction holds."""
        for _ids, call, *_rest in self.connection.run_on_commit:
            if isinstance(call, kind) and not call.done:
                return call
        return None
