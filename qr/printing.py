"""Printing labels: products in, one PDF and one record of it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from catalogue.models import Product
from qr import codes
from qr.labels import Label, SheetOptions, check_options, draw_sheet
from qr.models import Code, LabelBatch


def print_labels(
    products: Sequence[Product], options: SheetOptions, *, by: Any = None, at: datetime | None = None
) -> tuple[LabelBatch, bytes]:
    """Make a sheet for `products` in their order; codes that are missing are issued.

    Raises LabelError, and then no code was issued and nothing was recorded.
    """
    check_options(len(products), options)
    with transaction.atomic():
        codes.issue_missing(products, by=by, at=at)
        pks = [product.pk for product in products]
        by_product = {code.product_id: code for code in Code.objects.active().filter(product__in=pks)}
        chosen = [by_product[pk] for pk in pks]
        content = draw_sheet(labels_of(chosen), options)
        count = len(chosen) * options.copies
        batch = LabelBatch.objects.create(
            layout=options.layout,
            copies=options.copies,
            start_at=options.start_at,
            offset_x=options.offset_x,
            offset_y=options.offset_y,
            label_count=count,
            page_count=options.geometry.pages_for(count, start_at=options.start_at),
            made_at=at or timezone.now(),
            made_by=by,
        )
        batch.codes.set(chosen)
        log(batch, "ocop.labels.print", user=by, data={"labels": count, "layout": options.layout})
    return batch, content


def reprint(batch: LabelBatch) -> bytes:
    """The sheet of an earlier batch once more, with today's names."""
    options = SheetOptions(batch.layout, batch.copies, batch.start_at, batch.offset_x, batch.offset_y)
    return draw_sheet(labels_of(list(batch.codes.order_by("product__name_folded", "pk"))), options)


def labels_of(chosen: Sequence[Code]) -> list[Label]:
    """The labels of codes, in their order."""
    full = Code.objects.select_related(
        "product__producer", "product__province", "product__commune__province"
    ).in_bulk([code.pk for code in chosen])
    return [label_of(full[code.pk]) for code in chosen]


def label_of(code: Code) -> Label:
    """What stands on the label of a product's code."""
    product = code.product
    return Label(
        url=code.printed_url,
        name=product.title,
        producer=product.producer.name if product.producer else "",
        place=product.origin_label,
        short_address=f"{urlsplit(settings.PUBLIC_BASE_URL).netloc}{code.get_absolute_url()}",
    )


def prints_a_local_address() -> bool:
    """Whether labels would carry an address that only this machine knows."""
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or ""
    return host in {"localhost", "127.0.0.1", "::1"} or host.endswith((".localhost", ".invalid"))
