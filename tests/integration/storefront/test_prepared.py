"""Ready queries are planned once in a connection to PostgreSQL, whatever the width of their numbers."""

from __future__ import annotations

import pytest
from django.db import connection

from storefront.places.models import Province
from storefront.prepared import CHANGING, with_constants
from storefront.ready_queries import ReadyQuery
from tests.factories.catalogue import make_province

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def known() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        return [row for row in cursor.fetchall() if "places_province" in row[0]]


@pytest.mark.parametrize(("threshold", "statements"), [(2, 1), (None, 0)])
def test_a_statement_is_kept_unless_a_pooler_is_in_between(
    threshold: int | None, statements: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_province("100% Thanh", "38")
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", threshold)
    query = ReadyQuery(lambda *, pk: Province.objects.filter(pk=pk, name__contains="0% T", kind="province"))
    found = [query(pk=pk) for pk in (place.pk, 40_000, 3_000_000_000, place.pk, place.pk, 1)]
    assert found == [[place], [], [], [place], [place], [] if place.pk != 1 else [place]]
    assert len(known()) == statements
    assert all("% T%'" in sql and "$1" in sql and "$2" not in sql for sql, _plans in known())


def test_what_stays_is_written_in_and_what_changes_is_not() -> None:
    sql = with_constants(connection, "SELECT %s, '%%', %s, %s", ["100% ' x", CHANGING, 7])
    assert sql == "SELECT '100%% '' x', '%%', %s, 7"
