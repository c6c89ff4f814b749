"""The basket: add, change, look. Plain forms; every refusal says why and changes nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalogue.attached import attach_ledgers, attach_stock
from catalogue.models import Product
from storefront.basket import count
from storefront.basket.codes import told_codes
from storefront.basket.forms import QuantityForm
from storefront.basket.gate import only_where_sold
from storefront.page_cache import mine as own
from storefront.purchases import visitors
from storefront.purchases.shares import shares_of, total_of
from storefront.ready_queries import ReadyQuery
from storefront.same_origin import by_origin


@require_safe
@never_cache
@only_where_sold
def summary(request: HttpRequest) -> HttpResponse:
    """What is in the basket, by producer, with what cannot be bought any more."""
    shares = shares_of(request.basket, user=request.user, province=visitors.remembered_province(request))
    context = {
        "total": total_of(shares),
        "shares": shares,
        "goods": sum(share.goods for share in shares),
        "codes": told_codes(request.basket, shares),
        "just_placed": None if shares else visitors.just_placed(request),
        "can_check_out": bool(shares) and all(share.is_sellable for share in shares),
    }
    return count.remember(render(request, "oscar/basket/basket.html", context), request.basket)


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What a shared page has to be told of this visitor: the basket's number and what is waiting to be said."""
    number = count.read(request)
    label = ngettext("Giỏ hàng, %(number)s món", "Giỏ hàng, %(number)s món", number) % {"number": number}
    told: dict[str, Any] = {"basket": number, "label": label, "messages": ""}
    if not own.is_personal(request):
        return own.forget(request, JsonResponse(told))
    told["messages"] = render_to_string(
        "components/messages.html", {"messages": messages.get_messages(request)}
    )
    return JsonResponse(told)


_PRODUCTS: ReadyQuery[Product] = ReadyQuery(
    lambda *, pk: Product.objects.filter(pk=pk).select_related("product_class", "parent", "producer")
)


def _product(pk: int) -> Product:
    """The product with all that decides whether it may be bought. Raises `Http404`."""
    found = _PRODUCTS(pk=pk)
    if not found:
        raise Http404
    attach_ledgers(found)
    attach_stock(found)
    return found[0]


@by_origin
@require_POST
@only_where_sold
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put `quantity` of a product into the basket, as far as stock reaches, and show the basket or `next`."""
    product = _product(pk)
    refusal = _why_not(request, product, QuantityForm(request.POST))
    if refusal:
        messages.error(request, refusal)
        return redirect(_back(request) or product.get_absolute_url())
    request.basket.add_product(product, int(request.POST["quantity"]))
    messages.success(request, _("Đã thêm “%(product)s” vào giỏ.") % {"product": product.get_title()})
    return count.remember(redirect(_back(request) or "basket:summary"), request.basket)


@require_POST
@only_where_sold
def change_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the quantity of one line, or take the line out (`remove`)."""
    basket = request.basket
    line = basket.lines.select_related("product", "stockrecord").filter(pk=pk).first() if basket.pk else None
    if line is None:
        messages.info(request, _("Món này không còn trong giỏ."))
    elif "remove" in request.POST:
        line.delete()
        messages.success(request, _("Đã bỏ “%(product)s” khỏi giỏ.") % {"product": line.product.get_title()})
    else:
        _set_quantity(request, line, QuantityForm(request.POST))
    return count.remember(redirect("basket:summary"), basket)


def _set_quantity(request: HttpRequest, line: Any, form: QuantityForm) -> None:
    title = line.product.get_title()
    if not form.is_valid():
        messages.error(request, f"{title}: {form.complaint}")
        return
    line.basket = request.basket
    wanted = form.cleaned_data["quantity"]
    others = sum(
        other.quantity
        for other in request.basket.lines.filter(stockrecord=line.stockrecord).exclude(pk=line.pk)
    )
    permitted, reason = line.purchase_info.availability.is_purchase_permitted(wanted + others)
    if not permitted:
        messages.error(request, f"{title}: {reason}")
        return
    line.quantity = wanted
    line.price_incl_tax = line.price_excl_tax = line.unit_price_incl_tax
    line.save()


def _why_not(request: HttpRequest, product: Product, form: QuantityForm) -> str:
    """Why the product cannot be put into the basket as asked; empty when it can."""
    if not form.is_valid():
        return form.complaint
    if product.is_parent:
        return str(_("Hãy chọn một loại của sản phẩm này."))
    wanted = form.cleaned_data["quantity"]
    already = request.basket.product_quantity(product)
    permitted, reason = request.strategy.fetch_for_product(product).availability.is_purchase_permitted(
        wanted + already
    )
    if permitted:
        return ""
    if already:
        return _("%(reason)s Trong giỏ đã có %(already)d.") % {"reason": reason, "already": already}
    return str(reason)


def _back(request: HttpRequest) -> str:
    """The page the form asks to return to, when it is one of ours."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else ""
