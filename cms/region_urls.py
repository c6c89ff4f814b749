"""Addresses of the provinces."""

from __future__ import annotations

from django.urls import path

from cms import regions

urlpatterns = [
    path("vung-mien/", regions.region_list, name="region-list"),
    path("vung-mien/<slug:slug>/", regions.region_page, name="region"),
]
