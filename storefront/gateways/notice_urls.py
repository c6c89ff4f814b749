"""`/api/thanh-toan/…`: where gateways and banks call. In no language."""

from __future__ import annotations

from django.urls import path

from storefront.gateways import notices

app_name = "payment_notices"
urlpatterns = [
    path("vnpay/ipn/", notices.vnpay_ipn, name="vnpay"),
    path("<str:channel>/<str:address>/", notices.bank_news, name="bank"),
]
