"""The public side: all reviews of a product, writing one by the link of an order, its pictures, reporting one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.models import Product
from storefront.complaints.views import private
from storefront.errors import DomainError
from storefront.limits import TooOftenError, count_try
from storefront.networks import client_network
from storefront.order.models import Order
from storefront.purchases.tracking import read_number
from storefront.reviews.answering import report_review
from storefront.reviews.forms import ReportForm, ReviewForm
from storefront.reviews.models import Party, Review, ReviewPicture, State
from storefront.reviews.names import proposed_name
from storefront.reviews.ratings import POINTS
from storefront.reviews.reading import sums_of
from storefront.reviews.rights import bought_products, check_may_review
from storefront.reviews.writing import Said, submit_review, withdraw_review

_PAGE = 10
_MOST, _MOST_REPORTS, _PERIOD = 20, 10, 3600
WITHDRAW = "rut"


@require_safe
def of_product(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every published review of a product, the newest first; `?diem=` narrows to one number of points."""
    products = Product.objects.browsable().select_related("producer")
    product = get_object_or_404(products, public_id=public_id)
    rating, bars = sums_of(product)
    found = Review.objects.published().filter(product=product).select_related("answer")
    asked = request.GET.get("diem", "")
    points = int(asked) if asked in {str(each) for each in POINTS} else None
    if points:
        found = found.filter(points=points)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    crumbs = [(product.title, product.get_absolute_url()), (_("Nhận xét của người mua"), "")]
    context = {"product": product, "rating": rating, "bars": bars, "page": page, "points": points}
    narrowed = f"diem={points}" if points else ""
    return render(request, "reviews/list.html", {**context, "querystring": narrowed, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def write(request: HttpRequest, signed: str, number: str, public_id: str) -> HttpResponse:
    """The form of one bought product; sent, it is kept and waits. `action=rut` takes the review back."""
    order = _order_of_link(signed, number)
    product = next((p for p in bought_products(order) if p.public_id == public_id), None) if order else None
    if order is None or product is None:
        return private(render(request, "purchases/link_unknown.html", status=404))
    review = Review.objects.filter(order=order, product=product).select_related("answer").first()
    page = _WritePage(request, signed, order, product, review)
    if request.method != "POST":
        return page.show(ReviewForm(initial=page.initial()))
    if request.POST.get("action") == WITHDRAW:
        return page.withdraw()
    return page.send()


class _WritePage:
    """One author's page about one product."""

    def __init__(
        self, request: HttpRequest, signed: str, order: Order, product: Any, review: Review | None
    ) -> None:
        self.request, self.signed, self.order, self.product = request, signed, order, product
        self.review = review if review is not None and review.state != State.WITHDRAWN else None

    def initial(self) -> dict[str, Any]:
        """What was written before; else the name proposed."""
        if self.review is not None:
            return {name: getattr(self.review, name) for name in ("points", "text", "display_name")}
        group = self.order.group
        return {"display_name": proposed_name(group.shopper_name, group.province.name)}

    def send(self) -> HttpResponse:
        form = ReviewForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        told = {name: form.cleaned_data[name] for name in Said.__dataclass_fields__}
        try:
            count_try("review", self.order.number, most=_MOST, seconds=_PERIOD)
            submit_review(self.order, self.product, Said(**told), by=self.request.user)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            return self.show(form, status=429 if isinstance(refusal, TooOftenError) else 409)
        messages.success(self.request, _("Đã nhận. Nhận xét hiện ra sau khi có người đọc duyệt."))
        return redirect(self.request.path)

    def withdraw(self) -> HttpResponse:
        if self.review is not None:
            try:
                withdraw_review(self.review, by=self.request.user)
                messages.success(self.request, _("Đã rút nhận xét; lời và ảnh đã được xoá."))
            except DomainError as refusal:
                messages.error(self.request, str(refusal.message))
        return redirect(self.request.path)

    def show(self, form: ReviewForm, *, status: int = 200) -> HttpResponse:
        refusal = None
        try:
            check_may_review(self.order, self.product, by=self.request.user)
        except DomainError as found:
            refusal = found.message
        context = {
            "form": form,
            "order": self.order,
            "product": self.product,
            "review": self.review,
            "refusal": refusal,
            "signed": self.signed,
            "withdraw": WITHDRAW,
            "tracking": reverse("purchases:tracking", args=[self.signed]),
        }
        return private(render(self.request, "reviews/write.html", context, status=status))


@require_safe
def picture(request: HttpRequest, code: UUID, version: int, position: int) -> HttpResponseBase:
    """A picture of a published review; before that for its author (`?don=<signed link>`) and the office alone."""
    found = get_object_or_404(
        ReviewPicture.objects.select_related("review__order__group"),
        review__code=code,
        review__version=version,
        position=position,
    )
    is_public = found.review.state == State.PUBLISHED
    if not (
        is_public or _is_authors(request, found.review) or request.user.has_perm("buyer_reviews.view_review")
    ):
        raise Http404
    response = FileResponse(found.file.open("rb"), content_type=found.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if not is_public:
        return private(response)
    response["Cache-Control"] = "public, max-age=600"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, code: UUID) -> HttpResponse:
    """Anybody asks the office to look at a review, or its answer, again. Nothing about who asks is kept."""
    review = get_object_or_404(Review.objects.published().select_related("product", "answer"), code=code)
    form = ReportForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                count_try("review-report", client_network(request), most=_MOST_REPORTS, seconds=_PERIOD)
                told = {name: form.cleaned_data[name] for name in ("ground", "text")}
                report_review(review, party=Party.VISITOR, **told)
            except DomainError as refusal:
                form.add_error(None, refusal.message)
                status = 429 if isinstance(refusal, TooOftenError) else 409
            else:
                messages.success(request, _("Đã báo. Người duyệt sẽ đọc lại nhận xét này."))
                return redirect(review.product)
    context = {"form": form, "review": review, "product": review.product}
    return private(render(request, "reviews/report.html", context, status=status))


def _order_of_link(signed: str, number: str) -> Order | None:
    """The order of this number in the group whose signed link is held, with what its form needs."""
    group_number = read_number(signed)
    if group_number is None:
        return None
    orders = Order.objects.select_related("group__province", "producer").prefetch_related("lines__product")
    return orders.filter(number=number, group__number=group_number).first()


def _is_authors(request: HttpRequest, review: Review) -> bool:
    group = review.order.group
    return group is not None and read_number(request.GET.get("don", "")) == group.number
