"""How search is doing, in words an officer can act on: who answers, what waits, which index is read."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from catalogue.search.permissions import can_see_search
from catalogue.search.standing import Standing, Who, standing

KINDS = {"products": _("Sản phẩm"), "readings": _("Chuyện, tin, cẩm nang")}


class Advice(NamedTuple):
    """A sentence on how it is, what to do about it, and the command that does it (or nothing)."""

    said: str
    todo: str = ""
    command: str = ""


def advices(now: Standing) -> list[Advice]:
    """What is not as it should be, the gravest first; empty when all is well."""
    found = [_WHO[now.who]] if now.who in _WHO else []
    if now.who == Who.UNBUILT and now.building:
        found = [Advice(_("Chỉ mục đang được lập lần đầu. Trong lúc ấy cơ sở dữ liệu trả lời khách."))]
    if now.late:
        found.append(
            Advice(
                _("Thay đổi chờ quá lâu: khách chưa tìm thấy sản phẩm, bài viết mới sửa."),
                _("Nhờ người quản trị máy chủ bật lại tiến trình nền của tìm kiếm:"),
                "manage.py follow_search",
            )
        )
    if now.missing:
        found.append(
            Advice(
                _("Chỉ mục thiếu sản phẩm so với sổ của sàn, dù không còn gì chờ."),
                _("Nhờ người quản trị máy chủ lập lại chỉ mục; khách vẫn tìm được trong lúc lập:"),
                "manage.py rebuild_search_index --server-only",
            )
        )
    return found


_WHO = {
    Who.AWAY: Advice(
        _("Máy chủ tìm kiếm không trả lời. Khách vẫn tìm được, trang ghi “Kết quả rút gọn”."),
        _(
            "Nhờ người quản trị xem máy chủ Elasticsearch có đang chạy không. Khi nó trở lại, sàn tự dùng lại."
        ),
    ),
    Who.RESTING: Advice(
        _("Máy chủ tìm kiếm vừa lỗi, nay đã trả lời lại. Khách được nối lại với nó trong vòng nửa phút."),
    ),
    Who.UNBUILT: Advice(
        _("Máy chủ tìm kiếm chạy nhưng chưa có chỉ mục. Cơ sở dữ liệu đang trả lời khách."),
        _("Nhờ người quản trị máy chủ lập chỉ mục:"),
        "manage.py rebuild_search_index",
    ),
}


@method_decorator(never_cache, name="dispatch")
class SearchView(WagtailAdminTemplateMixin, TemplateView):
    """The panel. Looked at anew each time."""

    template_name = "dashboard/search.html"
    page_title = _("Tìm kiếm")
    header_icon = "search"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_see_search(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = standing()
        return super().get_context_data(
            **kwargs,
            now=now,
            advices=advices(now),
            answers=_now("cơ sở dữ liệu của sàn")
            if now.who != Who.SERVER
            else _now("máy chủ tìm kiếm (Elasticsearch)"),
            has_server=now.who != Who.DATABASE,
            indexes=[(KINDS[one.kind], one) for one in now.indexes],
            circuit_is_shared="redis" in settings.CACHES["default"]["BACKEND"].lower(),
        )


class SearchViewSet(ViewSet):
    """`/quan-tri/tinh-trang-tim-kiem/`."""

    name = "tinh-trang-tim-kiem"
    url_namespace = "search_panel"
    icon = "search"
    menu_label = _("Tìm kiếm")

    def get_urlpatterns(self) -> list[Any]:
        return [path("", SearchView.as_view(), name="index")]
