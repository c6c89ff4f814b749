"""The producer's door: what can be proved about its own products, and about no other's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from catalogue.certification.managers import certified
from storefront.evidence.period import today_here
from storefront.evidence.permissions import own_products
from storefront.evidence.views import PAGE, PDF, ZIP, DossierMixin


class ProducersOnly(View):
    """Sends those who have not signed in to do so; answers the others from their own products alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("customer:login"))
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class OwnListView(ProducersOnly):
    """The products of the producers this login belongs to."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        mine = own_products(request.user)
        if not request.user.producers.exists():
            raise Http404(_("Tài khoản này không thuộc chủ thể nào."))
        products = certified(mine, on=today_here()).order_by("name_folded", "pk")
        crumbs = [(_("Trang chủ"), "/"), (_("Minh chứng"), "")]
        return render(request, "evidence/own_list.html", {"products": products, "crumbs": crumbs})


class OwnDossierView(DossierMixin, ProducersOnly):
    """One of them; another producer's product is not found, whatever its state."""

    kind = PAGE

    def get(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        self.product = get_object_or_404(own_products(request.user).distinct(), public_id=public_id)
        return self.answer(self.kind, self._page)

    def _page(self) -> HttpResponseBase:
        public_id = self.product.public_id
        files = {kind: reverse(f"own_evidence:{kind}", args=[public_id]) for kind in (PDF, ZIP)}
        crumbs = [(_("Minh chứng"), reverse("own_evidence:list")), (self.product.title, "")]
        context = {**self.page_context(), "files": files, "crumbs": crumbs}
        return render(self.request, "evidence/own.html", context)
