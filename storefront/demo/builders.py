"""The demo, step by step. Each step enters what is missing and leaves the rest as people have made it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from django.utils.translation import gettext_lazy as _

from catalogue.certification.models import SourceFile
from catalogue.importing.applying import accept
from catalogue.importing.planning import plan_import
from catalogue.models import Product
from catalogue.search import outbox
from cms.publishing import ensure_site
from qr.codes import issue_missing
from storefront.demo.accounts import Account, ensure_accounts
from storefront.demo.certificates import enter_certificates
from storefront.demo.complaints import send_complaints
from storefront.demo.days import loading_day
from storefront.demo.deliveries import agree_deliveries
from storefront.demo.gifts import put_together
from storefront.demo.orders import place_orders
from storefront.demo.pages import publish_articles, publish_stories
from storefront.demo.producers import file_papers, producers_by_key, register_producers
from storefront.demo.products import enter_products, products_by_key
from storefront.demo.promotion import plan_fairs, plan_livestreams, plan_sales_points
from storefront.demo.reading import REAL_PRODUCTS
from storefront.demo.reviews import write_reviews
from storefront.places.loading import load_former_communes, load_places

_LOGIN_OF = "nuoc-mam-lach-vang"


@dataclass(frozen=True)
class Step:
    """What one step has done: how many things are new, and how long it took."""

    label: str
    count: int
    seconds: float


@dataclass
class Demo:
    """The demo being loaded. `steps()` does the work; `accounts` are those made on the way."""

    accounts: list[Account] = field(default_factory=list)

    def steps(self) -> Iterator[Step]:
        """Load the demo, yielding after each step. Broken off, it goes on where it stopped."""
        start = loading_day()
        for label, build in (
            (_("Tỉnh, xã theo danh mục hiện hành"), lambda: load_places() or load_former_communes() or 0),
            (_("Chủ thể minh hoạ"), register_producers),
            (_("Cách giao hàng minh hoạ"), agree_deliveries),
            (_("Sản phẩm minh hoạ"), enter_products),
            (_("Bản ghi đánh giá, công nhận, thu hồi"), lambda: enter_certificates(start, products_by_key())),
            (_("Giấy tờ minh hoạ"), lambda: file_papers(start, products_by_key())),
            (_("Sản phẩm có thật, nhập từ tệp"), import_real_products),
            (_("Mã QR"), issue_codes),
            (_("Trang chủ và các mục"), lambda: ensure_site() and 0),
            (_("Giỏ quà"), lambda: put_together(products_by_key())),
            (_("Chuyện làng"), lambda: publish_stories(products_by_key())),
            (_("Tin tức, hướng dẫn"), lambda: publish_articles(start)),
            (_("Hội chợ, phiên chợ"), lambda: plan_fairs(start, producers_by_key(), products_by_key())),
            (_("Phiên livestream"), lambda: plan_livestreams(start, products_by_key())),
            (_("Điểm bán"), lambda: plan_sales_points(start, products_by_key())),
            (_("Vai trò và tài khoản"), self._make_accounts),
            (_("Đơn hàng minh hoạ"), place_orders),
            (_("Khiếu nại minh hoạ"), send_complaints),
            (_("Nhận xét minh hoạ"), write_reviews),
            (_("Từ khoá tìm kiếm"), bring_search_up_to_date),
        ):
            yield timed(str(label), build)

    def _make_accounts(self) -> int:
        self.accounts = ensure_accounts(producers_by_key()[_LOGIN_OF])
        return len(self.accounts)


def timed(label: str, build: Callable[[], int]) -> Step:
    """Do one step and say what it did."""
    began = monotonic()
    count = build()
    return Step(label, count, monotonic() - began)


def import_real_products() -> int:
    """Import the 120 real products as an officer would, once; return how many products are new."""
    digest = hashlib.sha256(REAL_PRODUCTS.read_bytes()).hexdigest()
    if SourceFile.objects.filter(sha256=digest).exists():
        return 0
    return accept(plan_import(REAL_PRODUCTS)).plan.counts["created"]


def bring_search_up_to_date() -> int:
    """Work off what waits for search; return how many products can be found now that nothing had indexed yet."""
    before = Product.objects.filter(search_words="").count()
    outbox.drain()
    return before - Product.objects.filter(search_words="").count()


def issue_codes() -> int:
    """Give every listed product its code; return how many are new."""
    return len(issue_missing(Product.objects.listed()))
