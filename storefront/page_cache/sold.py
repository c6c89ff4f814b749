"""Which products' quantities changed, so that a sale makes only the pages old that show what was sold.

With Redis there is a word for every 256th product and one for all; a word that is missing counts as changed. Without,
a file in VAR_DIR grows by a product's number at each sale: a page remembers how long it was, and reads what came after.
"""

from __future__ import annotations

import logging
import os
import secrets
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from django.conf import settings
from django.core.cache import caches

from storefront.page_cache import generation
from storefront.page_cache.reads import Noted

KEY = "sold"
SLOTS = 256
_LARGEST = 1_000_000
_NUMBER = struct.Struct("<q")
_log = logging.getLogger(__name__)


class Shown(NamedTuple):
    """What a kept page shows of stock: `state` of all sales when it was last found right, its products' words.

    `products` by their keys, tables that change as often by numbers below zero; None: it may show any product's.
    """

    state: str
    products: frozenset[int] | None = frozenset()
    words: tuple[tuple[str, str], ...] = ()


def number_of(table: str) -> int:
    """The number a table goes by among the products, below all of theirs."""
    return -1 - crc32(table.encode())


def slot(product: int) -> str:
    """The name of a product's word."""
    return f"{KEY}:{product % SLOTS}"


def local() -> str:
    """The state of the machine's file; a fresh word, equal to none, where it cannot be read."""
    for _try in range(2):
        with suppress(OSError):
            facts = _file().stat()
            return f"{facts.st_ino}.{facts.st_size}"
        _write([])
    return secrets.token_hex(8)


def begin() -> str:
    """A state of all sales where Redis has none: a fresh one, which never comes back."""
    state = secrets.token_hex(8)
    caches["pages"].set(KEY, state, timeout=None)
    return state


def words_now() -> dict[str, str]:
    """Every word as it stands, read before a page is made; those missing are made. No word ever comes back."""
    if not generation.is_shared():
        return {}
    names = [f"{KEY}:{number}" for number in range(SLOTS)]
    found: dict[str, str] = caches["pages"].get_many(names)
    missing = {name: secrets.token_hex(4) for name in names if name not in found}
    if missing:
        caches["pages"].set_many(missing, timeout=None)
    return {**found, **missing}


def shown(state: str, words: dict[str, str], noted: Noted) -> Shown | None:
    """What a page made since then hangs on; None where that cannot be said, so that it is not kept."""
    if noted.unseen:
        return None
    if noted.all:
        return Shown(state, None)
    numbers = frozenset([*noted.products, *map(number_of, noted.tables)])
    if not generation.is_shared():
        return Shown(state, numbers)
    names = sorted({slot(number) for number in numbers})
    return Shown(state, numbers, tuple((name, words[name]) for name in names))


def still_right(page: Shown, state: str) -> Shown | None:
    """The same as of now, where nothing the page shows was sold since; None where it may have been.

    `state` must have been read before: a sale writes the products' words with it or before it.
    """
    if page.state == state:
        return page
    if page.products is None:
        return None
    if generation.is_shared():
        words = caches["pages"].get_many([name for name, _word in page.words]) if page.words else {}
        return page._replace(state=state) if words == dict(page.words) else None
    since = _since(page.state)
    if since is None or not page.products.isdisjoint(since[1]):
        return None
    return page._replace(state=since[0])


def tell(products: Iterable[int]) -> None:
    """These products' quantities changed. Whatever goes wrong turns every page over."""
    told = sorted(set(products))
    try:
        if generation.is_shared():
            words = {slot(product): secrets.token_hex(4) for product in told}
            caches["pages"].set_many({**words, KEY: secrets.token_hex(8)}, timeout=None)
        else:
            _write(told)
    except Exception:
        _log.exception("a sale could not be told to the pages kept: all of them are old")
        generation.turn_over()


def _file() -> Path:
    return Path(settings.VAR_DIR) / "pages-sold"


def _write(products: Iterable[int]) -> None:
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(b"".join(_NUMBER.pack(product) for product in products))
        full = file.tell() > _LARGEST
    if full:
        path.unlink(missing_ok=True)
        generation.turn_over()


def _since(state: str) -> tuple[str, set[int]] | None:
    """What was sold since the file was in that state, and its state now; None where it is another file."""
    number, _dot, size = state.partition(".")
    try:
        with _file().open("rb") as file:
            facts = os.fstat(file.fileno())
            if not size or f"{facts.st_ino}" != number or facts.st_size < int(size):
                return None
            file.seek(int(size))
            more = file.read()
    except (OSError, ValueError):
        return None
    whole = len(more) - len(more) % _NUMBER.size
    return f"{number}.{int(size) + whole}", {found for (found,) in _NUMBER.iter_unpack(more[:whole])}
