"""The product page. Oscar looks for these names here."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from oscar.apps.catalogue import views as upstream

from catalogue.certification.managers import products_in_force
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from catalogue.producers.models import ComplianceDocument
from catalogue.search.views import CatalogueView, ProductCategoryView

__all__ = ["CatalogueView", "ProductCategoryView", "ProductDetailView"]

RELATED = 4


class ProductDetailView(upstream.ProductDetailView):
    """One product: the claim and its proof, the maker, the facts, and the way to get it."""

    template_name = "catalogue/detail.html"

    def get_queryset(self) -> Any:
        known = Product.objects.for_cards().prefetch_related(None)
        return known.select_related(
            "product_class",
            "producer__province",
            "producer__commune__province",
            "producer__delivery_terms",
        )

    def get_object(self, queryset: Any = None) -> Product:
        if not hasattr(self, "object"):
            self.object = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
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
        related = self.related(product, today)
        entries = LedgerEntry.objects.select_related("decision")
        # The page's product and those beside it are read together: one question each, not two.
        prefetch_related_objects(
            [product, *related],
            "images",
            "stockrecords",
            Prefetch("ledger_entries", entries),
            "categories",
        )
        return {
            **kwargs,
            "view": self,
            "product": product,
            "today": today,
            "status": product_status(product, on=today),
            "purchase": self.request.strategy.fetch_for_product(product),
            "crumbs": self.crumbs(product),
            "papers": self.papers(product),
            "related": related,
        }

    def crumbs(self, product: Product) -> list[tuple[str, str]]:
        group = product.primary_group
        above = [(group.label, group.get_absolute_url())] if group else []
        return [(_("Sản phẩm"), reverse("catalogue:index")), *above, (product.title, "")]

    def papers(self, product: Product) -> list[Any]:
        """The product's papers, then those its producer holds for everything it makes."""
        of_its_producer = Q(producer=product.producer_id, product=None)
        papers = ComplianceDocument.objects.filter(Q(product=product) | of_its_producer)
        return sorted(papers, key=lambda paper: paper.product_id is None)

    def related(self, product: Product, today: Any) -> list[Product]:
        """Other products of the same producer with a star in force; alcohol is shown on no other goods' page."""
        others = Product.objects.listed().filter(producer=product.producer_id).exclude(pk=product.pk)
        if not product.is_alcohol:
            others = others.exclude(is_alcohol=True)
        found = products_in_force(others, on=today).for_cards().prefetch_related(None)
        return list(found.order_by("-star_now", "name_folded")[:RELATED])
