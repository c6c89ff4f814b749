"""The API's addresses; whatever else begins like them is told so as a problem document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _

from storefront.api.calls import View, as_call
from storefront.api.errors import ProblemError
from storefront.api.v1 import api

app_name = "api"


def _unknown(request: HttpRequest) -> HttpResponse:
    message = _("API không có địa chỉ này. Các địa chỉ có trong /api/v1/openapi.json.")
    return ProblemError(404, "address-unknown", message).as_response()


def _view_of(address: URLPattern) -> View:
    """The framework's page at the root would be a catalogue of scripts; ours is the document."""
    return as_call(_unknown if address.name == "api-root" else address.callback)


urlpatterns = [
    *(path(str(address.pattern), _view_of(address), name=address.name) for address in api.urls[0]),
    re_path(r"^", as_call(_unknown)),
]
