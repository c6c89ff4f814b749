"""The number that turns over with whatever a page may show: a page kept under another number is not shown again.

With Redis it stands there and holds for every machine. Without, it is the state of one small file in VAR_DIR, which
every process of the machine sees at once; asking costs a `stat`.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.cache import caches

KEY = "generation"
_LARGEST = 1_000_000
_log = logging.getLogger(__name__)


def is_shared() -> bool:
    """Whether the pages are kept where every machine sees them."""
    return bool(settings.PAGE_CACHE_IS_SHARED)


def local() -> str:
    """The state of the machine's file; a fresh word, kept by nobody, where it cannot be read."""
    for _try in range(2):
        with suppress(OSError):
            facts = _file().stat()
            return f"{facts.st_ino}.{facts.st_size}.{facts.st_mtime_ns}"
        _turn_file()
    return secrets.token_hex(8)


def turn_over() -> None:
    """From now on everything kept is old. Never raises: what cannot be told ends with its minute."""
    if not is_shared():
        _turn_file()
        return
    try:
        caches["pages"].set(KEY, secrets.token_hex(8), timeout=None)
    except Exception:
        _log.exception("pages kept could not be turned over; they end within the minute")


def _file() -> Path:
    return Path(settings.VAR_DIR) / "pages-generation"


def _turn_file() -> None:
    path = _file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(b".")
            full = file.tell() > _LARGEST
        if full:
            fresh = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
            fresh.write_bytes(b".")
            fresh.replace(path)
    except OSError:
        _log.exception("pages kept could not be turned over; they end within the minute")
