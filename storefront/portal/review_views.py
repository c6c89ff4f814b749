"""What buyers say of this login's products: read, answered once each, reported to the office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from storefront.errors import DomainError
from storefront.limits import TooOftenError, count_try
from storefront.portal.doors import ProducersOnly
from storefront.reviews.answering import answer_review, can_answer, report_review
from storefront.reviews.forms import AnswerForm, ReportForm
from storefront.reviews.models import Party, Review, State

_PAGE = 20
_MOST, _PERIOD = 60, 3600
UNANSWERED = "chua-tra-loi"


def unanswered(reviews: QuerySet) -> QuerySet:
    """Those the producer may answer: without an answer, with a refused one, or with one to earlier words."""
    may_answer = Q(answer=None) | Q(answer__state=State.REFUSED) | Q(answer__answers_version__lt=F("version"))
    return reviews.filter(may_answer)


class ReviewsOnly(ProducersOnly):
    """Published reviews of orders placed with this login's producers; what waits or was refused is nobody's here."""

    here = "reviews"

    @property
    def reviews(self) -> QuerySet:
        """The only way to a row."""
        found = Review.objects.of_producers(self.producers)
        return found.select_related("product", "answer", "order__producer")

    def find(self, code: UUID) -> Review:
        return get_object_or_404(self.reviews, code=code)

    def one(
        self,
        review: Review,
        *,
        status: int = 200,
        answer: forms.Form | None = None,
        report: forms.Form | None = None,
    ) -> HttpResponse:
        """One review with what can be done; a refused form stands in its place."""
        return self.page(
            "review",
            status=status,
            review=review,
            can_answer=can_answer(review),
            answer_form=answer or AnswerForm(),
            report_form=report or ReportForm(prefix="bao"),
            is_reporting=report is not None,
        )


class ReviewListView(ReviewsOnly):
    """Newest first; `?loc=chua-tra-loi` leaves those that may be answered."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("loc", "")
        found = self.reviews
        if asked == UNANSWERED:
            found = unanswered(found)
        page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
        narrowed = f"loc={UNANSWERED}" if asked == UNANSWERED else ""
        return self.page("reviews", page=page, querystring=narrowed, unanswered=UNANSWERED)


class ReviewView(ReviewsOnly):
    def get(self, request: HttpRequest, code: UUID) -> HttpResponse:
        return self.one(self.find(code))


class ReviewChange(ReviewsOnly):
    """A write about one review."""

    http_method_names = ["post", "options"]

    def done(self, review: Review, text: str) -> HttpResponse:
        messages.success(self.request, text)
        return redirect("portal:review", review.code)

    def refused(self, form: forms.Form, refusal: DomainError) -> int:
        form.add_error(None, refusal.message)
        return 429 if isinstance(refusal, TooOftenError) else 409


class AnswerView(ReviewChange):
    def post(self, request: HttpRequest, code: UUID) -> HttpResponse:
        review, form = self.find(code), AnswerForm(request.POST)
        if not form.is_valid():
            return self.one(review, status=422, answer=form)
        try:
            count_try("review-answer", str(request.user.pk), most=_MOST, seconds=_PERIOD)
            answer_review(review, text=form.cleaned_data["text"], by=request.user)
        except DomainError as refusal:
            return self.one(self.find(code), status=self.refused(form, refusal), answer=form)
        return self.done(review, _("Đã nhận trả lời. Trả lời hiện ra sau khi có người đọc duyệt."))


class ReportReviewView(ReviewChange):
    def post(self, request: HttpRequest, code: UUID) -> HttpResponse:
        review, form = self.find(code), ReportForm(request.POST, prefix="bao")
        if not form.is_valid():
            return self.one(review, status=422, report=form)
        told: dict[str, Any] = {name: form.cleaned_data[name] for name in ("ground", "text")}
        try:
            count_try("review-report-by", str(request.user.pk), most=_MOST, seconds=_PERIOD)
            report_review(review, party=Party.PRODUCER, **told)
        except DomainError as refusal:
            return self.one(self.find(code), status=self.refused(form, refusal), report=form)
        return self.done(
            review, _("Đã báo cho người duyệt. Nhận xét vẫn ở trên trang cho tới khi họ xem lại.")
        )
