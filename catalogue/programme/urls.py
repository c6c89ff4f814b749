"""Addresses below the back office."""

from __future__ import annotations

from django.urls import path

from catalogue.programme.calendar import CalendarView
from catalogue.programme.revoking import BatchRevocationView
from catalogue.programme.views import OverviewView

app_name = "programme"
urlpatterns = [
    path("tong-quan-sao/", OverviewView.as_view(), name="overview"),
    path("lich-gia-han/", CalendarView.as_view(), name="calendar"),
    path("lich-gia-han/ket-qua/", CalendarView.as_view(results_only=True), name="calendar_results"),
    path("thu-hoi-theo-quyet-dinh/", BatchRevocationView.as_view(), name="revoke"),
]
