"""Who gets in, and what is theirs: every page of the portal starts here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.generic import View

from catalogue.models import Product
from catalogue.producers.models import Producer
from storefront.delivery.models import DeliveryZone
from storefront.gateways.models import BankHook
from storefront.order.models import Order
from storefront.transfers.models import BankStatement, BankTransfer


class ProducersOnly(View):
    """Lets logins of producers in and answers them from their own rows alone.

    Whoever has not signed in is sent to do so. A login of no producer finds nothing, whatever else it may see in the
    back office. What is another producer's is not found either: these querysets are the only way to a row.
    """

    #: The entry of the navigation this page belongs to.
    here = ""
    producers: list[Producer]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            asked = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("portal:start")
            return redirect_to_login(asked, reverse("customer:login"))
        self.producers = list(
            Producer.objects.filter(users=request.user)
            .select_related("partner", "province", "commune__province")
            .order_by("name_folded", "pk")
        )
        if not self.producers:
            raise Http404(_("Tài khoản này không thuộc chủ thể nào."))
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    @property
    def orders(self) -> QuerySet:
        """The orders of this login's producers."""
        return Order.objects.filter(producer__in=self.producers)

    @property
    def products(self) -> QuerySet:
        """Their products, as far as one can put a price on them."""
        return Product.objects.filter(producer__in=self.producers).exclude(structure="parent")

    @property
    def transfers(self) -> QuerySet:
        """What banks told of their accounts."""
        return BankTransfer.objects.filter(producer__in=self.producers)

    @property
    def statements(self) -> QuerySet:
        """The statements they handed in."""
        return BankStatement.objects.filter(producer__in=self.producers)

    @property
    def zones(self) -> QuerySet:
        """Lines of their rate tables."""
        return DeliveryZone.objects.filter(producer__in=self.producers)

    @property
    def keys(self) -> QuerySet:
        """Keys of services that watch their accounts."""
        return BankHook.objects.filter(producer__in=self.producers)

    def named(self, slug: str) -> Producer:
        """The one of them a form names; anybody else's is not found."""
        producer = next((each for each in self.producers if each.slug == slug), None)
        if producer is None:
            raise Http404(_("Tài khoản này không thuộc chủ thể nào."))
        return producer

    @property
    def suspended(self) -> list[Producer]:
        """Those of them that may finish orders but neither sell nor change what is for sale."""
        return [producer for producer in self.producers if producer.state == Producer.State.SUSPENDED]

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page with what its frame needs."""
        frame = {"here": self.here, "producers": self.producers, "suspended": self.suspended}
        return render(self.request, f"portal/{template}.html", {**frame, **context}, status=status)
