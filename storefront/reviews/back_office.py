"""Reviews in the back office: what waits found by filter, published many at once, read and decided one by one."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from catalogue.producers.models import Producer
from storefront.audit import Line, log_line
from storefront.errors import DomainError
from storefront.officer_lists import OfficerList
from storefront.reviews.forms import DecisionForm
from storefront.reviews.models import Ground, Review, ReviewReport, State
from storefront.reviews.moderating import decide_answer, decide_review, leave_as_is, publish_many

MAY_DECIDE = "buyer_reviews.change_review"
READ_ACTION, EXPORT_ACTION = "buyer_reviews.read", "buyer_reviews.export"
#: States of an order whose goods go back, or may.
GOING_BACK = ("return_asked", "return_agreed", "returned", "cancelled")
_CHOSEN = re.compile(r"\A(\d{1,12})-(\d{1,9})\Z")


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Nobody edits what somebody else wrote; decisions go through the review's own page."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Review, ReadOnlyPolicy(Review))


class ReviewFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(choices=State.choices, label=_("Trạng thái"))
    attention = django_filters.ChoiceFilter(
        label=_("Cần xem"),
        method="by_attention",
        choices=[
            ("bao", _("Bị báo không ổn")),
            ("tra-loi", _("Trả lời chờ duyệt")),
            ("tra-hang", _("Sau đó xin trả hàng")),
        ],
    )
    points = django_filters.ChoiceFilter(choices=[(n, n) for n in range(5, 0, -1)], label=_("Điểm"))
    producer = django_filters.ModelChoiceFilter(
        queryset=Producer.objects.all(), field_name="order__producer", label=_("Chủ thể")
    )

    class Meta:
        model = Review
        fields = {"submitted_at": ["date__gte", "date__lte"]}

    def by_attention(self, reviews: QuerySet, _name: str, value: str) -> QuerySet:
        if value == "bao":
            return reviews.filter(is_reported=True)
        if value == "tra-loi":
            return reviews.filter(answer__state=State.WAITING)
        return reviews.filter(order__status__in=GOING_BACK)


def _text(review: Review) -> str:
    return Truncator(review.text).chars(240) or "–"


def _tick(review: Review) -> Any:
    if review.state != State.WAITING:
        return ""
    label = _now("Chọn nhận xét về %(product)s") % {"product": review.product}
    return format_html(
        '<input type="checkbox" name="chosen" value="{}-{}" aria-label="{}">',
        review.pk,
        review.version,
        label,
    )


def _marks(review: Review) -> Any:
    """The state, and whatever else wants to be seen before deciding."""
    answer = getattr(review, "answer", None)
    told = [("" if review.state != State.WAITING else "w-status--primary", review.get_state_display())]
    if review.is_reported:
        told.append(("w-status--critical", _now("bị báo")))
    if answer is not None and answer.state == State.WAITING:
        told.append(("w-status--primary", _now("trả lời chờ duyệt")))
    if review.order.status in GOING_BACK:
        told.append(("w-status--critical", review.order.status_label))
    if review.picture_count:
        told.append(("", _now("%(number)s ảnh") % {"number": review.picture_count}))
    return format_html_join(" ", '<span class="w-status {}">{}</span>', told)


def _page_of(review: Review) -> str:
    return reverse("nhan-xet:inspect", args=[review.pk])


def _moment(review: Review) -> str:
    return date_format(timezone.localtime(review.submitted_at), "H:i d/m/Y")


class ReviewIndex(OfficerList):
    """What was written and how it stands; no names. Names are read one by one, and the reading is noted."""

    template_name = "reviews/back_office/index.html"
    folded = ("product__name_folded", "order__producer__name_folded")
    exact = ("order__number",)
    default_ordering = "-submitted_at"

    def get_base_queryset(self) -> QuerySet:
        is_reported = Exists(ReviewReport.objects.filter(review=OuterRef("pk"), closed_at=None))
        found = super().get_base_queryset().select_related("product", "order__producer", "answer")
        return found.annotate(is_reported=is_reported)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_decide=self.request.user.has_perm(MAY_DECIDE), **kwargs)

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        log_line(Line(about=self.request.user, action=EXPORT_ACTION, by=self.request.user))
        return super().as_spreadsheet(queryset, spreadsheet_format)


class ReviewInspect(generic.InspectView):
    """One review with everything a decision needs. Reading it is noted: it tells a name and what a person wrote."""

    page_title = _("Nhận xét của người mua")
    template_name = "reviews/back_office/inspect.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = self.object
        log_line(Line(about=review, action=READ_ACTION, by=self.request.user))
        return super().get_context_data(
            review=review,
            answer=getattr(review, "answer", None),
            reports=review.reports.filter(closed_at=None),
            events=review.events.select_related("by"),
            is_going_back=review.order.status in GOING_BACK,
            may_decide=self.request.user.has_perm(MAY_DECIDE),
            grounds=Ground.choices,
            state=State,
            **kwargs,
        )


class DecidersOnly(View):
    """Writes of the office."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY_DECIDE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DecisionView(DecidersOnly):
    """One decision about a review, its answer, or the reports on it."""

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        review = get_object_or_404(Review, pk=pk)
        try:
            if what == "bao":
                leave_as_is(review, by=request.user)
            else:
                decide = decide_answer if what == "tra-loi" else decide_review
                decide(review, **_decision(request), by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _now("Đã ghi quyết định."))
        return redirect(reverse("nhan-xet:inspect", args=[pk]))


