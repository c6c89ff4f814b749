"""Certificates and stars as of a day, for other systems to read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.certification.managers import LedgerEntryQuerySet
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import RECOGNISED, REPORTED, State, status_of
from catalogue.models import Product
from storefront.api.errors import ProblemError
from storefront.api.offering import note_stock, offer_of


@dataclass(frozen=True)
class Wanted:
    """Which certificates, and which page of them."""

    on: date
    state: str | None = None
    star: int | None = None
    page: int = 1
    page_size: int = 50


def certificates(*, on: date) -> LedgerEntryQuerySet:
    """Every certificate and every claim known of by that day, with its state; what was corrected away is none."""
    begun = Q(kind=RECOGNISED, valid_from__lte=on)
    claimed = Q(kind=REPORTED) & (Q(reported_year=None) | Q(reported_year__lte=on.year))
    return _shown(LedgerEntry.objects.standing().filter(begun | claimed), on=on)


def _shown(entries: LedgerEntryQuerySet, *, on: date) -> LedgerEntryQuerySet:
    joined = (
        "decision",
        "product__producer",
        "product__province",
        "product__commune__province",
        "product__product_class",
        "product__parent__product_class",
    )
    shown = entries.with_state(on=on).select_related(*joined).order_by("pk")
    return shown.prefetch_related("product__ledger_entries", "product__stockrecords")


def _facts_of(entries: Iterable[Any], *, on: date) -> list[dict[str, Any]]:
    """What is said of each, with what can be ordered now: two queries for all of them."""
    entries = list(entries)
    note_stock(entry.product for entry in entries)
    return [certificate_facts(entry, on=on) for entry in entries]


def certificate_page(wanted: Wanted) -> dict[str, Any]:
    """One page of the certificates, oldest entry first, so that new ones come at the end."""
    found = certificates(on=wanted.on)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.star:
        found = found.filter(star=wanted.star, kind=RECOGNISED)
    count = found.count()
    pages = max(1, math.ceil(count / wanted.page_size))
    start = (wanted.page - 1) * wanted.page_size
    entries = found[start : start + wanted.page_size] if start < count else []
    return {
        "on": wanted.on,
        "count": count,
        "page": wanted.page,
        "pages": pages,
        "next": _page_url(wanted, wanted.page + 1) if wanted.page < pages else None,
        "previous": _page_url(wanted, min(wanted.page - 1, pages)) if wanted.page > 1 else None,
        "results": _facts_of(entries, on=wanted.on),
    }


def one_certificate(pk: int, *, on: date) -> dict[str, Any]:
    """One certificate as of that day. Raises `ProblemError` 404, or 410 when a correction made it void."""
    entry = _shown(LedgerEntry.objects.filter(pk=pk, kind__in=(RECOGNISED, REPORTED)), on=on).first()
    if entry is None:
        raise ProblemError(404, "certificate-unknown", _("Không có chứng nhận này."))
    if not entry.is_standing:
        message = _("Bản ghi này đã được đính chính và không còn giá trị.")
        raise ProblemError(410, "certificate-corrected", message)
    return _facts_of([entry], on=on)[0]


def product_certification(public_id: str, *, on: date) -> dict[str, Any]:
    """The star of a product on that day. Raises `ProblemError` 404 for none, or one that was never shown."""
    known = Q(is_public=True) | Exists(LedgerEntry.objects.filter(product=OuterRef("pk")))
    product = (
        Product.objects.filter(known, public_id=public_id)
        .select_related("producer", "product_class", "parent__product_class")
        .prefetch_related("ledger_entries", "stockrecords")
        .first()
    )
    if product is None:
        raise ProblemError(404, "product-unknown", _("Không có sản phẩm này."))
    status = status_of(product.ledger_entries.all(), on=on)
    entries = certificates(on=on).filter(product=product)
    note_stock([product])
    return {
        "on": on,
        "product": _product(product),
        "state": status.state.value,
        "is_in_force": status.is_in_force,
        "star": status.star,
        "claimed_star": status.claimed_star,
        "valid_from": status.valid_from,
        "valid_to": status.valid_to,
        "revoked_on": status.revoked_on,
        "certificate": status.entry_id,
        "certificates": _facts_of(entries, on=on),
    }


def certificate_facts(entry: Any, *, on: date) -> dict[str, Any]:
    """What the API says of one entry of `certificates`."""
    is_claim, decision = entry.kind == REPORTED, entry.decision
    is_never = entry.state == State.NEVER.value
    return {
        "id": entry.pk,
        "url": _absolute(reverse("api:certificate", args=[entry.pk])),
        "on": on,
        "state": entry.state,
        "star": None if is_claim or is_never else entry.star,
        "claimed_star": entry.star if is_claim else None,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to if is_claim else entry.until,
        "revoked_on": entry.revoked_on,
        "superseded_on": entry.next_from if entry.state == State.SUPERSEDED.value else None,
        "decision": decision
        and {
            "number": decision.number,
            "decided_on": decision.decided_on,
            "authority": decision.authority,
            "tier": decision.tier,
        },
        "rule_set": entry.rule_set,
        "product_code": entry.product_code,
        "place_as_certified": entry.place_as_certified,
        "place_today": str(entry.product.origin_label),
        "product": _product(entry.product),
    }


def _product(product: Product) -> dict[str, Any]:
    return {
        "id": product.public_id,
        "name": product.title,
        "url": _absolute(product.get_absolute_url()),
        "producer": product.producer.name if product.producer else "",
        "illustrative": product.illustrative,
        "offer": offer_of(product),
    }


def _page_url(wanted: Wanted, page: int) -> str:
    asked = {"on": wanted.on.isoformat(), "state": wanted.state, "star": wanted.star}
    query = {name: value for name, value in asked.items() if value}
    query |= {"page": page, "page_size": wanted.page_size}
    return _absolute(f"{reverse('api:certificates')}?{urlencode(query)}")


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_BASE_URL}{path}"
