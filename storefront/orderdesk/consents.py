"""Who agreed to what, when and in which words, and when they took it back. Addresses are masked until opened.

Opening one asks for a reason; that, and taking the list away as a file, is written down in a log that only grows.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from storefront.errors import DomainError
from storefront.officer_lists import OfficerList
from storefront.orderdesk.errors import AccessRefusedError
from storefront.orderdesk.models import ConsentAccess
from storefront.orderdesk.permissions import READ_CONSENTS, can_see_consenter
from storefront.orderdesk.seeing import LONGEST_REASON, show_consenter
from storefront.orderdesk.wording import masked, moment_in_words
from storefront.privacy.models import Consent
from storefront.purchases.back_office import ReadOnlyPolicy
from storefront.vietnamese import normalise_phone

register_permission_policy(Consent, ReadOnlyPolicy(Consent))
register_permission_policy(ConsentAccess, ReadOnlyPolicy(ConsentAccess))


class ConsentFilters(WagtailFilterSet):
    purpose = django_filters.ChoiceFilter(choices=Consent.Purpose.choices, label=_("Mục đích"))
    standing = django_filters.ChoiceFilter(
        method="by_standing",
        choices=[("con", _("Còn đồng ý")), ("rut", _("Đã rút lại"))],
        label=_("Hiện nay"),
    )
    text_version = django_filters.AllValuesFilter(label=_("Bản của câu"))

    class Meta:
        model = Consent
        fields = {"given_at": ["date__gte", "date__lte"], "withdrawn_at": ["date__gte", "date__lte"]}

    def by_standing(self, consents: QuerySet, _name: str, value: str) -> QuerySet:
        return consents.filter(withdrawn_at__isnull=value == "con")


class ConsentIndex(OfficerList):
    """Found by the whole e-mail address, the whole telephone, or the number of the purchase; never by a part."""

    default_ordering = "-given_at"

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().annotate(group_number=F("group__number"))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        asked = (self.search_query or "").strip()
        if not asked:
            return queryset
        told = Q(email__iexact=asked) | Q(group__number__iexact=asked)
        with suppress(DomainError):
            told |= Q(phone=normalise_phone(asked))
        return queryset.filter(told)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        shown = masked(value) if field in ("email", "phone") else value
        return super().preprocess_field_value(field, shown, export_format)

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        """The file is masked like the list; that it was taken is written down first, without what was searched for."""
        asked = self.request.GET.items()
        kept = ", ".join(
            f"{name}={told}" for name, told in asked if told and name not in ("q", "export", "p")
        )
        reason = _now("Tải danh sách (%(kind)s) %(asked)s") % {"kind": spreadsheet_format, "asked": kept}
        ConsentAccess.objects.create(
            user=self.request.user, rows=queryset.count(), reason=reason.strip()[:300]
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)


class ConsentView(WagtailAdminTemplateMixin, TemplateView):
    """One consent: its words, and for a reason, once, whose it is."""

    template_name = "orderdesk/consent.html"
    page_title = _("Sự đồng ý")
    header_icon = "tick"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        may = can_see_consenter(request.user) if request.method == "POST" else True
        if not (may and request.user.has_perm(READ_CONSENTS)):
            raise PermissionDenied
        self.consent = get_object_or_404(Consent.objects.select_related("group"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("dong-y:index"), "label": _("Sự đồng ý")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": str(self.consent)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consent = self.consent
        return super().get_context_data(
            consent=consent,
            email=masked(consent.email),
            phone=masked(consent.phone),
            can_see=can_see_consenter(self.request.user) and bool(consent.email or consent.phone),
            longest=LONGEST_REASON,
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        try:
            email, phone = show_consenter(self.consent, by=request.user, reason=reason)
        except AccessRefusedError as refused:
            context = self.get_context_data(problem=refused.message, reason=reason)
            return self.render_to_response(context, status=400)
        answer = self.render_to_response(
            {**self.get_context_data(shown=True), "email": email, "phone": phone}
        )
        answer["Cache-Control"] = "no-store, private"
        return answer


class ConsentViewSet(ModelViewSet):
    """Read only, also for a superuser."""

    model = Consent
    name = "dong-y"
    icon = "tick"
    menu_label = _("Sự đồng ý")
    index_view_class = ConsentIndex
    filterset_class = ConsentFilters
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        TitleColumn(
            "purpose",
            label=_("Mục đích"),
            accessor="get_purpose_display",
            get_url=lambda one: reverse("dong-y:see", args=[one.pk]),
        ),
        Column("email", label=_("Thư điện tử"), accessor=lambda one: masked(one.email) or "–"),
        Column("phone", label=_("Điện thoại"), accessor=lambda one: masked(one.phone) or "–"),
        Column("group", label=_("Lượt mua"), accessor=lambda one: one.group_number or "–"),
        Column("text_version", label=_("Bản của câu"), accessor="text_version", sort_key="text_version"),
        Column(
            "given_at",
            label=_("Đồng ý lúc"),
            accessor=lambda one: moment_in_words(one.given_at),
            sort_key="given_at",
        ),
        Column(
            "withdrawn_at",
            label=_("Rút lại lúc"),
            accessor=lambda one: moment_in_words(one.withdrawn_at),
            sort_key="withdrawn_at",
        ),
    ]
    list_export = ["purpose", "email", "phone", "group_number", "text_version", "given_at", "withdrawn_at"]
    export_headings = {"group_number": _("Lượt mua")}
    export_filename = "su-dong-y"
    search_fields = ["email"]
    form_fields = ["purpose"]

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/xem/", ConsentView.as_view(), name="see")]


class ConsentAccessIndex(OfficerList):
    folded = ()
    exact = ("reason", "user__email")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("user", "consent")


class ConsentAccessViewSet(ModelViewSet):
    """Who opened or took away which consents and why. Read only, also for a superuser."""

    model = ConsentAccess
    name = "luot-xem-dong-y"
    icon = "view"
    menu_label = _("Lượt xem sự đồng ý")
    index_view_class = ConsentAccessIndex
    copy_view_enabled = False
    add_to_reference_index = False
    list_filter = {"at": ["date__gte", "date__lte"], "user": ["exact"]}
    list_display = [
        Column("at", label=_("Lúc"), accessor=lambda one: moment_in_words(one.at), sort_key="at"),
        Column("user", label=_("Người xem"), accessor="user", sort_key="user__email"),
        Column("consent", label=_("Sự đồng ý"), accessor=lambda one: one.consent or _("cả danh sách")),
        Column("rows", label=_("Số dòng"), accessor="rows"),
        Column("reason", label=_("Lý do"), accessor="reason"),
    ]
    list_export = ["at", "user", "consent", "rows", "reason"]
    export_filename = "luot-xem-dong-y"
    search_fields = ["reason"]
    form_fields = ["reason"]
