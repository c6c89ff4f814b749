"""Addresses of the register's files: for ever, in no language."""

from __future__ import annotations

from django.urls import path

from catalogue.register import views

app_name = "register-files"
urlpatterns = [
    path("so-dang-ky/chung-nhan.csv", views.certificates_csv, name="csv"),
    path("so-dang-ky/chung-nhan.jsonld", views.certificates_jsonld, name="jsonld"),
]
