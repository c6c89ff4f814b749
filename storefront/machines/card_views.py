"""The shared pictures: drawn when asked for, kept under the key of what is on them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from catalogue.producers.models import Producer
from cms.models import ProductStoryPage
from storefront.machines.cards import Card, draw_card, producer_card, product_card, story_card

_KEPT = 24 * 3600


def until_midnight() -> int:
    """Seconds left of today in Vietnam."""
    now = timezone.localtime()
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(1, int((tomorrow - now).total_seconds()))


@require_safe
def of_product(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """`/anh-chia-se/san-pham/<public id>-<key>.jpg`."""
    known = Product.objects.select_related("producer", "province", "commune__province")
    product = (
        known.prefetch_related("images", "ledger_entries").filter(public_id=public_id, is_public=True).first()
    )
    return _answer(
        "machines:product-card", public_id, key, product and product_card(product, product_status(product))
    )


@require_safe
def of_producer(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """`/anh-chia-se/chu-the/<slug>-<key>.jpg`."""
    known = Producer.objects.exclude(state="pending").select_related("province", "commune__province")
    producer = known.filter(slug=slug).first()
    return _answer("machines:producer-card", slug, key, producer and producer_card(producer))


@require_safe
def of_story(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """`/anh-chia-se/cau-chuyen/<number>-<key>.jpg`."""
    page = ProductStoryPage.objects.live().public().for_teasers().filter(pk=pk).first()
    status = product_status(page.product) if page and page.product else None
    return _answer("machines:story-card", pk, key, page and story_card(page, status))


def _answer(name: str, which: Any, key: str, card: Card | None) -> HttpResponse:
    """The picture under its own key; under any other the way to it, which nobody may keep."""
    if not card:
        raise Http404
    if key != card.key:
        away = redirect(reverse(name, args=[which, card.key]))
        away["Cache-Control"] = "no-store"
        return away
    content = cache.get(f"card:{key}")
    if content is None:
        content = draw_card(card)
        cache.set(f"card:{key}", content, _KEPT)
    answer = HttpResponse(content, content_type="image/jpeg")
    # Until midnight, when a star may end: whoever shows it later asks again and is led to what is true then.
    answer["Cache-Control"] = f"public, max-age={until_midnight()}"
    return answer
