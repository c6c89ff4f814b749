"""Looking at the server without asking it anything for a shopper: which indexes it reads, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from elasticsearch import NotFoundError

from catalogue.search.server.client import index_name, or_away, reading
from catalogue.search.server.documents import DOCUMENTS


@dataclass(frozen=True)
class Index:
    """What stands behind an alias: `kind` of documents, the index's own name, when it was begun, how many it holds."""

    kind: str
    name: str
    built_at: datetime
    documents: int


def indexes() -> list[Index]:
    """The indexes in use, products first; a kind without one is left out. Raises `BackendAwayError`."""
    found = []
    with or_away():
        client = reading()
        for kind in DOCUMENTS:
            alias = index_name(kind)
            try:
                told = client.indices.get_settings(index=alias, name="index.creation_date")
            except NotFoundError:
                continue
            # One index behind an alias is how a rebuild leaves it; of several the newest is told of.
            dates = {name: int(about["settings"]["index"]["creation_date"]) for name, about in told.items()}
            name = max(dates, key=lambda one: dates[one])
            built_at = datetime.fromtimestamp(dates[name] / 1000, tz=UTC)
            found.append(Index(kind, name, built_at, int(client.count(index=alias)["count"])))
    return found
