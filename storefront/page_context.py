"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from storefront.sales_mode import operator_sells, sells_here


def shop_identity(request: HttpRequest) -> dict[str, Any]:
    """The operator's identity, who sells here, and whether this is a demonstration."""
    return {
        "demo_banner": settings.OCOP_DEMO_BANNER,
        "operator": settings.OCOP_OPERATOR,
        "sells_here": sells_here(),
        "operator_sells": operator_sells(),
    }
