"""The database's own refusal to change or remove a line of a log, for writers that pass by the model."""

from __future__ import annotations

from typing import Any

TABLE = "orderdesk_personaldataaccess"
CONSENTS_TABLE = "orderdesk_consentaccess"
MESSAGE = "the log of accesses is append-only"


def install(connection: Any, table: str = TABLE) -> None:
    """Put the triggers in place; safe to repeat. Other databases are left to the model's refusal."""
    _run(connection, _install(table))


def remove(connection: Any, table: str = TABLE) -> None:
    """Take the triggers away (for the way back of a migration)."""
    _run(connection, _remove(table))


def _install(table: str) -> dict[str, list[str]]:
    return {
        "sqlite": [
            f"""CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {event} ON {table}
            BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
            for event in ("update", "delete")
        ],
        "postgresql": [
            f"""CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
            f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
            f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_append_only()""",
        ],
    }


def _remove(table: str) -> dict[str, list[str]]:
    return {
        "sqlite": [f"DROP TRIGGER IF EXISTS {table}_no_{event}" for event in ("update", "delete")],
        "postgresql": [
            f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
            f"DROP FUNCTION IF EXISTS {table}_append_only()",
        ],
    }


def _run(connection: Any, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, []):
            cursor.execute(statement)
