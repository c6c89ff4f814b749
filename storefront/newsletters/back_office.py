"""Newsletters in the back office: written, read as they will arrive, tried out, sent, watched."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet

from storefront.errors import DomainError
from storefront.newsletters.composing import message_to, shown_in
from storefront.newsletters.models import Newsletter, NewsletterLetter, NotADraftError
from storefront.newsletters.permissions import SEND, VIEW
from storefront.newsletters.recipients import count_recipients
from storefront.newsletters.sending import confirm, progress_of, send_test, stop
from storefront.officer_lists import OfficerList

_MOST_PICKS = 8


class DraftsOnly:
    """Leads to the newsletter's own page when it is no draft any more; writes one or nothing."""

    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pk = self.kwargs["pk"]  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                if not get_object_or_404(Newsletter, pk=pk).is_draft:
                    raise NotADraftError
                answer = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
                return answer.render() if hasattr(answer, "render") else answer
        except NotADraftError as refusal:
            if not request.user.has_perm(VIEW):
                raise PermissionDenied from refusal
            messages.error(request, str(refusal.message))
            return redirect("ban-tin:send", pk=pk)


class NewsletterEdit(DraftsOnly, generic.EditView):
    """Leads on to the page where the letter is read and sent."""

    def get_success_url(self) -> str:
        return reverse("ban-tin:send", args=[self.object.pk])


class NewsletterCreate(generic.CreateView):
    def get_success_url(self) -> str:
        return reverse("ban-tin:send", args=[self.object.pk])


class NewsletterDelete(DraftsOnly, generic.DeleteView):
    """Drafts alone."""


class NewsletterIndex(OfficerList):
    folded = ()
    exact = ("subject",)
    default_ordering = "-written_at"

    def get_base_queryset(self) -> QuerySet:
        sent = Count("letters", filter=Q(letters__state=NewsletterLetter.State.SENT))
        return super().get_base_queryset().annotate(sent=sent)


class ReadersOnly(View):
    """Pages about one newsletter, for whoever may see them."""

    newsletter: Newsletter

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        self.newsletter = get_object_or_404(Newsletter, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class PreviewView(ReadersOnly):
    """The letter itself, as a mail program shows it today."""

    @staticmethod
    def _bare(response: HttpResponse) -> HttpResponse:
        policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups"
        response["Content-Security-Policy"] = policy
        return response

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._bare(HttpResponse(message_to(self.newsletter, None).html))


class SendView(WagtailAdminTemplateMixin, ReadersOnly, TemplateView):
    """Reads the letter over, tries it out, counts whom it goes to, sends it, and shows how far it is."""

    template_name = "newsletters/send.html"
    header_icon = "mail"

    def get_page_title(self) -> str:
        return self.newsletter.subject

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("ban-tin:index"), "label": _("Bản tin")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newsletter, user = self.newsletter, self.request.user
        return super().get_context_data(
            newsletter=newsletter,
            message=message_to(newsletter, None),
            left_out=shown_in(newsletter).left_out,
            recipients=count_recipients() if newsletter.is_draft else 0,
            progress=[] if newsletter.is_draft else progress_of(newsletter),
            events=newsletter.events.select_related("by"),
            may_send=user.has_perm(SEND),
            may_change=newsletter.is_draft and user.has_perm("newsletters.change_newsletter"),
            own_address=user.letter_address,
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`action`: `thu` (try out), `gui` (send), `dung` (stop)."""
        try:
            messages.success(request, self._do(request))
        except DomainError as refusal:
            if refusal.code == "not-allowed":
                raise PermissionDenied from refusal
            messages.error(request, str(refusal.message))
        return redirect("ban-tin:send", pk=pk)

    def _do(self, request: HttpRequest) -> str:
        action = request.POST.get("action")
        if action == "thu":
            return _now("Đã gửi thư thử tới %(to)s.") % {"to": send_test(self.newsletter, by=request.user)}
        if action == "gui":
            if not request.POST.get("read"):
                raise DomainError(_("Hãy đánh dấu là đã đọc lại thư."), code="not-read")
            return _now("Bắt đầu gửi %(count)s thư.") % {"count": confirm(self.newsletter, by=request.user)}
        if action == "dung":
            stop(self.newsletter, by=request.user)
            return _now("Đã dừng. Những thư chưa đi sẽ không đi nữa.")
        raise DomainError(_("Không rõ việc cần làm."), code="unknown-action")


def _moment(newsletter: Newsletter) -> str:
    at = newsletter.confirmed_at
    return date_format(timezone.localtime(at), "H:i d/m/Y") if at else "–"


class NewsletterViewSet(ModelViewSet):
    model = Newsletter
    name = "ban-tin"
    icon = "mail"
    menu_label = _("Bản tin")
    menu_order = 310
    add_to_admin_menu = True
    index_view_class = NewsletterIndex
    add_view_class = NewsletterCreate
    edit_view_class = NewsletterEdit
    delete_view_class = NewsletterDelete
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = ["subject"]
    list_display = [
        TitleColumn(
            "subject",
            label=_("Tiêu đề"),
            accessor="subject",
            get_url=lambda one: reverse("ban-tin:send", args=[one.pk]),
        ),
        Column("state", label=_("Trạng thái"), accessor="get_state_display", sort_key="state"),
        Column("confirmed_at", label=_("Gửi lúc"), accessor=_moment, sort_key="confirmed_at"),
        NumberColumn("sent", label=_("Thư đã gửi"), accessor="sent"),
    ]
    list_export = ["subject", "state", "written_at", "confirmed_at", "sent"]
    export_headings = {"sent": _("Thư đã gửi")}
    export_filename = "ban-tin"
    panels = [
        FieldPanel("subject"),
        FieldPanel("body"),
        InlinePanel(
            "stories",
            [PageChooserPanel("page", ["cms.ProductStoryPage", "cms.ArticlePage"])],
            label=_("bài"),
            heading=_("Bài trong thư"),
            max_num=_MOST_PICKS,
        ),
        InlinePanel(
            "products",
            [FieldPanel("product")],
            label=_("sản phẩm"),
            heading=_("Sản phẩm trong thư"),
            help_text=_(
                "Chỉ sản phẩm có sao còn hạn vào ngày gửi mới hiện ra; đồ uống có cồn không quảng cáo."
            ),
            max_num=_MOST_PICKS,
        ),
        FieldPanel("advertises"),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/gui/", SendView.as_view(), name="send"),
            path("<int:pk>/xem/", xframe_options_sameorigin(PreviewView.as_view()), name="preview"),
        ]
