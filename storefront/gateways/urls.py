"""`/thanh-toan/vnpay/…`: off to the gateway and back."""

from __future__ import annotations

from django.urls import path

from storefront.gateways import views

app_name = "gateways"
urlpatterns = [
    path("ve/", views.back, name="back"),
    path("<str:signed>/", views.start, name="start"),
]
