"""Which tables public pages show, and which of them a statement speaks of."""

from __future__ import annotations

import re
from typing import Any

STOCK = "partner_stockrecord"
_WRITING = re.compile(
    r"\b(?:insert\s+(?:or\s+\w+\s+)?into|update(?:\s+only)?|delete\s+from|merge\s+into|truncate(?:\s+table)?)"
    r"\s+[\"`]?(?P<table>\w+)",
    re.IGNORECASE,
)
_FIRST = ("INSERT", "UPDATE", "DELETE", "MERGE ", "TRUNCA", "WITH ")
#: Tables that change all the time and that only few pages read (whether unpaid orders or other baskets still keep what
#: is left): whoever read one hangs on it, other pages do not.
SOMETIMES = ("holds_stockhold", "order_line", "order_order")
#: Beginnings of tables no public page reads. Every other table turns the pages over, a new one too.
UNSEEN = (
    "accounts_", "address_", "analytics_", "api_", "basket_", "communication_", "complaints_", "contacts_enquiry",
    "customer_", "delivery_carriercall", "delivery_orderdelivery", "delivery_parcel", "delivery_savedaddress",
    "django_admin_log", "django_migrations", "django_session", "django_tasks", "buyer_reviews_reviewevent",
    "buyer_reviews_reviewnotice", "buyer_reviews_reviewreminder", "buyer_reviews_reviewreport", "gateways_", "holds_",
    "importing_", "order_", "orderdesk_", "payment_", "privacy_", "programme_renewalnotice", "purchases_moneyentry",
    "purchases_order", "qr_dailyscans", "qr_label", "qr_report", "qr_scan", "qr_visitorsalt", "search_note",
    "search_waiting", "search_nearterm", "search_term", "search_suggestion", "search_lease", "transfers_", "users_",
    "voucher_voucherapplication", "wagtailadmin_", "wagtailcore_apitoken", "wagtailcore_comment",
    "wagtailcore_modellog", "wagtailcore_pagelog", "wagtailcore_pagesubscription", "wagtailcore_referenceindex",
    "wagtailcore_revision", "wagtailcore_task", "wagtailcore_uploaded", "wagtailcore_workflow", "wagtailsearch_",
    "wagtailusers_", "wishlists_",
)  # fmt: skip


def tables_written(sql: Any) -> list[str]:
    """The tables a statement writes to, as named in it; empty for one that reads."""
    if not isinstance(sql, str):
        return ["?"]  # Composed by the driver: it might be anything.
    if not sql.lstrip()[:6].upper().startswith(_FIRST):
        return []
    return [found.group("table").lower() for found in _WRITING.finditer(sql)]


def is_seen(table: str) -> bool:
    """Whether a public page may show what stands in this table."""
    return not table.startswith(UNSEEN)


_SPOKEN_OF = re.compile(r'(?:\bFROM|\bJOIN|,)\s*"?(?P<table>\w+)', re.IGNORECASE)


def tables_read(sql: str) -> set[str]:
    """The tables a statement may read; names of columns may be among them."""
    return {found.group("table").lower() for found in _SPOKEN_OF.finditer(sql)}


_QUANTITIES = re.compile(
    rf"""UPDATE\ "{STOCK}"\ SET\ (?P<set>.*)
    \ WHERE\ "{STOCK}"\."id"\ (?:=\ %s|IN\ \((?P<keys>%s(?:,\ %s)*)\))""",
    re.VERBOSE,
)
_BEFORE_EQUALS = re.compile(r"(\S*)\s*=")
_ONLY_NUMBERS = {'"num_in_stock"', '"num_allocated"', '"date_updated"'}
_ITS_KEY = f'"{STOCK}"."id"'
_MOST_SOLD = 200


def rows_sold(sql: Any, params: Any) -> list[int]:
    """The stock rows whose quantity alone this statement changes; empty where it does, or may do, anything else."""
    found = _QUANTITIES.fullmatch(sql) if isinstance(sql, str) else None
    if found is None or not isinstance(params, list | tuple) or len(params) != sql.count("%s"):
        return []
    named = {name.lstrip("(") for name in _BEFORE_EQUALS.findall(found["set"])}
    if not named <= {*_ONLY_NUMBERS, _ITS_KEY}:
        return []
    number = found["keys"].count("%s") if found["keys"] else 1
    keys = list(params[-number:])
    return keys if number <= _MOST_SOLD and all(type(key) is int for key in keys) else []
