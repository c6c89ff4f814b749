"""`/nhan-xet/…`: what buyers say."""

from __future__ import annotations

from django.urls import path

from storefront.reviews import views

app_name = "buyer_reviews"
urlpatterns = [
    path("san-pham/<slug:public_id>/", views.of_product, name="of-product"),
    path("don/<str:signed>/<slug:number>/<slug:public_id>/", views.write, name="write"),
    path("anh/<uuid:code>/<int:version>/<int:position>/", views.picture, name="picture"),
    path("bao/<uuid:code>/", views.report, name="report"),
]
