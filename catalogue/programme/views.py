"""The overview: the programme in numbers, drawn, with each total leading to the list it counts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalogue.certification.permissions import can_read_ledger
from catalogue.programme.charts import HEIGHT, WIDTH, lying_bars, standing_bars
from catalogue.programme.counting import Table, overview
from storefront.days import read_day
from storefront.officer_lists import without_formula
from storefront.table_files import table_file


class OverviewView(WagtailAdminTemplateMixin, TemplateView):
    """Four charts, each over its table.

    `?ngay=` asks about another day, `?bang=<key>&export=csv|xlsx` gives one table as a file.
    """

    template_name = "programme/overview.html"
    page_title = gettext_lazy("Tổng quan")
    header_icon = "table"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_read_ledger(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.day = read_day(request.GET.get("ngay", ""), today=timezone.localdate())
        self.tables = overview(on=self.day.on, asked=self.day.address)
        kind = request.GET.get("export", "")
        if not kind:
            return super().get(request, *args, **kwargs)
        table = self.tables.get(request.GET.get("bang", ""))
        if table is None:
            raise Http404
        name = f"tong-quan-{table.key}-{self.day.on.isoformat()}"
        return table_file(table_lines(table), kind=kind, name=name, title=table.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        charts = [
            {
                "table": table,
                "bars": standing_bars(table) if table.key == "thang" else lying_bars(table),
                "standing": table.key == "thang",
                "most": max((row.total.count for row in table.rows), default=0),
            }
            for table in self.tables.values()
        ]
        return super().get_context_data(charts=charts, width=WIDTH, height=HEIGHT, day=self.day, **kwargs)


def table_lines(table: Table) -> list[list[Any]]:
    """Headings, rows and total, with nothing in them that a spreadsheet would run."""
    wide = len(table.columns) > 1
    heads = [table.head, *table.columns, *([_("Cộng")] if wide else [])]
    lines = [
        [row.label, *(part.count for part in row.parts), *([row.total.count] if wide else [])]
        for row in [*table.rows, table.total]
    ]
    return [[without_formula(cell) for cell in line] for line in [heads, *lines]]
