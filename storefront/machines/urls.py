"""Addresses of what machines read, in each language; a feed of English stories stands under `/en/`."""

from __future__ import annotations

from django.urls import path, re_path

from storefront.machines import card_views, feeds, merchant, robots, sitemaps

app_name = "machines"
_KEY = r"(?P<key>[0-9a-f]{16})"
urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap-index"),
    re_path(r"^sitemap-(?P<section>[a-z-]+)-(?P<number>[0-9]{1,7})\.xml$", sitemaps.piece, name="sitemap"),
    path("opensearch.xml", robots.opensearch, name="opensearch"),
    path("nguon/san-pham.xml", merchant.feed, name="merchant"),
    path("nguon/cau-chuyen.xml", feeds.FEEDS["cau-chuyen"], name="stories"),
    path("nguon/tin-tuc.xml", feeds.FEEDS["tin-tuc"], name="news"),
    path("nguon/hoi-cho.xml", feeds.FEEDS["hoi-cho"], name="fairs"),
    re_path(
        rf"^anh-chia-se/san-pham/(?P<public_id>[0-9a-z]{{10}})-{_KEY}\.jpg$",
        card_views.of_product,
        name="product-card",
    ),
    re_path(
        rf"^anh-chia-se/chu-the/(?P<slug>[-\w]+)-{_KEY}\.jpg$", card_views.of_producer, name="producer-card"
    ),
    re_path(
        rf"^anh-chia-se/cau-chuyen/(?P<pk>[0-9]{{1,18}})-{_KEY}\.jpg$", card_views.of_story, name="story-card"
    ),
]
