"""The notice about personal data, and taking a consent back by link."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from storefront.privacy.consents import withdraw
from storefront.privacy.models import Consent
from storefront.privacy.purposes import PURPOSES


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """Which data is used what for, for how long, by whom, and a person's rights."""
    context = {
        "purposes": PURPOSES,
        "keep_orders_days": settings.OCOP_KEEP_ORDERS_DAYS,
        "enquiry_days": settings.OCOP_ENQUIRY_DAYS,
    }
    return render(request, "privacy/notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def consent(request: HttpRequest, signed: str) -> HttpResponse:
    """Show one consent; a POST takes it back. Opening the link alone changes nothing."""
    found = Consent.of_link(signed)
    if found is None:
        return private(render(request, "privacy/link_unknown.html", status=404))
    if request.method == "POST":
        if withdraw(found):
            messages.success(
                request, _("Đã rút lại. Từ nay dữ liệu của bạn không được dùng vào việc này nữa.")
            )
        return redirect(found)
    return private(render(request, "privacy/consent.html", {"consent": found}))


def private(response: HttpResponse) -> HttpResponse:
    """Not for search engines, nor for the next site's referrer."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
