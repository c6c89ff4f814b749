"""Pages of keys in the back office: made, shown once, revoked; never edited, copied or deleted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from storefront.officer_lists import OfficerList


class KeyIndex(OfficerList, ABC):
    """Every key, also those revoked: who had access and when stays readable."""

    any_permission_required = ["view", "add", "change"]

    @abstractmethod
    def may_revoke(self, key: Any) -> bool:
        """Whether who looks may revoke `key` now; not one that is revoked already."""

    def get_edit_url(self, instance: Model) -> None:
        return None

    def get_list_more_buttons(self, instance: Model) -> list[Button]:
        if not self.may_revoke(instance):
            return []
        address = reverse(self.index_url_name.replace(":index", ":revoke"), args=[instance.pk])
        return [Button(_("Thu hồi"), url=address, icon_name="cross", priority=10)]


class KeyViewSet(ModelViewSet, ABC):
    """The list, the form that makes a key, and the page that asks once before it is made useless."""

    copy_view_enabled = False
    add_to_reference_index = False
    #: The page that asks; it finds the key under `revoke_name`.
    revoke_template: ClassVar[str]
    revoke_name: ClassVar[str]
    #: What is said afterwards, with a place for `name`.
    revoked_words: ClassVar[Any]

    @abstractmethod
    def keys(self) -> QuerySet:
        """The keys with what the page tells of them."""

    @abstractmethod
    def may_revoke(self, user: Any, key: Any) -> bool:
        """Whether `user` may open the page."""

    @abstractmethod
    def revoke(self, key: Any, *, by: Any) -> None:
        """Make `key` useless."""

    def crumbs(self, label: str) -> list[dict[str, str]]:
        """The way to a page below the list."""
        return crumbs_below(self.get_url_name("index"), self.menu_label, label)

    @property
    def revoke_view(self) -> Callable[..., HttpResponse]:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            key = get_object_or_404(self.keys(), pk=pk)
            if not self.may_revoke(request.user, key):
                raise PermissionDenied
            if request.method == "POST":
                self.revoke(key, by=request.user)
                messages.success(request, self.revoked_words % {"name": key})
                return redirect(self.get_url_name("index"))
            context = {self.revoke_name: key, "breadcrumbs_items": self.crumbs(_now("Thu hồi"))}
            return render(request, self.revoke_template, context)

        return view

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = ("edit", "delete", "usage", "history", "inspect")
        return super().get_common_view_kwargs(**{**kwargs, **{f"{name}_url_name": None for name in names}})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("moi/", self.add_view, name="add"),
            path("<int:pk>/thu-hoi/", self.revoke_view, name="revoke"),
        ]


def crumbs_below(index: str, title: Any, label: str) -> list[dict[str, str]]:
    """The way to a page below the list at the address called `index`."""
    return [{"url": reverse(index), "label": str(title)}, {"url": "", "label": label}]
