"""Many rows that differ in a few columns, written as fast as the database takes them: by COPY where there is one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models


def pour(pattern: models.Model, rows: Iterable[dict[str, Any]]) -> None:
    """Write copies of a saved row; each of `rows` names the columns (`id`, `producer_id`, …) that are its own."""
    table = pattern._meta.db_table
    whole = {
        field.column: field.get_db_prep_save(getattr(pattern, field.attname), connection)
        for field in pattern._meta.concrete_fields
    }
    columns = ", ".join(f'"{column}"' for column in whole)
    filled = ((whole | own).values() for own in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                for row in filled:
                    copy.write_row(tuple(row))
        else:
            places = ", ".join(["%s"] * len(whole))
            insert = f'INSERT INTO "{table}" ({columns}) VALUES ({places})'  # noqa: S608 (names of models)
            cursor.executemany(insert, (tuple(row) for row in filled))
        for sql in connection.ops.sequence_reset_sql(no_style(), [type(pattern)]):
            cursor.execute(sql)


def next_key(model: type[models.Model]) -> int:
    """The first key that no row has and none after it."""
    return (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
