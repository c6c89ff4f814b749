"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from catalogue.search import circuit, outbox


@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """`/healthz`: the process answers. Touches nothing else."""
    return JsonResponse({"status": "ok"})


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _cache() -> str:
    cache.set("readyz", "ok", 10)
    return "ok" if cache.get("readyz") == "ok" else "no answer"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return "ok" if waiting == 0 else f"{waiting} not applied"


def _search() -> str:
    """Who answers, and what waits to be told. No fault of it keeps the shop from serving: the database answers."""
    waits = outbox.lag()
    told = (
        f"{waits.waiting} waiting since {waits.since:%Y-%m-%dT%H:%M:%SZ}"
        if waits.since
        else "nothing waiting"
    )
    if settings.SEARCH_BACKEND.endswith(".database"):
        return f"database, {told}"
    return f"server {'away' if circuit.is_away() else 'in use'}, {told}"


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """`/readyz`: database, cache and migrations; 503 when one of them is not as it must be. How search is, beside."""
    checks = {}
    for name, check in (("database", _database), ("cache", _cache), ("migrations", _migrations)):
        try:
            checks[name] = check()
        except Exception as error:
            checks[name] = type(error).__name__
    good = all(answer == "ok" for answer in checks.values())
    told = {"status": "ok" if good else "not ready", "checks": checks}
    if good:
        told["search"] = _search()
    return JsonResponse(told, status=200 if good else 503)
