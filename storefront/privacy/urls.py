"""`/du-lieu-ca-nhan/…`: the notice, and what a person may ask for."""

from __future__ import annotations

from django.urls import path

from storefront.privacy import own, views

app_name = "privacy"
urlpatterns = [
    path("", views.notice, name="notice"),
    path("cua-toi/", own.of_account, name="account"),
    path("luot-mua/<str:signed>/", own.of_purchase, name="purchase"),
    path("dong-y/<str:signed>/", views.consent, name="consent"),
]
