"""How many listed products there are of each kind, kept as a ledger of days: see `Tally`.

Triggers of `search_entry` and `search_starspan` only ever add rows, so writers never wait for one another over a
count. `settle` sums up what came together, and every day what is past.
"""

# ruff: noqa: S608

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from catalogue.search.models import Note, Tally
from catalogue.search.upkeep import statements

#: Sums hold from so many days ago; who asks about an earlier day has to count.
COUNTED_FROM = timedelta(days=1)
#: So many single rows are summed up at a time, and not for fewer than a few.
MOST_AT_ONCE, WORTH_IT = 5_000, 100
#: From 0 (anyhow) to 1, as ANALYZE finds: entries less in order than this are laid down anew.
ORDERLY = 0.9

_COLUMNS = "day, star, group_path, province_code, legal_form, number, single"
_KIND = ("day", "star", "group_path", "province_code", "legal_form")
_DAY_ONE = {"sqlite": "'0001-01-01'", "postgresql": "DATE '0001-01-01'"}
#: A setting of PostgreSQL that lets the triggers be, for the transaction that makes everything anew.
_QUIET = "sao_lang.tally_quiet"
_NOTE = "tally"


def knows(on: date) -> bool:
    """Whether the sums answer for that day."""
    return on >= timezone.localdate() - COUNTED_FROM


@dataclass(frozen=True)
class TallyRule:
    """After `event` on `table`, what `old` said is taken off and what `new` says added."""

    table: str
    event: str
    body_of: Any
    when: str = ""
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"search_tally_after_{self.event.lower()}_{self.table}"

    def body(self, vendor: str) -> list[str]:
        """The statements the trigger runs."""
        rows = {"INSERT": (("NEW", 1),), "DELETE": (("OLD", -1),), "UPDATE": (("OLD", -1), ("NEW", 1))}
        made = [self.body_of(row, sign, vendor) for row, sign in rows[self.event]]
        if vendor == "postgresql":
            quiet = f"current_setting('{_QUIET}', true) = 'on'"
            return [f"IF {quiet} THEN RETURN NULL; END IF", *made]
        return made


def _of_entry(row: str, sign: int, vendor: str) -> str:
    """A product, in and out of the list, with the days its star begins and ends."""
    kind = f"{row}.group_path, {row}.province_code, {row}.legal_form"
    spans = (
        f"FROM search_starspan s WHERE {row}.listed AND s.product_id = {row}.product_id AND s.begins < s.ends"
    )
    return f"""INSERT INTO search_tally ({_COLUMNS})
        SELECT {_DAY_ONE[vendor]}, 0, {kind}, {sign}, TRUE WHERE {row}.listed
        UNION ALL SELECT s.begins, s.star, {kind}, {sign}, TRUE {spans}
        UNION ALL SELECT s.ends, s.star, {kind}, {-sign}, TRUE {spans}"""


def _of_span(row: str, sign: int, _vendor: str) -> str:
    """A star, in and out, of a product that is listed."""
    kind = "e.group_path, e.province_code, e.legal_form"
    entry = f"FROM search_entry e WHERE e.product_id = {row}.product_id AND e.listed AND {row}.begins < {row}.ends"
    return f"""INSERT INTO search_tally ({_COLUMNS})
        SELECT {row}.begins, {row}.star, {kind}, {sign}, TRUE {entry}
        UNION ALL SELECT {row}.ends, {row}.star, {kind}, {-sign}, TRUE {entry}"""


_DIFFERS = " OR ".join(
    f"OLD.{column} <> NEW.{column}" for column in ("listed", "group_path", "province_code", "legal_form")
)
TALLY_RULES = (
    TallyRule("search_entry", "INSERT", _of_entry, when="NEW.listed"),
    TallyRule("search_entry", "UPDATE", _of_entry, when=_DIFFERS),
    TallyRule("search_entry", "DELETE", _of_entry, when="OLD.listed"),
    TallyRule("search_starspan", "INSERT", _of_span),
    TallyRule("search_starspan", "DELETE", _of_span),
)


