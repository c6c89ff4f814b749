"""Log lines a machine can read: one JSON object a line, without personal data."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime

_KEPT = ("status_code", "code", "duration_ms")
# Whoever holds the signed address of an order sees name, phone and address on it.
_TRACKING = re.compile(r"(/don-hang/)[^/\s\"']+")


class JsonLines(logging.Formatter):
    """Time (UTC), level, logger and message; of a request only its path without the query, never its address.

    Of an error: where it came from and of what kind. What it says stays out, for databases and forms quote
    the row or the input they stumble over.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_keys(record.getMessage()),
        }
        request = getattr(record, "request", None)
        if getattr(request, "path", None):
            line["path"] = without_keys(request.path)
            line["method"] = request.method
        line.update({key: getattr(record, key) for key in _KEPT if hasattr(record, key)})
        if record.exc_info and record.exc_info[1]:
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def without_keys(text: str) -> str:
    """Return the text with the signed part of order addresses taken out."""
    return _TRACKING.sub(r"\1…", text)


def trace_of(error: BaseException) -> str:
    """Return the frames an error came through, its causes first, each with its kind alone."""
    parts = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        kind = f"{type(link).__module__}.{type(link).__qualname__}"
        parts.append("".join(traceback.format_tb(link.__traceback__)) + kind)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n\n".join(reversed(parts))
