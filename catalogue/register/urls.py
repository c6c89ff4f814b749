"""Addresses of the register's pages."""

from __future__ import annotations

from django.urls import path

from catalogue.register import views

app_name = "register"
urlpatterns = [
    path("so-dang-ky/", views.index, name="index"),
    path("so-dang-ky/kiem-tra/", views.verify, name="verify"),
    path("so-dang-ky/du-lieu/", views.data, name="data"),
    path("chung-nhan/<int:pk>/", views.certificate, name="certificate"),
]
