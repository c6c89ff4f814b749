"""Public addresses of trade promotion: Vietnamese words, `/en/` before them for English."""

from __future__ import annotations

from django.urls import path

from fairs import feeds, views

app_name = "fairs"
urlpatterns = [
    path("hoi-cho/", views.fair_list, name="fair-list"),
    path("hoi-cho/<slug:slug>/", views.fair_detail, name="fair-detail"),
    path("hoi-cho/<slug:slug>/lich.ics", feeds.fair_calendar, name="fair-calendar"),
    path("livestream/", views.livestream_list, name="livestream-list"),
    path("livestream/<slug:slug>/", views.livestream_detail, name="livestream-detail"),
    path("livestream/<slug:slug>/lich.ics", feeds.livestream_calendar, name="livestream-calendar"),
    path("lich/", views.agenda, name="agenda"),
    path("lich.ics", feeds.calendar, name="calendar"),
    path("diem-ban/", views.sales_point_list, name="sales-point-list"),
    path("diem-ban/diem-ban.geojson", feeds.sales_points, name="sales-point-geojson"),
    path("diem-ban/<slug:slug>/", views.sales_point_detail, name="sales-point-detail"),
]
