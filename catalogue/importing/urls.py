"""Addresses of the import page, below `/quan-tri/nhap-ho-so/`."""

from __future__ import annotations

from django.urls import path

from catalogue.importing import correcting_views, views, work_views

app_name = "importing"
urlpatterns = [
    path("", views.upload_list, name="index"),
    path("tep-mau.csv", views.template_file, name="template"),
    path("tep-mau-<str:kind>.csv", views.template_file, name="template"),
    path("tieu-de-da-nho/", correcting_views.mapping_list, name="mappings"),
    path("tieu-de-da-nho/<int:pk>/quen/", correcting_views.forget_mapping, name="forget"),
    path("<int:pk>/", views.preview, name="preview"),
    path("<int:pk>/cach-doc/", correcting_views.correct, name="correct"),
    path("<int:pk>/chap-nhan/", views.accept, name="accept"),
    path("<int:pk>/huy/", views.cancel, name="cancel"),
    path("<int:pk>/tien-do.json", work_views.progress, name="progress"),
    path("<int:pk>/lua-chon/", work_views.decide_rows, name="decide"),
    path("<int:pk>/dung/", work_views.stop_work, name="stop"),
    path("<int:pk>/lam-lai/", work_views.start_again, name="again"),
    path("<int:pk>/tinh-lai/", views.refresh, name="refresh"),
    path("<int:pk>/tep-goc/", views.original_file, name="file"),
    path("<int:pk>/dong-bi-tu-choi.csv", views.refused_rows, name="refused"),
]
