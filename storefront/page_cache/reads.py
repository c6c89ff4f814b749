"""What a page being made reads of what changes all the time: the products whose quantities it may show, or any.

Statements are looked at, not models, so a list of values and plain SQL count as well. Only one form is understood to
speak of certain products alone; whatever else names the table counts as reading all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from storefront.page_cache.tables import SOMETIMES, STOCK, is_seen, tables_read

_OF_PRODUCTS = re.compile(
    rf"""SELECT\ [^()']*\ FROM\ "{STOCK}"
    \ WHERE\ "{STOCK}"\."product_id"\ (?:=\ %s|IN\ \(%s(?:,\ %s)*\))
    (?:\ ORDER\ BY\ [^()'%]*)?(?:\ LIMIT\ \d+)?""",
    re.VERBOSE,
)


class Noted:
    """`products`: those whose stock was read; `all`: that stock was read in a way that is not understood.

    `tables`: those of `SOMETIMES` that were read; `unseen`: that a table was whose writings turn nothing over.
    """

    def __init__(self) -> None:
        self.products: set[int] = set()
        self.tables: set[str] = set()
        self.all = self.unseen = False

    def take(self, sql: Any, params: Any) -> None:
        """Look at one statement."""
        if not isinstance(sql, str):
            self.unseen = True  # Composed by the driver: it might be anything.
            return
        names = tables_read(sql)
        self.tables.update(names.intersection(SOMETIMES))
        self.unseen = self.unseen or not all(is_seen(name) or name in SOMETIMES for name in names)
        if STOCK in sql.lower():
            self._take_stock(sql, params)

    def _take_stock(self, sql: str, params: Any) -> None:
        keys = list(params) if isinstance(params, list | tuple) else []
        is_understood = (
            _OF_PRODUCTS.fullmatch(sql) is not None
            and len(keys) == sql.count("%s")
            and all(type(key) is int for key in keys)
        )
        if is_understood:
            self.products.update(keys)
        else:
            self.all = True


_noting: ContextVar[Noted | None] = ContextVar("noting what a page reads", default=None)


@contextmanager
def noted() -> Iterator[Noted]:
    """Note what is read inside, in this thread."""
    known = Noted()
    token = _noting.set(known)
    try:
        yield known
    finally:
        _noting.reset(token)


def take(sql: Any, params: Any) -> None:
    """A statement was run; whoever notes hears of it."""
    known = _noting.get()
    if known is not None:
        known.take(sql, params)
