"""Addresses below the back office."""

from __future__ import annotations

from django.urls import path

from catalogue.certification.rule_pages.evaluating import EvaluateView
from catalogue.certification.rule_pages.views import RuleSetListView, RuleSetView, SheetView

app_name = "rules"
urlpatterns = [
    path("bo-quy-dinh/", RuleSetListView.as_view(), name="index"),
    path("bo-quy-dinh/<slug:code>/", RuleSetView.as_view(), name="era"),
    path("bo-quy-dinh/<slug:code>/bo-tieu-chi/<int:number>/", SheetView.as_view(), name="sheet"),
    path("ghi-danh-gia/<int:pk>/", EvaluateView.as_view(), name="evaluate"),
]
