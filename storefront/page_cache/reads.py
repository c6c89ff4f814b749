"""What a page being made reads of what changes all the time: the products whose quantities it may show, or any.

Statements are looked at, not models, so a list of values and plain SQL count as well. Only the form in which the ORM
asks for the rows of certain products is understood to speak of these alone, by itself or as a part of a statement in
brackets; whatever else names the table and a quantity counts as reading all of it. A price alone no sale changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from storefront.page_cache.tables import SOMETIMES, STOCK, is_seen, tables_read

_OF_PRODUCTS = re.compile(
    rf"""(?:^|(?<=\())SELECT\ [^()'%]*\ FROM\ 
    (?:"{STOCK}"|"(?P<by>\w+)"\ INNER\ JOIN\ "{STOCK}"\ ON\ \("(?P=by)"\."stockrecord_id"\ =\ "{STOCK}"\."id"\))
    \ WHERE\ "{STOCK}"\."product_id"\ (?:=\ %s|IN\ \(%s(?:,\ %s)*\))
    (?:\ ORDER\ BY\ [^()'%]*)?(?:\ LIMIT\ \d+)?(?=\)|$)""",
    re.VERBOSE,
)

#: What a statement must name to be told another thing after a sale: columns that a sale changes, or every column.
_QUANTITY = re.compile(
    r'num_in_stock|num_allocated|(?<!"catalogue_product"\.")date_updated|\.\*|\bSELECT\s+(?:DISTINCT\s+)?\*|\bTABLE\b',
    re.IGNORECASE,
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
        if STOCK in sql.lower() and _QUANTITY.search(sql):
            self._take_stock(sql, params)

    def _take_stock(self, sql: str, params: Any) -> None:
        """Whole statements or parts of one in brackets; where the table is named elsewhere too, it is all of it."""
        keys = list(params) if isinstance(params, list | tuple) else []
        found = list(_OF_PRODUCTS.finditer(sql))
        rest = _OF_PRODUCTS.sub("", sql)
        if STOCK in rest.lower() or "%%" in sql or len(keys) != sql.count("%s"):
            self.all = True
            return
        for part in found:
            first = sql.count("%s", 0, part.start())
            own = keys[first : first + part[0].count("%s")]
            if all(isinstance(key, int) for key in own):
                self.products.update(map(int, own))
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
