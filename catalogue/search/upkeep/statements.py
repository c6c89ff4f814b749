"""The SQL that makes a product's entry and its spans from what they copy; the same on SQLite and PostgreSQL.

`which` is a condition on products called `p`. Nothing here is ever made from what a person typed.
"""

# ruff: noqa: S608

from __future__ import annotations

_NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "clock_timestamp()"}
_NO_DAY = {"sqlite": "'9999-12-31'", "postgresql": "DATE '9999-12-31'"}
_FALSE = {"sqlite": "0", "postgresql": "FALSE"}
_LEAST = {"sqlite": "MIN", "postgresql": "LEAST"}
_DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
_OF_LAST = ("star", "begins", "ends")
_LEDGER = "certification_ledgerentry"


#: PostgreSQL sets new words of the index aside to merge them by and by; a search reads all of them until it has.
MERGE_WORDS = "SELECT gin_clean_pending_list(to_regclass('search_entry_words'))"

_KEPT = (
    "listed", "group_path", "province_code", "legal_form", "price", "name_folded", "words", "star", "begins", "ends",
)  # fmt: skip


def entries(which: str, vendor: str, *, order: str = "") -> str:
    """Write the entry of each product, whether it has one or not; one that says so already is left alone."""
    changed = " OR ".join(f"search_entry.{column} {_DIFFERS[vendor]} excluded.{column}" for column in _KEPT)
    return f"""INSERT INTO search_entry (product_id, {", ".join(_KEPT)})
    SELECT p.id,
        p.is_public AND p.structure IN ('standalone', 'parent') AND COALESCE(pr.state, '') = 'active',
        COALESCE((SELECT MIN(c.path) FROM catalogue_productcategory pc
            JOIN catalogue_category c ON c.id = pc.category_id WHERE pc.product_id = p.id), ''),
        COALESCE((SELECT place.code FROM places_province place WHERE place.id = p.province_id), ''),
        COALESCE(pr.legal_form, ''),
        CASE WHEN p.selling = 'orderable'
            THEN (SELECT MIN(sr.price) FROM partner_stockrecord sr WHERE sr.product_id = p.id)
            ELSE p.price_from END,
        p.name_folded, p.search_words, {", ".join(_last("p.id", column) for column in _OF_LAST)}
    FROM catalogue_product p LEFT JOIN producers_producer pr ON pr.id = p.producer_id
    WHERE {which}{order and f" ORDER BY {order}"}
    ON CONFLICT (product_id) DO UPDATE SET {", ".join(f"{column} = excluded.{column}" for column in _KEPT)}
    WHERE {changed}"""


def last_span(product: str) -> str:
    """Copy into the product's entry which of its spans begins last."""
    columns = ", ".join(f"{column} = {_last(product, column)}" for column in _OF_LAST)
    return f"UPDATE search_entry SET {columns} WHERE product_id = {product}"


def _last(product: str, column: str) -> str:
    return f"""(SELECT last.{column} FROM search_starspan last WHERE last.product_id = {product}
            ORDER BY last.begins DESC, last.ends DESC LIMIT 1)"""


def spans(which: str, vendor: str) -> str:
    """Write one span for each standing recognition of the products; take the old ones away first.

    It begins with the recognition and ends with its term, extended where an extension was decided within it, with
    the next recognition, or with a revocation, whichever comes first.
    """
    standing = f"NOT EXISTS (SELECT 1 FROM {_LEDGER} void WHERE void.corrects_id = {{}}.id)"
    never = _NO_DAY[vendor]
    return f"""INSERT INTO search_starspan (product_id, star, begins, ends)
    SELECT r.product_id, r.star, r.valid_from, {_LEAST[vendor]}(
        COALESCE((SELECT MAX(e.valid_to) FROM {_LEDGER} e
            WHERE e.product_id = r.product_id AND e.kind = 'extended' AND e.effective_on >= r.valid_from
            AND e.effective_on <= r.valid_to AND e.valid_to > r.valid_to AND {standing.format("e")}), r.valid_to),
        COALESCE((SELECT MIN(n.valid_from) FROM {_LEDGER} n
            WHERE n.product_id = r.product_id AND n.kind = 'recognised'
            AND (n.valid_from > r.valid_from OR (n.valid_from = r.valid_from AND n.id > r.id))
            AND {standing.format("n")}), {never}),
        COALESCE((SELECT MIN(v.effective_on) FROM {_LEDGER} v
            WHERE v.product_id = r.product_id AND v.kind = 'revoked' AND v.effective_on >= r.valid_from
            AND {standing.format("v")}), {never}))
    FROM {_LEDGER} r JOIN catalogue_product p ON p.id = r.product_id
    WHERE r.kind = 'recognised' AND {standing.format("r")} AND {which}"""


def waiting(kind: str, refs: str, vendor: str) -> str:
    """Note that these are to be told of; `refs` selects their keys."""
    return f"""INSERT INTO search_waiting (kind, ref, since, told)
    SELECT '{kind}', subject.id, {_NOW[vendor]}, {_FALSE[vendor]} FROM ({refs}) subject"""
