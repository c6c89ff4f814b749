"""The status of a product object on a day: today, unless another is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from catalogue.certification.status import Status, status_of


def product_status(product: Any, on: date | None = None) -> Status:
    """Read the product's entries (those prefetched, where `for_cards()` did so) and answer for the day."""
    return status_of(product.ledger_entries.all(), on=on or timezone.localdate())