class PublishManyView(DecidersOnly):
    """Publish every ticked review in the version that stood on the page."""

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = [
            (int(match[1]), int(match[2]))
            for match in map(_CHOSEN.match, request.POST.getlist("chosen")[:200])
            if match
        ]
        done, left = publish_many(chosen, by=request.user)
        if done:
            told = ngettext("Đã đăng %(number)s nhận xét.", "Đã đăng %(number)s nhận xét.", done)
            messages.success(request, told % {"number": done})
        if left:
            told = ngettext(
                "%(number)s nhận xét vừa bị sửa hoặc đã có người quyết định, nên để nguyên.",
                "%(number)s nhận xét vừa bị sửa hoặc đã có người quyết định, nên để nguyên.",
                left,
            )
            messages.warning(request, told % {"number": left})
        if not chosen:
            messages.warning(request, _now("Hãy đánh dấu những nhận xét muốn đăng."))
        asked = request.META.get("QUERY_STRING", "")
        return redirect(f"{reverse('nhan-xet:index')}{'?' if asked else ''}{asked}")


def _decision(request: HttpRequest) -> dict[str, Any]:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        told = [error for errors in form.errors.values() for error in errors]
        raise DomainError(" ".join(map(str, told)), code="form-invalid")
    return form.cleaned_data


class ReviewViewSet(ModelViewSet):
    model = Review
    name = "nhan-xet"
    icon = "comment"
    menu_label = _("Nhận xét")
    menu_order = 215
    add_to_admin_menu = True
    index_view_class = ReviewIndex
    inspect_view_class = ReviewInspect
    inspect_template_name = ReviewInspect.template_name
    inspect_view_enabled = True
    inspect_view_fields = ["points", "state"]
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = ReviewFilters
    list_display = [
        TitleColumn("about", label=_("Sản phẩm, điểm"), accessor=str, get_url=_page_of),
        Column("tick", label=_("Chọn"), accessor=_tick),
        Column("text", label=_("Lời"), accessor=_text, width="40%"),
        Column("marks", label=_("Trạng thái"), accessor=_marks, sort_key="state"),
        Column("producer", label=_("Chủ thể"), accessor="order.producer"),
        Column("submitted_at", label=_("Gửi lúc"), accessor=_moment, sort_key="submitted_at"),
    ]
    list_export = [
        "submitted_at",
        "product",
        "order.producer",
        "order.number",
        "points",
        "text",
        "state",
        "ground",
        "ground_words",
        "decided_at",
    ]
    export_headings = {"order.number": _("Đơn"), "order.producer": _("Chủ thể")}
    export_filename = "nhan-xet"
    search_fields = ["product__name_folded"]
    form_fields = ["state"]

    @property
    def menu_url(self) -> str:
        """What waits comes first."""
        return f"{reverse(self.get_url_name('index'))}?state={State.WAITING.value}"

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("dang/", PublishManyView.as_view(), name="publish_many"),
            path("<int:pk>/quyet-dinh/", DecisionView.as_view(), {"what": "nhan-xet"}, name="decide"),
            path("<int:pk>/tra-loi/", DecisionView.as_view(), {"what": "tra-loi"}, name="decide_answer"),
            path("<int:pk>/bao/", DecisionView.as_view(), {"what": "bao"}, name="leave"),
        ]
