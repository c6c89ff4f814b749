"""Paper for the parcel: of one order, or of several ticked in the list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from storefront.portal.doors import ProducersOnly
from storefront.portal.reading import for_reading, told
from storefront.portal.slips import draw_orders, draw_slips, draw_slips_in_pairs

SLIP, ORDER = "phieu-giao", "don-hang"
PAIRED = "a4"
_DRAW = {SLIP: draw_slips, ORDER: draw_orders}
#: More than a morning's parcels; above, drawing would take longer than a phone waits.
MOST = 100


class PaperView(ProducersOnly):
    """The paper of one order (in the address) or of those named by `don`. One that is not theirs fails all.

    `kho=a4` puts two slips on a sheet.
    """

    kind = SLIP

    def get(self, request: HttpRequest, number: str = "") -> HttpResponseBase:
        wanted = [number] if number else list(dict.fromkeys(request.GET.getlist("don")))
        if not wanted or len(wanted) > MOST:
            text = _("Hãy chọn từ 1 đến %(most)s đơn để in.") % {"most": MOST}
            messages.error(request, text)
            return redirect("portal:orders")
        found: dict[str, Any] = {
            order.number: order for order in told(for_reading(self.orders.filter(number__in=wanted)))
        }
        if len(found) != len(wanted):
            raise Http404(_("Không có đơn này."))
        is_paired = self.kind == SLIP and request.GET.get("kho") == PAIRED
        draw = draw_slips_in_pairs if is_paired else _DRAW[self.kind]
        drawn = draw([found[each] for each in wanted])
        response = HttpResponse(drawn, content_type="application/pdf")
        name = number or f"{len(wanted)}-don"
        response["Content-Disposition"] = f'inline; filename="{self.kind}-{name}.pdf"'
        return response
