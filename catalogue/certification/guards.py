"""What one row alone cannot show, held by the database itself: triggers that look at the rows there are.

* a correction speaks of an entry of its own product, and never of a correction;
* two standing recognitions of a product never begin on one day, so nothing depends on which was entered first.
  To put another in the place of a wrong one, void it first.

Installed after every `migrate` (see `apps`), because SQLite loses a table's triggers when a migration rebuilds it.
On PostgreSQL the second waits for the product's row: two programs at once cannot slip past each other.
"""

from __future__ import annotations

from typing import Any

TABLE = "certification_ledgerentry"
CORRECTION = "a correction speaks of an entry of its own product that is no correction"
SAME_START = "two standing recognitions of a product begin on one day"

_CORRECTABLE = f"""SELECT 1 FROM {TABLE} entry
    WHERE entry.id = NEW.corrects_id AND entry.product_id = NEW.product_id AND entry.kind <> 'corrected'"""  # noqa: S608 (a constant)
_TWIN = f"""SELECT 1 FROM {TABLE} entry
    WHERE entry.product_id = NEW.product_id AND entry.kind = 'recognised' AND entry.valid_from = NEW.valid_from
    AND NOT EXISTS (SELECT 1 FROM {TABLE} void WHERE void.corrects_id = entry.id)"""  # noqa: S608 (a constant)
_GUARDS = (
    ("correction", "NEW.corrects_id IS NOT NULL", f"NOT EXISTS ({_CORRECTABLE})", CORRECTION, ""),
    (
        "start",
        "NEW.kind = 'recognised'",
        f"EXISTS ({_TWIN})",
        SAME_START,
        "PERFORM 1 FROM catalogue_product WHERE id = NEW.product_id FOR NO KEY UPDATE;",
    ),
)


def install(connection: Any) -> None:
    """Put the triggers in place; safe to repeat. Other databases are left to the ledger's own checks."""
    _run(connection, {"sqlite": _sqlite, "postgresql": _postgres}.get(connection.vendor, _none))


def remove(connection: Any) -> None:
    """Take the triggers away."""
    _run(connection, {"sqlite": _sqlite_gone, "postgresql": _postgres_gone}.get(connection.vendor, _none))


def _run(connection: Any, statements: Any) -> None:
    with connection.cursor() as cursor:
        for guard in _GUARDS:
            for statement in statements(*guard):
                cursor.execute(statement)


def _none(*_guard: str) -> list[str]:
    return []


def _sqlite(name: str, when: str, wrong: str, message: str, _lock: str) -> list[str]:
    return [
        f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_guard_{name} BEFORE INSERT ON {TABLE} WHEN {when} AND {wrong}
        BEGIN SELECT RAISE(ABORT, '{message}'); END"""
    ]


def _sqlite_gone(name: str, *_guard: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {TABLE}_guard_{name}"]


def _postgres(name: str, when: str, wrong: str, message: str, lock: str) -> list[str]:
    function = f"{TABLE}_guard_{name}"
    return [
        f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {lock}
            IF {wrong} THEN
                RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
        f"DROP TRIGGER IF EXISTS {function} ON {TABLE}",
        f"""CREATE TRIGGER {function} BEFORE INSERT ON {TABLE}
        FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {function}()""",
    ]


def _postgres_gone(name: str, *_guard: str) -> list[str]:
    function = f"{TABLE}_guard_{name}"
    return [f"DROP TRIGGER IF EXISTS {function} ON {TABLE}", f"DROP FUNCTION IF EXISTS {function}()"]
