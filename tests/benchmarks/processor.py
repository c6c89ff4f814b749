"""Processor time, which says more than a clock on a machine that has other things to do as well (Linux)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

_TICK = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass
class Spent:
    """Milliseconds of processor time while something ran; `database` is None when it runs on another machine."""

    seconds: float = 0
    web: float = 0
    client: float = 0
    database: float | None = field(default=None)

    @property
    def total(self) -> float:
        return self.web + self.client + (self.database or 0)


@contextmanager
def measured(server: int) -> Iterator[Spent]:
    """Measure what the workers of a server (its pid), their database sessions and this process spend meanwhile."""
    spent = Spent()
    workers, sessions = _children(server), _sessions()
    before = _used(workers), _used(sessions), time.process_time(), time.perf_counter()
    yield spent
    spent.seconds = time.perf_counter() - before[3]
    spent.client = 1000 * (time.process_time() - before[2])
    web, database = _used(workers), _used(_sessions())
    spent.web = sum(web.values()) - sum(before[0].values())
    if database:
        spent.database = sum(used - before[1].get(pid, 0) for pid, used in database.items())


def _used(pids: list[int]) -> dict[int, float]:
    """Milliseconds each living process has used since it began."""
    found = {}
    for pid in pids:
        try:
            facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[pid] = (int(facts[11]) + int(facts[12])) * _TICK
    return found


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _sessions() -> list[int]:
    """The processes that serve this database to others; none unless it runs on this machine under these numbers."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        pids = [row[0] for row in cursor.fetchall()]
    return [pid for pid in pids if _is_postgres(pid)]


def _is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
    except OSError:
        return False
