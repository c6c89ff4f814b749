"""What the three lists share: search without accents, days as days, stars to choose from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.admin.ui.tables import Column

from catalogue.certification.checks import show_day
from storefront.vietnamese import fold

STARS = [(star, f"{star} ★") for star in (5, 4, 3)]


def dash(value: Any) -> Any:
    """The value, or a dash where there is none."""
    return "–" if value in (None, "") else value


def day_column(name: str, label: Any, *, sort_key: str = "") -> Column:
    """A day as 17/01/2025: officers compare days, "five years ago" is no use to them."""
    return Column(
        name,
        label=label,
        accessor=lambda row: dash((day := getattr(row, name)) and show_day(day)),
        sort_key=sort_key or name,
    )


class FoldedSearch:
    """Search by words without accents, in any of `folded`, or by a code in any of `exact`."""

    folded: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    is_searchable = True

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        for word in (self.search_query or "").split():
            told = Q()
            for field in self.folded:
                told |= Q(**{f"{field}__contains": fold(word)})
            for field in self.exact:
                told |= Q(**{f"{field}__icontains": word.upper().replace("QD", "QĐ")})
            queryset = queryset.filter(told)
        return queryset
