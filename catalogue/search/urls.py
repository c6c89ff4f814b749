"""Addresses of the groups and of what is suggested; the listing itself is Oscar's `catalogue:index`."""

from __future__ import annotations

from django.urls import path

from catalogue.search.views import GroupView, SuggestView

urlpatterns = [
    path("nhom/<slug:slug>/", GroupView.as_view(), name="group"),
    path("tim-kiem/goi-y", SuggestView.as_view(), name="suggest"),
]
