"""What a product is called, in its page and for search engines; who makes it where."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst

from catalogue.certification.status import Status
from storefront.ready_templates import ReadyTemplate

_HEADING = ReadyTemplate("catalogue/_heading.html")
_SUMMARY = ReadyTemplate("catalogue/_summary.html")


def heading(product: Any) -> SafeString:
    """Maker, place, name, pack."""
    producer = product.producer
    return _HEADING(
        producer=producer.name if producer else "",
        producer_href=producer.get_absolute_url() if producer else "",
        place=product.origin_label,
        title=product.title,
        pack=capfirst(product.pack),
        illustrative=product.illustrative,
    )


def summary(product: Any, status: Status) -> SafeString:
    """The sentence search engines show."""
    star = status.star if status.is_in_force else None
    return SafeString(_SUMMARY(title=product.title, place=product.origin_label, star=star).strip())
