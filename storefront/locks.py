"""Row locks, taken one way only so that two writers can never wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import models, transaction

from storefront.ready_queries import ReadyQuery

M = TypeVar("M", bound=models.Model)


def locked(queryset: models.QuerySet[M]) -> list[M]:
    """Return the queryset's rows, locked against other writers in primary-key order.

    Evaluated at once: an unevaluated `select_for_update` locks nothing. Only the queryset's own table
    is locked. Raises `TransactionManagementError` outside a transaction, on every database: SQLite ignores
    row locks (its writers take turns), so the mistake would otherwise show only in production.
    """
    _need_transaction(queryset.db)
    return list(_for_update(queryset))


class LockedQuery(Generic[M]):
    """`locked` for a question asked with other values each time. `build` as in `ReadyQuery`, the promise as there."""

    def __init__(self, build: Callable[..., models.QuerySet[M]]) -> None:
        self._query: ReadyQuery[M] = ReadyQuery(lambda **values: _for_update(build(**values)))

    def __call__(self, **values: Any) -> list[M]:
        """The rows, locked now."""
        _need_transaction(None)
        return self._query(**values)


def _need_transaction(using: str | None) -> None:
    if not transaction.get_connection(using).in_atomic_block:
        raise transaction.TransactionManagementError("locked() needs a transaction around it")


def _for_update(queryset: models.QuerySet[M]) -> models.QuerySet[M]:
    """FOR NO KEY UPDATE where there is one: nobody changes a primary key.

    Plain FOR UPDATE makes whoever merely names the row (a basket's line names its stock) wait at COMMIT, where the
    database looks at foreign keys in the order of writing: two such lines the other way round are a deadlock.
    """
    features = transaction.get_connection(queryset.db).features
    own: dict[str, Any] = {"of": ("self",)} if features.has_select_for_update_of else {}
    return queryset.select_for_update(no_key=features.has_select_for_no_key_update, **own).order_by("pk")
