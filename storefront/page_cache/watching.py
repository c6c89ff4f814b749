"""Notice every writing, however it is done: by a form, in bulk, by a command, in plain SQL through Django.

The database's cursor is watched rather than the models: `update()`, `bulk_create` and `cursor.execute` send no signal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from storefront.page_cache import generation

_WRITING = re.compile(
    r"\b(?:insert\s+(?:or\s+\w+\s+)?into|update(?:\s+only)?|delete\s+from|merge\s+into|truncate(?:\s+table)?)"
    r"\s+[\"`]?(?P<table>\w+)",
    re.IGNORECASE,
)
_FIRST = ("INSERT", "UPDATE", "DELETE", "MERGE ", "TRUNCA", "WITH ")
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


class Turn:
    """One turn for a whole transaction, when it holds."""

    def __init__(self) -> None:
        self.done = False

    def __call__(self) -> None:
        self.done = True
        generation.turn_over()


def watch(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Listen to a connection just opened (`connection_created`)."""
    if all(not isinstance(each, Watcher) for each in connection.execute_wrappers):
        connection.execute_wrappers.append(Watcher(connection))


class Watcher:
    """Stands around each statement; a writing is followed by a turn once it is committed."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        answer = execute(sql, params, many, context)
        if settings.PAGE_CACHE and any(map(is_seen, tables_written(sql))):
            self._turn_when_held()
        return answer

    def _turn_when_held(self) -> None:
        waiting = (call for _ids, call, *_rest in self.connection.run_on_commit if isinstance(call, Turn))
        if all(call.done for call in waiting):
            self.connection.on_commit(Turn())
