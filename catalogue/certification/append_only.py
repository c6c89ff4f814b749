"""The database's own refusal to change or remove a ledger entry, for writers that pass by the model."""

from __future__ import annotations

from typing import Any

from storefront import append_only

TABLE = "certification_ledgerentry"
MESSAGE = "ledger entries are append-only"


def install(connection: Any) -> None:
    """Put the triggers in place; safe to repeat."""
    append_only.install(connection, TABLE, message=MESSAGE)


def remove(connection: Any) -> None:
    """Take the triggers away (for the way back of a migration)."""
    append_only.remove(connection, TABLE)
