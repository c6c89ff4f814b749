"""`/don-hang/…`: following one's orders."""

from __future__ import annotations

from django.urls import path

from storefront.purchases import views

app_name = "purchases"
urlpatterns = [
    path("", views.lookup, name="lookup"),
    path("<str:signed>/", views.tracking, name="tracking"),
    path("<str:signed>/<str:number>/", views.move, name="move"),
]
