"""What every section is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storefront.evidence.period import Period


@dataclass(frozen=True)
class Asked:
    """A product with its variants, the days, and the moment of asking.

    `stories` are its published story pages, `maker_stories` those about its producer alone, `entries` its ledger:
    each read once for several sections.
    """

    product: Any
    product_ids: tuple[int, ...]
    period: Period
    at: datetime
    today: date
    entries: tuple[Any, ...]
    stories: tuple[Any, ...]
    maker_stories: tuple[Any, ...]

    @property
    def producer(self) -> Any:
        return self.product.producer

    @property
    def producers(self) -> list[int]:
        """The producer's key, or nothing: a product without one must never match what belongs to nobody."""
        return [self.product.producer_id] if self.product.producer_id else []

    @property
    def home(self) -> Any:
        """The province the product comes from, or its producer's; None when neither is known."""
        return self.product.province or (self.producer.province if self.producer else None)
