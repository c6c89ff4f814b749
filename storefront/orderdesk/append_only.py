"""The database's own refusal to change or remove a line of a log, for writers that pass by the model."""

from __future__ import annotations

from typing import Any

from storefront import append_only

TABLE = "orderdesk_personaldataaccess"
CONSENTS_TABLE = "orderdesk_consentaccess"
MESSAGE = "the log of accesses is append-only"


def install(connection: Any, table: str = TABLE) -> None:
    """Put the triggers in place; safe to repeat."""
    append_only.install(connection, table, message=MESSAGE)


def remove(connection: Any, table: str = TABLE) -> None:
    """Take the triggers away (for the way back of a migration)."""
    append_only.remove(connection, table)
