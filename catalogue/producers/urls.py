"""Addresses of the producers' pages, below /chu-the/."""

from __future__ import annotations

from django.urls import path

from catalogue.producers.views import producer_detail

app_name = "producers"
urlpatterns = [path("<slug:slug>/", producer_detail, name="detail")]
