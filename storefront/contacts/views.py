"""`/hoi-mua/<product>/`: a question to the producer, by a plain form."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalogue.models import Product
from storefront.contacts.asking import ask, can_be_asked
from storefront.contacts.forms import CONSENT, EnquiryForm
from storefront.limits import TooOftenError, count_try
from storefront.networks import client_network

_MOST, _MOST_OF_A_PRODUCER, _PERIOD = 5, 60, 3600


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enquire(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the form; a POST hands the question on and leads back to the product."""
    products = Product.objects.select_related("producer__commune__province", "producer__province")
    product = products.filter(public_id=public_id).first()
    if product is None or not can_be_asked(product):
        raise Http404(_("Không hỏi được về sản phẩm này ở đây."))
    form, status = EnquiryForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _ask(request, product, form)
            except TooOftenError as refusal:
                form.add_error(None, refusal.message)
                status = 429
            else:
                told = _("Đã gửi câu hỏi của bạn cho %(producer)s.") % {"producer": product.producer}
                messages.success(request, told)
                return redirect(product)
    return render(request, "contacts/enquire.html", {"product": product, "form": form}, status=status)


def _ask(request: HttpRequest, product: Product, form: EnquiryForm) -> None:
    count_try("enquiry-from", client_network(request), most=_MOST, seconds=_PERIOD)
    count_try("enquiry-to", str(product.producer_id), most=_MOST_OF_A_PRODUCER, seconds=_PERIOD)
    told = {name: form.cleaned_data[name] for name in ("name", "phone", "email", "text")}
    ask(product, **told, agreed_to=str(CONSENT))
