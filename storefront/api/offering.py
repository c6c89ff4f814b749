"""What may be said of buying a product here: who would sell it, and whether it can be ordered at this moment.

Never of another day: an offer is made now, whatever day the certificate is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from storefront.holds.holding import note_claims
from storefront.partner.strategy import ProgrammeStrategy
from storefront.sales_mode import SalesMode, operator_sells, sales_mode, sells_here


def note_stock(products: Iterable[Any]) -> None:
    """Tell the products' prefetched stock rows what others hold of them: two queries for all."""
    note_claims([row for product in products for row in product.stockrecords.all()], basket_pk=None)


def offer_of(product: Any) -> dict[str, Any]:
    """What the API says of buying `product` here. Reads what `note_stock` and the prefetches brought."""
    strategy = ProgrammeStrategy()
    fetch = strategy.fetch_for_parent if product.is_parent else strategy.fetch_for_product
    availability = fetch(product).availability
    orderable = bool(availability.is_available_to_buy)
    return {
        "sales_mode": sales_mode().value,
        "seller": _seller(product),
        "orderable": orderable,
        "reason": "" if orderable else availability.code,
    }


def _seller(product: Any) -> dict[str, str] | None:
    if sales_mode() is SalesMode.CATALOGUE:
        return None
    if operator_sells():
        return {"kind": "operator", "name": settings.OCOP_OPERATOR["name"]}
    return {"kind": "producer", "name": product.producer.name} if product.producer else None


def site_facts() -> dict[str, Any]:
    """Who runs this site, how it sells, and where its rules are to be read."""
    prefix = "" if get_language() == settings.LANGUAGE_CODE else f"/{get_language()}"
    operator = settings.OCOP_OPERATOR
    return {
        "name": settings.WAGTAIL_SITE_NAME,
        "url": settings.PUBLIC_BASE_URL,
        "sales_mode": sales_mode().value,
        "takes_orders": sells_here(),
        "seller": {
            SalesMode.CATALOGUE: None,
            SalesMode.INTERMEDIARY: "producer",
            SalesMode.DIRECT: "operator",
        }[sales_mode()],
        "operator": {
            name: operator.get(name, "") for name in ("name", "address", "phone", "email", "tax_code")
        },
        "demonstration": settings.OCOP_DEMO_BANNER,
        "currency": settings.OSCAR_DEFAULT_CURRENCY,
        "time_zone": settings.TIME_ZONE,
        "rules_url": f"{settings.PUBLIC_BASE_URL}{prefix}/huong-dan/quy-che/",
        "ranking_url": f"{settings.PUBLIC_BASE_URL}{prefix}/huong-dan/xep-hang/",
        "privacy_url": f"{settings.PUBLIC_BASE_URL}{reverse('privacy:notice')}",
    }
