"""`/gio-qua/…`: gift baskets."""

from __future__ import annotations

from django.urls import path

from storefront.gifts import views

app_name = "gifts"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.detail, name="detail"),
]
