"""What the database keeps by itself for search: entries, spans of stars, and the outbox.

Triggers, because three back offices, an import, a feed and the shell write products, some of them past `save()`; and
because a list must never show what a transaction has just taken away. What SQL can compute is right in the same
transaction; what only Python can (folding) waits in the outbox. `install` is run after every `migrate`, since
SQLite loses the triggers of a table that a migration rebuilds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalogue.search.upkeep import statements
from catalogue.search.upkeep.rules import RULES, Rule

#: Words of products are found through it on PostgreSQL; SQLite reads the text.
WORDS_INDEX = "catalogue_product_search_words"
READING_INDEX = "search_reading_words"


def install(connection: Any) -> None:
    """Put triggers and indexes in place and fill what is missing; safe to repeat."""
    with connection.cursor() as cursor:
        for rule in RULES:
            for sql in _trigger(rule, connection.vendor):
                cursor.execute(sql)
        if connection.vendor == "postgresql":
            for name, table, column in (
                (WORDS_INDEX, "catalogue_product", "search_words"),
                (READING_INDEX, "search_reading", "words"),
            ):
                cursor.execute("SELECT to_regclass(%s)", (name,))
                if cursor.fetchone() == (None,):
                    cursor.execute(
                        f"CREATE INDEX {name} ON {table} USING gin (to_tsvector('simple', {column}))"
                    )
    fill(connection, missing_only=True)


def tables_are_there(connection: Any) -> bool:
    """Whether everything the rules speak of exists: not yet in the middle of a first migration."""
    wanted = {rule.table for rule in RULES} | {"search_entry", "search_starspan", "search_waiting"}
    return wanted <= set(connection.introspection.table_names())


def remove(connection: Any) -> None:
    """Take the triggers away."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in RULES:
            if rule.table not in tables:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name} ON {rule.table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {rule.name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}")


def fill(connection: Any, *, missing_only: bool = False) -> None:
    """Make the entry and the spans of every product anew, or of those that have none."""
    lacking = (
        "NOT EXISTS (SELECT 1 FROM {table} own WHERE own.product_id = p.id)" if missing_only else "1 = 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statements.entries(lacking.format(table="search_entry")))
        if not missing_only:
            cursor.execute("DELETE FROM search_starspan")
        cursor.execute(statements.spans(lacking.format(table="search_starspan"), connection.vendor))


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
        cursor.execute(statements.entries(f"p.id IN ({chosen})"))
        cursor.execute(f"DELETE FROM search_starspan WHERE product_id IN ({chosen})")  # noqa: S608
        cursor.execute(statements.spans(f"p.id IN ({chosen})", connection.vendor))


def _trigger(rule: Rule, vendor: str) -> list[str]:
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
