"""Addresses of the provinces, and of the designer's page."""

from __future__ import annotations

from django.urls import path

from cms import regions, workbench

urlpatterns = [
    path("_components/", workbench.workbench, name="components"),
    path("vung-mien/", regions.region_list, name="region-list"),
    path("vung-mien/<slug:slug>/", regions.region_page, name="region"),
]
