"""The one table of addresses. Wagtail's pages come last: they answer whatever is left."""

from __future__ import annotations

from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog, set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from storefront import health, uploads


def part(prefix: str, module: str) -> list:
    """Include an app's addresses."""
    return [path(prefix, include(module))] if find_spec(module) else []


urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    *part("", "qr.urls"),
    *part("", "fairs.feed_urls"),
    *part("", "catalogue.register.file_urls"),
    *part("api/v1/", "storefront.api.urls"),
]
if settings.SERVE_MEDIA:
    urlpatterns += [re_path(r"^media/(?P<path>.*)$", uploads.picture)]

urlpatterns += i18n_patterns(
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
    *part("", "catalogue.search.urls"),
    *part("", "catalogue.register.urls"),
    *part("chu-the/", "catalogue.producers.urls"),
    *part("don-hang/", "storefront.purchases.urls"),
    *part("", "fairs.urls"),
    path("", include(apps.get_app_config("oscar").urls[0])),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
