"""Rows that are written once: the model refuses to change or remove them, and so does the database.

Triggers, because neither SQLite nor PostgreSQL knows an append-only table. A migration that must alter such a
table on SQLite rebuilds it and so loses its triggers: it ends with `install` again.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from storefront.errors import DomainError


class AppendOnlyError(DomainError):
    """Somebody tried to change or remove a row that may only be added. Each kind of row has its own words."""

    words: Any

    def __init__(self) -> None:
        super().__init__(self.words, code="append-only")


class AppendOnlyQuerySet(models.QuerySet):
    """Rows of an `AppendOnlyModel`. Refuses to change or remove any."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise self.model.refusal()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise self.model.refusal()

    def delete(self) -> NoReturn:
        raise self.model.refusal()


class AppendOnlyModel(models.Model):
    """A row that is only ever added. A manager of its own is one of an `AppendOnlyQuerySet`."""

    #: What is raised where somebody tries otherwise.
    refusal: type[AppendOnlyError]

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; raises `refusal` for one that is already written."""
        if not self._state.adding:
            raise self.refusal()
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Always raises `refusal`."""
        raise self.refusal()


def install(connection: Any, table: str, *, message: str) -> None:
    """Put the triggers in place; safe to repeat. Other databases are left to the model's refusal."""
    _run(connection, _install(table, message))


def remove(connection: Any, table: str) -> None:
    """Take the triggers away (for the way back of a migration)."""
    _run(connection, _remove(table))


def _install(table: str, message: str) -> dict[str, list[str]]:
    return {
        "sqlite": [
            f"""CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {event} ON {table}
    BEGIN SELECT RAISE(ABORT, '{message}'); END"""
            for event in ("update", "delete")
        ],
        "postgresql": [
            f"""CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
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