def count_anew(cursor: Any, vendor: str) -> None:
    """Make the whole ledger from entries and spans, what is past summed up. Nobody may write these meanwhile."""
    kind = "e.group_path, e.province_code, e.legal_form"
    listed = "JOIN search_entry e ON e.product_id = s.product_id AND e.listed WHERE s.begins < s.ends"
    first = _DAY_ONE[vendor]
    before = (timezone.localdate() - COUNTED_FROM).isoformat()
    day = f"CASE WHEN s.{{0}} <= %s THEN {first} ELSE s.{{0}} END"
    cursor.execute("DELETE FROM search_tally")
    cursor.execute(
        f"""INSERT INTO search_tally ({_COLUMNS})
        SELECT day, star, group_path, province_code, legal_form, SUM(number), FALSE FROM (
            SELECT {first} AS day, 0 AS star, {kind}, COUNT(*) AS number
                FROM search_entry e WHERE e.listed GROUP BY 3, 4, 5
            UNION ALL SELECT {day.format("begins")}, s.star, {kind}, COUNT(*)
                FROM search_starspan s {listed} GROUP BY 1, 2, 3, 4, 5
            UNION ALL SELECT {day.format("ends")}, s.star, {kind}, -COUNT(*)
                FROM search_starspan s {listed} GROUP BY 1, 2, 3, 4, 5
        ) told GROUP BY 1, 2, 3, 4, 5 HAVING SUM(number) <> 0""",
        (before, before),
    )
    Note.objects.update_or_create(name=_NOTE, defaults={"value": timezone.localdate().isoformat()})


@contextmanager
def untold(cursor: Any, vendor: str) -> Iterator[None]:
    """Writers of entries and spans wait to the end of the transaction; what is written here is not told of."""
    if vendor == "postgresql":
        cursor.execute("LOCK TABLE search_entry, search_starspan IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT set_config(%s, 'on', true)", (_QUIET,))
    yield
    if vendor == "postgresql":
        cursor.execute("SELECT set_config(%s, 'off', true)", (_QUIET,))


def lay_in_order(cursor: Any) -> None:
    """Lay the entries down anew by name, where they have come apart (PostgreSQL; within `untold`).

    Products that say the same words then lie side by side: what a question finds is read from a few pages of the
    table instead of from one for each product. Readers do not wait, which they would for CLUSTER.
    """
    cursor.execute(
        "SELECT abs(correlation) FROM pg_stats WHERE tablename = 'search_entry' AND attname = 'name_folded'"
    )
    found = cursor.fetchone()
    if found and found[0] < ORDERLY:
        cursor.execute(
            "WITH taken AS (DELETE FROM search_entry RETURNING *)"
            " INSERT INTO search_entry SELECT * FROM taken ORDER BY name_folded"
        )
        cursor.execute("ANALYZE search_entry")


def settle() -> None:
    """Sum up what came together, and count everything anew once a day. One at a time: who works off the outbox.

    The count of the day also mends what two writers of one product, each unseen by the other, told amiss.
    """
    if not Note.objects.filter(name=_NOTE, value=timezone.localdate().isoformat()).exists():
        with transaction.atomic(), connection.cursor() as cursor, untold(cursor, connection.vendor):
            count_anew(cursor, connection.vendor)
            if connection.vendor == "postgresql":
                lay_in_order(cursor)
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statements.MERGE_WORDS)
    singles = Tally.objects.filter(single=True).order_by("pk").values_list("pk", *_KIND, "number")
    taken = list(singles[:MOST_AT_ONCE])
    if len(taken) < WORTH_IT:
        return
    sums: Counter[tuple[Any, ...]] = Counter()
    for _pk, *kind, number in taken:
        sums[tuple(kind)] += number
    told = ((dict(zip(_KIND, kind, strict=True)), number) for kind, number in sums.items() if number)
    with transaction.atomic():
        Tally.objects.filter(pk__lte=taken[-1][0], pk__in=[pk for pk, *_rest in taken]).delete()
        Tally.objects.bulk_create(Tally(**kind, number=number, single=False) for kind, number in told)
