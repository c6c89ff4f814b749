"""`/khieu-nai/…`: sending a complaint and following it."""

from __future__ import annotations

from django.urls import path

from storefront.complaints import views

app_name = "complaints"
urlpatterns = [
    path("", views.new, name="new"),
    path("<str:signed>/", views.follow, name="follow"),
    path("<str:signed>/tep/<int:pk>/", views.file, name="file"),
]
