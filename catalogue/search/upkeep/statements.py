"""The SQL that makes a product's entry and its spans from what they copy; the same on SQLite and PostgreSQL.

`which` is a condition on products called `p`. Nothing here is ever made from what a person typed.
"""

# ruff: noqa: S608

from __future__ import annotations

_NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "clock_timestamp()"}
_NO_DAY = {"sqlite": "'9999-12-31'", "postgresql": "DATE '9999-12-31'"}
_FALSE = {"sqlite": "0", "postgresql": "FALSE"}
_LEAST = {"sqlite": "MIN", "postgresql": "LEAST"}
_LEDGER = "certification_ledgerentry"


def entries(which: str) -> str:
    """Write the entry of each product, whether it has one or not."""
    return f"""INSERT INTO search_entry
        (product_id, listed, group_path, province_code, legal_form, price, name_folded)
    SELECT p.id,
        p.is_public AND p.structure IN ('standalone', 'parent') AND COALESCE(pr.state, '') = 'active',
        COALESCE((SELECT MIN(c.path) FROM catalogue_productcategory pc
            JOIN catalogue_category c ON c.id = pc.category_id WHERE pc.product_id = p.id), ''),
        COALESCE((SELECT place.code FROM places_province place WHERE place.id = p.province_id), ''),
        COALESCE(pr.legal_form, ''),
        CASE WHEN p.selling = 'orderable'
            THEN (SELECT MIN(sr.price) FROM partner_stockrecord sr WHERE sr.product_id = p.id)
            ELSE p.price_from END,
        p.name_folded
    FROM catalogue_product p LEFT JOIN producers_producer pr ON pr.id = p.producer_id
    WHERE {which}
    ON CONFLICT (product_id) DO UPDATE SET
        listed = excluded.listed, group_path = excluded.group_path, province_code = excluded.province_code,
        legal_form = excluded.legal_form, price = excluded.price, name_folded = excluded.name_folded"""


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
