"""Log lines a machine can read: one JSON object a line, without personal data."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

_KEPT = ("status_code", "code", "duration_ms")


class JsonLines(logging.Formatter):
    """Time (UTC), level, logger and message; of a request only its path without the query, never its address."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        request = getattr(record, "request", None)
        if getattr(request, "path", None):
            line["path"] = request.path
            line["method"] = request.method
        line.update({key: getattr(record, key) for key in _KEPT if hasattr(record, key)})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
