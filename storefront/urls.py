"""The one table of addresses. Wagtail's pages come last: they answer whatever is left."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog, set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from storefront import health, uploads
from storefront.purchases.carrier_calls import carrier_call

handler500 = "storefront.unavailable.failed"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("quan-tri/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    path("", include("qr.urls")),
    path("", include("catalogue.register.file_urls")),
    path("api/v1/", include("storefront.api.urls")),
    path("van-chuyen/<slug:code>/", carrier_call, name="carrier-call"),
    path("api/thanh-toan/", include("storefront.gateways.notice_urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns += [re_path(r"^media/(?P<path>.*)$", uploads.picture)]

urlpatterns += i18n_patterns(
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
    path("", include("catalogue.search.urls")),
    path("", include("catalogue.register.urls")),
    path("chu-the/", include("catalogue.producers.urls")),
    path("gian-hang/minh-chung/", include("storefront.evidence.urls")),
    path("gian-hang/", include("storefront.portal.urls")),
    path("don-hang/", include("storefront.purchases.urls")),
    path("khieu-nai/", include("storefront.complaints.urls")),
    path("nhan-xet/", include("storefront.reviews.urls")),
    path("gian-hang/khieu-nai/", include("storefront.complaints.own_urls")),
    path("du-lieu-ca-nhan/", include("storefront.privacy.urls")),
    path("ban-tin/", include("storefront.newsletters.urls")),
    path("hoi-mua/", include("storefront.contacts.urls")),
    path("thanh-toan/vnpay/", include("storefront.gateways.urls")),
    path("tai-khoan/ma/", include("storefront.accounts.urls")),
    path("gio-qua/", include("storefront.gifts.urls")),
    path("", include("cms.region_urls")),
    path("", include("fairs.urls")),
    path("", include("storefront.machines.urls")),
    path("", include(apps.get_app_config("oscar").urls[0])),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
