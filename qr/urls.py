"""Printed addresses: for ever, in no language, with and without a trailing slash."""

from __future__ import annotations

from django.urls import path, re_path

from qr import views

app_name = "qr"

# Three answers lie under a code; a slash at the end changes nothing, because a label cannot be corrected.
CODE = r"^p/(?P<code>[^/]{1,64}?)"

urlpatterns = [
    path("p/", views.check, name="check"),
    re_path(rf"{CODE}\.svg$", views.symbol_svg, name="svg"),
    re_path(rf"{CODE}\.png$", views.symbol_png, name="png"),
    re_path(rf"{CODE}/mua/?$", views.follow, name="follow"),
    re_path(rf"{CODE}/bao/?$", views.report, name="report"),
    re_path(rf"{CODE}/?$", views.story, name="story"),
    re_path(r"^01/(?P<gtin>[^/]+)$", views.digital_link, name="digital-link"),
    re_path(r"^01(?:/(?P<gtin>[^/]*)(?P<rest>/.*)?)?$", views.digital_link),
]
