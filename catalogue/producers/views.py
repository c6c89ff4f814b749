"""The page of a producer: who it is, where, and what it makes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.producers.models import Producer


def producer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a producer of the register; one that is suspended keeps its page, without goods. Pending ones have none."""
    producer = (
        Producer.objects.exclude(state=Producer.State.PENDING)
        .select_related("province", "commune__province")
        .prefetch_related("documents")
        .filter(slug=slug)
        .first()
    )
    if producer is None:
        raise Http404(_("Không có chủ thể này."))
    papers = [paper for paper in producer.documents.all() if paper.product_id is None]
    crumbs = [(_("Sản phẩm"), reverse("catalogue:index")), (producer.name, "")]
    context = {"producer": producer, "papers": papers, "crumbs": crumbs, "today": timezone.localdate()}
    return render(request, "producers/detail.html", context)
