"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shop_identity(request: HttpRequest) -> dict[str, Any]:
    """The operator's identity, whether this is a demonstration, and whether the visitor has a basket at all.

    `has_basket` looks at cookies only: a visitor without one costs no query.
    """
    cookies = getattr(request, "COOKIES", {})
    return {
        "demo_banner": settings.OCOP_DEMO_BANNER,
        "operator": settings.OCOP_OPERATOR,
        "has_basket": settings.OSCAR_BASKET_COOKIE_OPEN in cookies or settings.SESSION_COOKIE_NAME in cookies,
    }
