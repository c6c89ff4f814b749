"""The listing, whole or of one group. Oscar looks for these three names."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.generic import RedirectView, TemplateView

from catalogue.models import Category
from catalogue.search.backends import find
from catalogue.search.choices import load_choices
from catalogue.search.listing import chips_of, sort_options
from catalogue.search.offering import offers_for
from catalogue.search.query import PARAMS, ProductQuery, read_query
from catalogue.search.suggesting import suggest
from catalogue.search.words import clean_text


class CatalogueView(TemplateView):
    """Products that answer the address's filters, one page of them."""

    template_name = "catalogue/listing.html"
    # Fields of the query that belong to the page and are not in its address.
    fixed: tuple[str, ...] = ()
    group: Category | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choices = load_choices()
        query = self.narrow(
            read_query(dict(self.request.GET.lists()), on=timezone.localdate(), choices=choices)
        )
        hits = find(query)
        return super().get_context_data(
            query=query,
            hits=hits,
            page=Paginator(range(hits.total), query.page_size).page(hits.page),
            querystring=query.address(leave_out=(*self.fixed, "page")),
            chips=chips_of(query, choices, fixed=self.fixed),
            sorts=sort_options(query, fixed=self.fixed),
            filters_in_use=query.active_filters - (len(query.groups) if "groups" in self.fixed else 0),
            fixed=self.fixed,
            offers=None if hits.total else offers_for(query, hits.understood, fixed=self.fixed),
            group=self.group,
            crumbs=self.crumbs(),
            below=self.below(),
            params=PARAMS,
            **({} if hits.total else self.ways_out(query)),
            **kwargs,
        )

    def ways_out(self, query: ProductQuery) -> dict[str, str]:
        """Where to go from a page that found nothing: without the star's day, without any filter."""
        loose = replace(query, in_force_only=False, page=1)
        words = f"?{urlencode({'q': query.text})}" if query.text else ""
        return {
            "out_of_force_href": f"?{loose.address(leave_out=self.fixed)}",
            "unfiltered_href": self.request.path + words,
        }

    def narrow(self, query: ProductQuery) -> ProductQuery:
        return query

    def crumbs(self) -> list[tuple[str, str]]:
        return []

    def below(self) -> list[Category]:
        return []


class GroupView(CatalogueView):
    """One of the six groups, or a group below one."""

    fixed = ("groups",)

    def get(self, request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
        self.group = Category.objects.filter(slug=slug, is_public=True).order_by("depth", "path").first()
        if self.group is None:
            raise Http404(_("Không có nhóm sản phẩm này."))
        return super().get(request, *args, **kwargs)

    def narrow(self, query: ProductQuery) -> ProductQuery:
        return replace(query, groups=(self.group.slug,))

    def crumbs(self) -> list[tuple[str, str]]:
        above = [(group.label, group.get_absolute_url()) for group in self.group.get_ancestors()]
        return [(_("Sản phẩm"), reverse("catalogue:index")), *above, (self.group.label, "")]

    def below(self) -> list[Category]:
        return list(self.group.get_children().filter(is_public=True))


class ProductCategoryView(RedirectView):
    """Oscar's address of a group leads to ours."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        group = Category.objects.filter(pk=kwargs["pk"], is_public=True).first()
        if group is None:
            raise Http404(_("Không có nhóm sản phẩm này."))
        return group.get_absolute_url()


class FacetedSearchView(TemplateView):
    """Oscar's search address leads to the listing, which searches as well."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.urlencode()
        return redirect(reverse("catalogue:index") + (f"?{asked}" if asked else ""))


class SuggestView(TemplateView):
    """What begins like the letters typed: as JSON for the search field, as a page for whoever has no script."""

    template_name = "catalogue/suggestions.html"
    seconds = 60

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = clean_text(request.GET.get("q", ""))
        offers = suggest(text)
        if request.accepts("text/html"):
            kinds = {offer.kind_label: [] for offer in offers}
            for offer in offers:
                kinds[offer.kind_label].append(offer)
            response: HttpResponse = self.render_to_response(self.get_context_data(text=text, kinds=kinds))
        else:
            response = JsonResponse({"q": text, "offers": [asdict(offer) for offer in offers]})
            patch_cache_control(response, public=True, max_age=self.seconds)
        patch_vary_headers(response, ["Accept"])
        return response
