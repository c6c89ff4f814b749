"""Addresses of the groups; the listing itself is Oscar's `catalogue:index`."""

from __future__ import annotations

from django.urls import path

from catalogue.search.views import GroupView

urlpatterns = [path("nhom/<slug:slug>/", GroupView.as_view(), name="group")]
