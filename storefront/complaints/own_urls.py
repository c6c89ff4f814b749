"""`/gian-hang/khieu-nai/…`: the producer's complaints."""

from __future__ import annotations

from django.urls import path

from storefront.complaints.own import OwnDetailView, OwnFileView, OwnListView

app_name = "own_complaints"
urlpatterns = [
    path("", OwnListView.as_view(), name="list"),
    path("<str:number>/", OwnDetailView.as_view(), name="detail"),
    path("<str:number>/tep/<int:pk>/", OwnFileView.as_view(), name="file"),
]
