"""`/gian-hang/…`: the producer's side. `tests/integration/portal/test_doors.py` walks every address in here."""

from __future__ import annotations

from django.urls import path, re_path

from storefront.portal import (
    bank_views,
    carrier_views,
    delivery_views,
    key_views,
    order_views,
    paper_views,
    price_history,
    review_views,
    shelf_views,
    start,
)

app_name = "portal"
urlpatterns = [
    path("", start.StartView.as_view(), name="start"),
    path("don/", order_views.OrderListView.as_view(), name="orders"),
    re_path(r"^don/tai-ve\.(?P<kind>csv|xlsx)$", order_views.OrderExportView.as_view(), name="export"),
    path("don/phieu-giao.pdf", paper_views.PaperView.as_view(), name="slips"),
    path("don/don-hang.pdf", paper_views.PaperView.as_view(kind=paper_views.ORDER), name="papers"),
    path("don/<slug:number>/", order_views.OrderView.as_view(), name="order"),
    path("don/<slug:number>/viec/", order_views.MoveView.as_view(), name="move"),
    path("don/<slug:number>/van-don/", order_views.ParcelView.as_view(), name="parcel"),
    path("don/<slug:number>/goi-van-chuyen/", carrier_views.BookingView.as_view(), name="booking"),
    path("don/<slug:number>/nhan-van-chuyen.pdf", carrier_views.LabelView.as_view(), name="label"),
    path("don/<slug:number>/tien-ve/", order_views.PaymentView.as_view(), name="payment"),
    path("don/<slug:number>/hoan-tien/", order_views.RefundView.as_view(), name="refund"),
    path("don/<slug:number>/phieu-giao.pdf", paper_views.PaperView.as_view(), name="slip"),
    path(
        "don/<slug:number>/don-hang.pdf",
        paper_views.PaperView.as_view(kind=paper_views.ORDER),
        name="paper",
    ),
    path("tien/", bank_views.TransferListView.as_view(), name="transfers"),
    path("tien/sao-ke/", bank_views.StatementsView.as_view(), name="statements"),
    path("tien/<int:pk>/", bank_views.TransferView.as_view(), name="transfer"),
    path("tien/<int:pk>/ghep/", bank_views.AssignView.as_view(), name="assign"),
    path("tien/<int:pk>/bo-qua/", bank_views.IgnoreView.as_view(), name="ignore"),
    path("hang/", shelf_views.ShelfView.as_view(), name="products"),
    path(
        "hang/<slug:public_id>/lich-su-gia/", price_history.PriceHistoryView.as_view(), name="price-history"
    ),
    path("hang/<slug:public_id>/gia/", shelf_views.PriceView.as_view(), name="price"),
    path("hang/<slug:public_id>/so-luong/", shelf_views.StockView.as_view(), name="stock"),
    path("hang/<slug:public_id>/het-hang/", shelf_views.SoldOutView.as_view(), name="sold-out"),
    path("nhan-xet/", review_views.ReviewListView.as_view(), name="reviews"),
    path("nhan-xet/<uuid:code>/", review_views.ReviewView.as_view(), name="review"),
    path("nhan-xet/<uuid:code>/tra-loi/", review_views.AnswerView.as_view(), name="answer-review"),
    path("nhan-xet/<uuid:code>/bao/", review_views.ReportReviewView.as_view(), name="report-review"),
    path("giao-hang/", delivery_views.DeliveryView.as_view(), name="delivery"),
    path("giao-hang/vung/", delivery_views.NewZoneView.as_view(), name="zone-new"),
    path("giao-hang/vung/<int:zone>/", delivery_views.ZoneView.as_view(), name="zone"),
    path("giao-hang/vung/<int:zone>/xoa/", delivery_views.ZoneDeleteView.as_view(), name="zone-delete"),
    path("khoa-bao-tien/", key_views.KeysView.as_view(), name="keys"),
    path("khoa-bao-tien/<int:key>/doi/", key_views.RotateView.as_view(), name="key-rotate"),
    path("khoa-bao-tien/<int:key>/thu/", key_views.TestView.as_view(), name="key-test"),
    path("khoa-bao-tien/<int:key>/thu-hoi/", key_views.RevokeView.as_view(), name="key-revoke"),
    path("nghi-ban/", shelf_views.HolidayView.as_view(), name="holiday"),
]
