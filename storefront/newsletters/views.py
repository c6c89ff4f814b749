"""Refusing the newsletter: a page for a person, and one request for a mail program (RFC 8058)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from storefront.newsletters.composing import TRIAL
from storefront.privacy.consents import withdraw
from storefront.privacy.models import Consent
from storefront.privacy.views import private


@csrf_exempt  # A mail program posts without cookies; the signed link is the proof.
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def refuse(request: HttpRequest, signed: str) -> HttpResponse:
    """Ask, changing nothing; a POST refuses at once and says so. Needs no sign-in; twice is once."""
    if signed == TRIAL:
        return private(render(request, "newsletters/refuse.html", {"is_trial": True}))
    consent = Consent.of_link(signed)
    if consent is None or consent.purpose != Consent.Purpose.NEWSLETTER:
        return private(render(request, "privacy/link_unknown.html", status=404))
    if request.method == "POST":
        withdraw(consent)
        consent.refresh_from_db()
    return private(render(request, "newsletters/refuse.html", {"consent": consent}))
