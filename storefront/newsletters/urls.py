"""`/ban-tin/…`: refusing the newsletter."""

from __future__ import annotations

from django.urls import path

from storefront.newsletters import views

app_name = "newsletters"
urlpatterns = [path("thoi-nhan/<str:signed>/", views.refuse, name="refuse")]
