"""What the database keeps by itself for search: entries, spans of stars, and the outbox.

Triggers, because three back offices, an import, a feed and the shell write products, some of them past `save()`; and
because a list must never show what a transaction has just taken away. What SQL can compute is right in the same
transaction; what only Python can (folding) waits in the outbox. `install` is run after every `migrate`, since
SQLite loses the triggers of a table that a migration rebuilds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from catalogue.search.upkeep import statements, tallies
from catalogue.search.upkeep.rules import RULES, Rule
from catalogue.search.upkeep.tallies import TALLY_RULES, TallyRule

#: What only PostgreSQL has. SQLite finds words by reading them, and puts nulls last by itself.
INDEXES = {
    "search_entry_words": "search_entry USING gin (to_tsvector('simple', words))",
    "search_reading_words": "search_reading USING gin (to_tsvector('simple', words))",
    "search_entry_dearest": "search_entry (price DESC NULLS LAST)",
}
#: Words were found in the products' own table.
NO_LONGER = "catalogue_product_search_words"
#: A product whose entry says everything: its words, and which of its spans begins last.
_WHOLE = """SELECT 1 FROM search_entry own WHERE own.product_id = p.id AND own.words = p.search_words
    AND (own.begins IS NOT NULL OR NOT EXISTS (SELECT 1 FROM search_starspan s WHERE s.product_id = p.id))"""


def install(connection: Any) -> None:
    """Put triggers and indexes in place and fill what is missing; safe to repeat."""
    with connection.cursor() as cursor:
        for rule in RULES:
            for sql in _trigger(rule, connection.vendor):
                cursor.execute(sql)
        counted = _is_there(cursor, TALLY_RULES[0].name, connection.vendor)
    fill(connection, missing_only=counted)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {NO_LONGER}")
            for name, columns in INDEXES.items():
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")


def tables_are_there(connection: Any) -> bool:
    """Whether everything the rules speak of exists: not yet in the middle of a first migration."""
    wanted = {rule.table for rule in (*RULES, *TALLY_RULES)} | {"search_tally", "search_waiting"}
    return wanted <= set(connection.introspection.table_names())


def remove(connection: Any) -> None:
    """Take the triggers away."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in (*RULES, *TALLY_RULES):
            if rule.table in tables:
                _drop(cursor, rule, connection.vendor)


def fill(connection: Any, *, missing_only: bool = False) -> None:
    """Make the entry and the spans of every product anew, and their tally; or of those products that have none."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if missing_only:
            none = "NOT EXISTS (SELECT 1 FROM search_starspan own WHERE own.product_id = p.id)"
            cursor.execute(statements.spans(none, connection.vendor))
            cursor.execute(statements.entries(f"NOT EXISTS ({_WHOLE})", connection.vendor))
            # Emptying all tables leaves what the triggers told of it.
            cursor.execute("DELETE FROM search_tally WHERE NOT EXISTS (SELECT 1 FROM search_entry)")
            return
        if connection.vendor == "sqlite":
            for rule in TALLY_RULES:
                _drop(cursor, rule, connection.vendor)
        with tallies.untold(cursor, connection.vendor):
            cursor.execute("DELETE FROM search_starspan")
            cursor.execute(statements.spans("1 = 1", connection.vendor))
            if connection.vendor == "postgresql":
                # The last span of each product is sought by its product, not by walking along all days.
                cursor.execute("ANALYZE search_starspan")
            cursor.execute(statements.entries("1 = 1", connection.vendor, order="p.name_folded"))
            if connection.vendor == "postgresql":
                cursor.execute("ANALYZE search_entry")
            tallies.count_anew(cursor, connection.vendor)
        if connection.vendor == "postgresql":
            cursor.execute(statements.MERGE_WORDS)
        for rule in TALLY_RULES:
            if connection.vendor == "sqlite" or not _is_there(cursor, rule.name, connection.vendor):
                for sql in _trigger(rule, connection.vendor):
                    cursor.execute(sql)


def refresh(connection: Any, pks: Iterable[int]) -> None:
    """Make the entries and spans of these products anew."""
    chosen = ", ".join(str(int(pk)) for pk in pks)
    if not chosen:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM search_entry WHERE product_id IN ({chosen})"  # noqa: S608 (whole numbers)
            " AND NOT EXISTS (SELECT 1 FROM catalogue_product p WHERE p.id = search_entry.product_id)"
        )
        cursor.execute(f"DELETE FROM search_starspan WHERE product_id IN ({chosen})")  # noqa: S608
        cursor.execute(statements.spans(f"p.id IN ({chosen})", connection.vendor))
        cursor.execute(statements.entries(f"p.id IN ({chosen})", connection.vendor))


def _is_there(cursor: Any, trigger: str, vendor: str) -> bool:
    table, column = ("sqlite_master", "name") if vendor == "sqlite" else ("pg_trigger", "tgname")
    cursor.execute(f"SELECT 1 FROM {table} WHERE {column} = %s", (trigger,))  # noqa: S608 (constants)
    return cursor.fetchone() is not None


def _drop(cursor: Any, rule: Rule | TallyRule, vendor: str) -> None:
    if vendor == "postgresql":
        cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name} ON {rule.table}")
        cursor.execute(f"DROP FUNCTION IF EXISTS {rule.name}()")
    else:
        cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}")


def _trigger(rule: Rule | TallyRule, vendor: str) -> list[str]:
    body = "\n".join(f"{sql};" for sql in rule.body(vendor))
    columns = f" OF {', '.join(rule.columns)}" if rule.columns else ""
    when = f" WHEN ({rule.when})" if rule.when else ""
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {rule.name}",
            f"CREATE TRIGGER {rule.name} AFTER {rule.event}{columns} ON {rule.table}{when} BEGIN\n{body}\nEND",
        ]
    if vendor == "postgresql":
        return [
            f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$\n"
            f"BEGIN\n{body}\nRETURN NULL;\nEND $$",
            f"DROP TRIGGER IF EXISTS {rule.name} ON {rule.table}",
            f"CREATE TRIGGER {rule.name} AFTER {rule.event}{columns} ON {rule.table}\n"
            f"FOR EACH ROW{when} EXECUTE FUNCTION {rule.name}()",
        ]
    return []
