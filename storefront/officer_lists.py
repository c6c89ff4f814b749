"""What every officer's list in the back office shares: search without accents, exports no spreadsheet runs."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.admin.views import generic

from storefront.vietnamese import fold

_FORMULA = re.compile(r"[=+\-@\t\r]")
_PHONE = re.compile(r"\+84\d+")


def without_formula(cell: Any) -> Any:
    """Return `cell`; a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(cell, str) and _FORMULA.match(cell) and not _PHONE.fullmatch(cell):
        return f"'{cell}"
    return cell


class OfficerList(generic.IndexView):
    """A list searched word by word: without accents in any of `folded`, as typed in any of `exact`."""

    folded: tuple[str, ...] = ("name_folded",)
    exact: tuple[str, ...] = ()
    is_searchable = True

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
        return without_formula(super().preprocess_field_value(field, value, export_format))
