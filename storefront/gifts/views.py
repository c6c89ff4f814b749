"""`/gio-qua/`: gift baskets to look at, and to put into the basket in one step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from storefront.basket import count
from storefront.basket.gate import only_where_sold
from storefront.gifts.reading import ToldBasket, public_gifts, told
from storefront.json_ld import script_json
from storefront.same_origin import by_origin


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every public gift basket of which something is in it."""
    gifts = [gift for gift in told(public_gifts(), request.strategy) if gift.items]
    return render(request, "gifts/index.html", {"gifts": gifts})


@by_origin
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One gift basket; sent, it goes into the shopper's basket as far as it is sold."""
    gift = next(iter(told(public_gifts().filter(slug=slug), request.strategy)), None)
    if gift is None:
        raise Http404(_("Không có giỏ quà này."))
    if request.method == "POST":
        return put(request, gift)
    return render(request, "gifts/detail.html", {"gift": gift, "linked_data": linked_data(request, gift)})


@only_where_sold
def put(request: HttpRequest, gift: ToldBasket) -> HttpResponse:
    """Put the items into the basket as far as stock reaches; what is missing is named."""
    basket, missing, added = request.basket, [], 0
    with transaction.atomic():
        for item in gift.items:
            wanted = item.quantity + (basket.product_quantity(item.product) if basket.pk else 0)
            info = request.strategy.fetch_for_product(item.product)
            permitted, reason = info.availability.is_purchase_permitted(wanted)
            if permitted:
                basket.add_product(item.product, item.quantity)
                added += 1
            else:
                missing.append(f"{item.product.get_title()}: {reason}")
    if missing:
        messages.warning(request, _("Chưa thêm được: %(items)s") % {"items": " · ".join(missing)})
    if not added:
        return redirect(gift.gift)
    messages.success(request, _("Đã thêm giỏ quà “%(gift)s” vào giỏ hàng.") % {"gift": gift.gift.label})
    return count.remember(redirect("basket:summary"), basket)


def linked_data(request: HttpRequest, gift: ToldBasket) -> str:
    """The gift basket as schema.org tells it, fit to stand inside a script element."""
    whole: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": gift.gift.label,
        "description": gift.gift.words,
        "url": request.build_absolute_uri(gift.gift.get_absolute_url()),
        "isRelatedTo": [
            {
                "@type": "Product",
                "name": item.product.title,
                "url": request.build_absolute_uri(item.product.get_absolute_url()),
            }
            for item in gift.items
        ],
    }
    if gift.is_whole:
        whole["offers"] = {
            "@type": "Offer",
            "price": str(gift.price),
            "priceCurrency": "VND",
            "availability": "https://schema.org/InStock",
        }
    return script_json(whole)
