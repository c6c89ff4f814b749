"""Questions to producers, below /hoi-mua/."""

from __future__ import annotations

from django.urls import path

from storefront.contacts.views import enquire

app_name = "contacts"
urlpatterns = [path("<slug:public_id>/", enquire, name="enquire")]
