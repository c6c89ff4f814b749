"""The unit pages and orders are measured in: Django answering "hello", without middleware, session or database."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    """The lightest view there is."""
    return HttpResponse("hello")


urlpatterns = [path("", hello)]

if not settings.configured:
    settings.configure(
        SECRET_KEY="of-hello", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[]
    )
    application = get_wsgi_application()
