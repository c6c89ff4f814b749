"""Two pages over all orders: what waits for somebody, and what was sold month by month."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from storefront.days import FIRST_YEAR, LAST_YEAR
from storefront.orderdesk import waiting
from storefront.orderdesk.drawing import columns
from storefront.orderdesk.listing import ReadersOnly
from storefront.orderdesk.permissions import SEE_TRANSFERS
from storefront.orderdesk.selling import MONTHS, WAYS, sales, sales_lines
from storefront.table_files import table_file


class DeskPage(ReadersOnly, WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk that is no list."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class WaitingView(DeskPage):
    """Orders late by producer, money waiting, returns without an answer."""

    template_name = "orderdesk/waiting.html"
    page_title = _("Cần xử lý")
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = self.now
        sees_transfers = self.request.user.has_perm(SEE_TRANSFERS)
        sees_complaints = self.request.user.has_perm("complaints.view_complaint")
        sees_reviews = self.request.user.has_perm("buyer_reviews.view_review")
        return super().get_context_data(
            sees_reviews=sees_reviews,
            waiting_reviews=waiting.reviews_waiting() if sees_reviews else {},
            now=at,
            confirm_hours=settings.OCOP_CONFIRM_HOURS,
            send_days=settings.OCOP_SEND_DAYS,
            near_hours=settings.OCOP_LIMIT_NEAR_HOURS,
            late=waiting.late_by_producer(at=at),
            near=waiting.listed(waiting.near_limit(at=at)),
            past=waiting.listed(waiting.past_limit(at=at)),
            refunds=waiting.listed(waiting.to_refund(at=at)),
            returns=waiting.listed(waiting.returns_asked(at=at)),
            sees_transfers=sees_transfers,
            sees_complaints=sees_complaints,
            complaints=waiting.complaints_due(on=timezone.localdate(at)) if sees_complaints else 0,
            transfers=waiting.unclear_transfers() if sees_transfers else [],
            **kwargs,
        )


class SalesView(DeskPage):
    """`?nam=2026&theo=tinh` asks for a year and a way of dividing it, `&export=xlsx|csv` for the table as a file."""

    template_name = "orderdesk/sales.html"
    page_title = _("Hàng bán theo tháng")
    header_icon = "table"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.year = _year(request.GET.get("nam", ""), timezone.localdate(self.now).year)
        self.way = WAYS.get(request.GET.get("theo", ""), next(iter(WAYS.values())))
        self.table = sales(way=self.way, year=self.year, at=self.now)
        kind = request.GET.get("export", "")
        if not kind:
            return super().get(request, *args, **kwargs)
        name = f"hang-ban-{self.year}-{self.way.key}"
        return table_file(sales_lines(self.table), kind=kind, name=name, title=str(self.way.name))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = [f"{month}" for month in range(1, MONTHS + 1)]
        return super().get_context_data(
            table=self.table,
            ways=WAYS.values(),
            year=self.year,
            months=labels,
            columns=columns(labels, self.table.total.amounts),
            **kwargs,
        )


def _year(asked: str, this: int) -> int:
    """The year asked for; this one for anything that is none."""
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        return this
    return int(asked) if FIRST_YEAR <= int(asked) <= LAST_YEAR else this
