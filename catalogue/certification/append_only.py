"""The database's own refusal to change or remove a ledger entry, for writers that pass by the model.

Triggers, because neither SQLite nor PostgreSQL knows an append-only table. A migration that must alter the
table on SQLite rebuilds it and so loses its triggers: it ends with `install` again.
"""

from __future__ import annotations

from typing import Any

TABLE = "certification_ledgerentry"
MESSAGE = "ledger entries are append-only"

_SQLITE_INSTALL = [
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{event} BEFORE {event} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
    for event in ("update", "delete")
]
_SQLITE_REMOVE = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{event}" for event in ("update", "delete")]
_POSTGRES_INSTALL = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}",
    f"""CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_append_only()""",
]
_POSTGRES_REMOVE = [
    f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}",
    f"DROP FUNCTION IF EXISTS {TABLE}_append_only()",
]
_STATEMENTS = {
    "sqlite": (_SQLITE_INSTALL, _SQLITE_REMOVE),
    "postgresql": (_POSTGRES_INSTALL, _POSTGRES_REMOVE),
}


def install(connection: Any) -> None:
    """Put the triggers in place; safe to repeat. Other databases are left to the model's refusal."""
    _run(connection, 0)


def remove(connection: Any) -> None:
    """Take the triggers away (for the way back of a migration)."""
    _run(connection, 1)


def _run(connection: Any, part: int) -> None:
    with connection.cursor() as cursor:
        for statement in _STATEMENTS.get(connection.vendor, ([], []))[part]:
            cursor.execute(statement)
