"""What officers' lists in the back office share: who is led there, addresses, search without accents, safe exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from storefront.vietnamese import fold

_FORMULA = re.compile(r"[=+\-@\t\r]")
_PHONE = re.compile(r"\+84\d+")


def without_formula(cell: Any) -> Any:
    """Return `cell`; a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(cell, str) and _FORMULA.match(cell) and not _PHONE.fullmatch(cell):
        return f"'{cell}"
    return cell


def in_words(model: type[Model], field: str, value: Any) -> Any:
    """Return a field's value as the screen tells it: a choice by its label, yes or no, a moment by our clock."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    try:
        labels = dict(getattr(model._meta.get_field(field), "flatchoices", ()))
    except FieldDoesNotExist:
        return value
    return str(labels[value]) if value in labels else value


class AllowedMenuItem(MenuItem):
    """Shown to those whom the page lets in: `allowed` is asked with the user of the request."""

    def __init__(self, *args: Any, allowed: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed = allowed

    def is_shown(self, request: HttpRequest) -> bool:
        return self.allowed(request.user)


def shown_to(allowed: Callable[[Any], bool]) -> type[MenuItem]:
    """Return what a viewset's `menu_item_class` wants: an item shown to those `allowed`."""

    class ShownTo(AllowedMenuItem):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, allowed=allowed, **kwargs)

    return ShownTo


def list_addresses(viewset: ViewSet, view: type[generic.IndexView]) -> list[URLPattern]:
    """Return the two addresses of a viewset's list: the page, and its rows alone while somebody types a search."""
    names = {
        "index_url_name": viewset.get_url_name("index"),
        "index_results_url_name": viewset.get_url_name("index_results"),
    }
    return [
        path("", view.as_view(**names), name="index"),
        path("ket-qua/", view.as_view(**names, results_only=True), name="index_results"),
    ]


class OfficerList(generic.IndexView):
    """A list searched word by word: without accents in any of `folded`, as typed in any of `exact`."""

    folded: tuple[str, ...] = ("name_folded",)
    exact: tuple[str, ...] = ()
    is_searchable = True
    #: Columns of the export that are no field of the model: column → value → what it is called.
    export_words: Mapping[str, Mapping[Any, Any]] = {}

    def get_table(self, object_list: Any) -> Any:
        """A table whose rows become cards on a phone."""
        table = super().get_table(object_list)
        table.template_name = "officer_lists/table.html"
        table.classname = f"{table.classname} as-cards"
        return table

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        for word in (self.search_query or "").split():
            told = Q()
            for field in self.folded:
                told |= Q(**{f"{field}__contains": fold(word)})
            for field in self.exact:
                told |= Q(**{f"{field}__icontains": word})
                # A decision's number is typed without the letter Đ as often as with it.
                told |= Q(**{f"{field}__icontains": word.upper().replace("QD", "QĐ")})
            queryset = queryset.filter(told)
        return queryset

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        words = self.export_words.get(field)
        told = str(words[value]) if words and value in words else in_words(self.model, field, value)
        if export_format == self.FORMAT_CSV and isinstance(told, date):
            told = f"{told:%d/%m/%Y %H:%M}" if isinstance(told, datetime) else f"{told:%d/%m/%Y}"
        return without_formula(super().preprocess_field_value(field, told, export_format))

    def stream_csv(self, queryset: QuerySet) -> Iterator[str]:
        """Begin with a byte order mark: without it Excel reads Vietnamese letters as Western ones."""
        yield "\ufeff"
        yield from super().stream_csv(queryset)
