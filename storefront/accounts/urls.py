"""`/tai-khoan/ma/…`: an account by a code."""

from __future__ import annotations

from django.urls import path

from storefront.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.ask, name="ask"),
    path("nhap/", views.code, name="code"),
    path("luot-mua/", views.take, name="take"),
]
