"""The producer's addresses. The officers' hang below the back office (`wagtail_hooks`)."""

from __future__ import annotations

from django.urls import path

from storefront.evidence.own import OwnDossierView, OwnListView
from storefront.evidence.views import PDF, ZIP

app_name = "own_evidence"
urlpatterns = [
    path("", OwnListView.as_view(), name="list"),
    path("<slug:public_id>/", OwnDossierView.as_view(), name="product"),
    path("<slug:public_id>/bao-cao.pdf", OwnDossierView.as_view(kind=PDF), name=PDF),
    path("<slug:public_id>/ho-so.zip", OwnDossierView.as_view(kind=ZIP), name=ZIP),
]
