"""Addresses of the home page, of the provinces, of stories, and of the designer's page."""

from __future__ import annotations

from django.urls import path

from cms import home_page, regions, story_page, workbench

urlpatterns = [
    path("", home_page.home, name="front-page"),
    path("_components/", workbench.workbench, name="components"),
    path("vung-mien/", regions.region_list, name="region-list"),
    path(f"{story_page.FOLDER}/<slug:slug>/", story_page.story, name="story"),
    path("vung-mien/<slug:slug>/", regions.region_page, name="region"),
]
