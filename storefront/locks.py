"""Row locks, taken one way only so that two writers can never wait for each other."""

from __future__ import annotations

from typing import TypeVar

from django.db import models, transaction

M = TypeVar("M", bound=models.Model)


def locked(queryset: models.QuerySet[M]) -> list[M]:
    """Return the queryset's rows, locked FOR UPDATE in primary-key order.

    Evaluated at once: an unevaluated `select_for_update` locks nothing. Only the queryset's own table
    is locked. Raises `TransactionManagementError` outside a transaction, on every database: SQLite ignores
    row locks (its writers take turns), so the mistake would otherwise show only in production.
    """
    connection = transaction.get_connection(queryset.db)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("locked() needs a transaction around it")
    own = {"of": ("self",)} if connection.features.has_select_for_update_of else {}
    return list(queryset.select_for_update(**own).order_by("pk"))
