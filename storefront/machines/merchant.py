"""The merchant feed: what can be ordered here today, in the form Google, Zalo and others read.

Nothing in catalogue mode, nothing whose star is not in force, nothing without a price or a picture to show. Sent
while it is read, in steps of keys: any number of products costs no memory, and each step the same few queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.certification.managers import products_in_force
from catalogue.models import Product
from storefront.holds.holding import note_claims
from storefront.machines.addresses import absolute
from storefront.machines.linked import plain
from storefront.machines.pictures import picture_address
from storefront.partner.strategy import ProgrammeStrategy
from storefront.sales_mode import sells_here

STEP = 500


@require_safe
def feed(request: HttpRequest) -> StreamingHttpResponse:
    """`/nguon/san-pham.xml`."""
    answer = StreamingHttpResponse(_lines(), content_type="application/xml; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=900"
    return answer


def _lines() -> Iterator[str]:
    title = escape(settings.WAGTAIL_SITE_NAME)
    words = escape(_("Sản phẩm OCOP có sao còn hạn, đặt mua được hôm nay"))
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
        f"<title>{title}</title><link>{escape(absolute('/'))}</link><description>{words}</description>\n"
    )
    if sells_here():
        for product in _orderable():
            yield from _item(product)
    yield "</channel></rss>\n"


def _orderable() -> Iterator[Product]:
    """Goods in force today that are offered here, whether or not some are left; a few queries a step."""
    on, last = timezone.localdate(), 0
    offered = Product.objects.listed().filter(selling="orderable", nature="goods", images__isnull=False)
    while True:
        # The step is cut before the ledger is asked, so that each costs the same however far it is down.
        keys = list(offered.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).distinct()[:STEP])
        if not keys:
            return
        last = keys[-1]
        step = products_in_force(Product.objects.filter(pk__in=keys), on=on).for_cards()
        products = list(
            step.select_related("product_class", "producer", "commune__province", "province").order_by("pk")
        )
        note_claims([row for product in products for row in product.stockrecords.all()], basket_pk=None)
        yield from products


def _item(product: Any) -> Iterator[str]:
    purchase = ProgrammeStrategy().fetch_for_product(product)
    code = getattr(purchase.availability, "code", "")
    if not purchase.price.exists or not (
        purchase.availability.is_available_to_buy or code in {"out-of-stock", "held"}
    ):
        return
    pictures = [picture_address(picture) for picture in product.images.all()]
    group = product.primary_group
    facts = [
        ("g:id", product.public_id),
        ("title", product.title[:150]),
        ("description", plain(product.description) or f"{product.title}, {product.origin_label}"),
        ("link", absolute(product.get_absolute_url())),
        ("g:image_link", pictures[0] if pictures else ""),
        *(("g:additional_image_link", picture) for picture in pictures[1:11]),
        ("g:availability", "in_stock" if purchase.availability.is_available_to_buy else "out_of_stock"),
        ("g:price", f"{int(purchase.price.incl_tax)} {settings.OSCAR_DEFAULT_CURRENCY}"),
        ("g:brand", product.producer.name[:70] if product.producer else ""),
        ("g:gtin", product.gtin or ""),
        ("g:identifier_exists", "yes" if product.gtin else "no"),
        ("g:condition", "new"),
        ("g:product_type", group.label if group else ""),
        ("g:custom_label_0", f"OCOP {product.star_now}"),
    ]
    told = "".join(f"<{name}>{clean(value)}</{name}>" for name, value in facts if value)
    yield f"<item>{told}</item>\n"


def clean(text: Any) -> str:
    """Return text fit for XML: escaped, without the control characters no document may hold."""
    return escape(
        "".join(
            sign for sign in str(text) if sign in "\t\n\r" or (ord(sign) >= 32 and sign not in "\ufffe\uffff")
        )
    )
