"""One order at the desk, the look at its shopper, and the operator's moves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from storefront.offers.told import discounts_told
from storefront.order.models import Order
from storefront.orderdesk import reading
from storefront.orderdesk.asking import NO_TOUCHPOINT, TOUCHPOINTS
from storefront.orderdesk.errors import AccessRefusedError
from storefront.orderdesk.listing import ReadersOnly
from storefront.orderdesk.permissions import can_move, can_see_shopper
from storefront.orderdesk.places import Places
from storefront.orderdesk.seeing import LONGEST_REASON, show_shopper
from storefront.orderdesk.wording import source_in_words, span_in_words
from storefront.purchases.lifecycle import MOVES, Actor
from storefront.purchases.moving import MoveRefusedError, move_order


class OrderMixin(ReadersOnly, WagtailAdminTemplateMixin, TemplateView):
    """A page about the order named in the address."""

    header_icon = "list-ul"
    order: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.order = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("order.view_order"):
            raise PermissionDenied
        self.order = reading.find_order(kwargs["number"], at=self.now)
        if self.order is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Đơn %(number)s") % {"number": self.order.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("orderdesk:index"), "label": _("Đơn hàng")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(order=self.order, **kwargs)


class OrderView(OrderMixin):
    """Lines, certificates, money and events; the shopper only as a province."""

    template_name = "orderdesk/order.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order, user = self.order, self.request.user
        is_late = order.due_by is not None and order.due_by < self.now
        return super().get_context_data(
            state=Order.Status(order.state_now).label,
            lines=reading.lines_of(order),
            discounts=discounts_told(order.discounts.select_related("bearer")),
            events=reading.events_of(order),
            money=[(entry, source_in_words(entry.channel)) for entry in order.money_entries.all()],
            late=span_in_words(self.now - order.due_by) if is_late else "",
            way_in=dict(TOUCHPOINTS).get(order.way_in, NO_TOUCHPOINT[1]),
            brought_by=Places.of([order.touchpoint]).name_of(order.touchpoint),
            kept_until=reading.kept_until(order),
            moves=reading.moves_for_operator(order) if can_move(user) else [],
            can_see_shopper=can_see_shopper(user),
            **kwargs,
        )


class ShopperView(OrderMixin):
    """Asks why, writes it down, and shows the shopper once: the answer to the form, never kept by the browser."""

    template_name = "orderdesk/shopper.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_see_shopper(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(longest=LONGEST_REASON))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "")
        try:
            shown = show_shopper(self.order, by=request.user, reason=reason)
        except AccessRefusedError as refused:
            context = self.get_context_data(problem=refused.message, reason=reason, longest=LONGEST_REASON)
            return self.render_to_response(context, status=400)
        answer = self.render_to_response(self.get_context_data(shown=shown))
        answer["Cache-Control"] = "no-store, private"
        return answer


class MoveView(OrderMixin):
    """One of the operator's moves, with the reason that goes to shopper and producer."""

    template_name = "orderdesk/move.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_move(request.user):
            raise PermissionDenied
        self.move = MOVES.get(kwargs["move"])
        return super().dispatch(request, *args, **kwargs)

    def _is_open(self) -> bool:
        return self.move in reading.moves_for_operator(self.order)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self._is_open():
            raise Http404
        return self._form()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.move is None or Actor.OPERATOR not in self.move.by:
            raise Http404
        reason = request.POST.get("reason", "")
        try:
            move_order(self.order, self.move, actor=Actor.OPERATOR, by=request.user, reason=reason)
        except MoveRefusedError as refused:
            return self._form(problem=refused.message, reason=reason, status=400)
        told = _("Đơn %(number)s: %(move)s.") % {"number": self.order.number, "move": self.move.label}
        messages.success(request, told)
        return redirect("orderdesk:order", number=self.order.number)

    def _form(self, status: int = 200, **told: Any) -> HttpResponse:
        asks = self.move is not None and Actor.OPERATOR in self.move.asks_reason
        context = self.get_context_data(move=self.move, asks_reason=asks, **told)
        return self.render_to_response(context, status=status)
