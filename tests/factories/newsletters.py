"""Newsletters, and people who agreed to them."""

from __future__ import annotations

import itertools
from typing import Any

from django.utils import timezone

from storefront.newsletters.models import Newsletter, NewsletterProduct, NewsletterStory
from storefront.privacy.models import Consent

_numbers = itertools.count(1)


def agree(email: str | None = None, **facts: Any) -> Consent:
    """Somebody agrees to the newsletter, by another address each time unless told."""
    facts = {
        "purpose": "newsletter",
        "text": "Tôi đồng ý nhận bản tin.",
        "text_version": "2026-11-22",
        "given_at": timezone.now(),
        "email": f"nguoi-doc-{next(_numbers)}@example.vn" if email is None else email,
        **facts,
    }
    return Consent.objects.create(**facts)


def make_newsletter(*, products: Any = (), stories: Any = (), **facts: Any) -> Newsletter:
    """A draft with these picks."""
    facts = {"subject": "Mùa cốm", "body": '<p>Cốm đã về. <a href="/hoi-cho/">Xem</a></p>', **facts}
    newsletter = Newsletter.objects.create(**facts)
    for product in products:
        NewsletterProduct.objects.create(newsletter=newsletter, product=product)
    for page in stories:
        NewsletterStory.objects.create(newsletter=newsletter, page=page)
    return newsletter
