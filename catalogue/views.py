"""The product page. Oscar looks for these names here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from oscar.apps.catalogue import views as upstream

from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from catalogue.product_page import part_of, product_for_page, read_parts, related_to
from catalogue.search.views import CatalogueView, ProductCategoryView
from storefront.ready_addresses import ReadyAddress

__all__ = ["CatalogueView", "ProductCategoryView", "ProductDetailView"]

_index = ReadyAddress("catalogue:index")
#: More digits than a database's key has are no product's, and Python reads no more than 4,300 of them.
LONGEST_NUMBER = 18


class ProductDetailView(upstream.ProductDetailView):
    """One product: the claim and its proof, the maker, the facts, and the way to get it."""

    template_name = "catalogue/detail.html"

    def get_object(self, queryset: Any = None) -> Product:
        if not hasattr(self, "object"):
            number = self.kwargs["pk"]
            if len(number) > LONGEST_NUMBER:
                raise Http404(_("Không có sản phẩm này."))
            self.object = product_for_page(int(number))
            if self.object is None:
                raise Http404(_("Không có sản phẩm này."))
        return self.object

    def redirect_if_necessary(self, current_path: str, product: Product) -> HttpResponse | None:
        """A slug can change with the name; the number stays and leads on. Not for ever: the name may change back."""
        product = product.parent if product.is_child else product
        expected = product.get_absolute_url()
        if current_path == expected:
            return None
        asked = self.request.GET.urlencode()
        return redirect(f"{expected}?{asked}" if asked else expected)

    def is_viewable(self, product: Product, request: HttpRequest) -> bool:
        """Public products of producers in the register; officers see what is not public yet."""
        known = product.producer is not None and product.producer.state != "pending"
        return (product.is_public and known) or request.user.has_perm("catalogue.view_product")

    def send_signal(self, request: HttpRequest, response: HttpResponse, product: Product) -> None:
        """Not sent: Oscar's listeners would write a row for each look at a page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        product, today = self.object, timezone.localdate()
        kwargs.setdefault("object", product)
        read_parts(product, on=today)
        return {
            **kwargs,
            "view": self,
            "product": product,
            "today": today,
            "status": product_status(product, on=today),
            "purchase": self.request.strategy.fetch_for_product(product),
            "crumbs": self.crumbs(product),
            "papers": self.papers(product),
            "related": related_to(product, on=today),
        }

    def crumbs(self, product: Product) -> list[tuple[str, str]]:
        group = product.primary_group
        above = [(group.label, group.get_absolute_url())] if group else []
        return [(_("Sản phẩm"), _index()), *above, (product.title, "")]

    def papers(self, product: Product) -> list[Any]:
        """The product's papers, then those its producer holds for everything it makes."""
        return sorted(part_of(product, "papers"), key=lambda paper: paper.product_id is None)
