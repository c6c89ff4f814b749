"""What an officer wants to know on entering the back office: figures of today, each a link to what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from catalogue.certification.managers import certified, with_states
from catalogue.certification.permissions import can_read_ledger
from catalogue.importing.models import ImportUpload
from catalogue.models import Product
from catalogue.search import outbox
from catalogue.search.permissions import can_see_search
from catalogue.search.standing import is_late
from fairs.models import Fair, LivestreamSession, SalesPoint
from qr.models import DailyScans, Report, Scan
from storefront.orderdesk.permissions import can_read_orders
from storefront.orderdesk.waiting import late_orders, returns_asked, to_refund
from storefront.purchases.models import OrderGroup

MONTHS_AHEAD = 12
STALE_POINT = timedelta(days=90)


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the list that shows it."""

    number: int
    label: str
    href: str
    urgent: bool = False


@dataclass(frozen=True)
class Bar:
    """A month of the renewal chart: how many stars end in it. `height` and `top` in hundredths of the chart."""

    label: str
    title: str
    number: int
    height: int

    @property
    def top(self) -> int:
        return 100 - self.height


@dataclass(frozen=True)
class Band:
    """One area of work on the first screen."""

    title: str
    figures: list[Figure]
    bars: list[Bar] = field(default_factory=list)


def bands_for(user: Any, *, on: date) -> Iterator[Band]:
    """Yield the bands whose lists `user` may open."""
    if can_read_ledger(user):
        yield stars(on=on)
    if user.has_perm("purchases.view_ordergroup"):
        yield purchases(on=on)
    if can_read_orders(user):
        yield orders_waiting(at=timezone.now())
    if user.has_perm("fairs.view_fair"):
        yield promotion(on=on)
    if user.has_perm("qr.view_code"):
        yield codes(on=on, reports=user.has_perm("qr.view_report"))
    if can_see_search(user) and is_late(lag := outbox.lag()):
        label = _("thay đổi chờ quá lâu để tìm thấy")
        yield Band(_("Tìm kiếm"), [Figure(lag.waiting, label, reverse("search_panel:index"), urgent=True)])


def stars(*, on: date) -> Band:
    """Stars in force by rank, what ends soon, what is not proven, and files that wait for a decision."""
    products = certified(with_states(Product.objects.browsable_dashboard(), on=on), on=on)
    ranks = dict(products.order_by().values_list("star_now").annotate(Count("pk")))
    states = dict(products.order_by().values_list("certification_state").annotate(Count("pk")))
    soon = products.filter(certified_until__gt=on, certified_until__lte=on + timedelta(days=180)).count()
    listing = reverse("certification:index")
    figures = [
        Figure(ranks.get(rank, 0), _("sản phẩm %(rank)s sao") % {"rank": rank}, f"{listing}?star={rank}")
        for rank in (5, 4, 3)
    ]
    figures += [
        Figure(soon, _("hết hạn trong 180 ngày"), f"{listing}?ends_before=180", urgent=soon > 0),
        Figure(states.get("expired", 0), _("đã hết hạn"), f"{listing}?state=expired"),
        Figure(states.get("revoked", 0), _("đã bị thu hồi"), f"{listing}?state=revoked"),
        Figure(states.get("unproven", 0), _("chưa có minh chứng"), f"{listing}?state=unproven"),
    ]
    waiting = ImportUpload.objects.filter(state=ImportUpload.State.PENDING).count()
    figures.append(
        Figure(
            waiting, _("tệp chờ quyết định"), reverse("importing:index") + "?trang-thai=pending", waiting > 0
        )
    )
    return Band(_("Chứng nhận"), figures, renewals(products, on=on))


def renewals(products: Any, *, on: date) -> list[Bar]:
    """How many stars end in each of the next twelve months, this one included."""
    first = on.replace(day=1)
    months = [_month_after(first, number) for number in range(MONTHS_AHEAD)]
    ending = products.order_by().filter(
        certified_until__gt=on, certified_until__lt=_month_after(first, MONTHS_AHEAD)
    )
    counted = dict(
        ending.annotate(month=TruncMonth("certified_until")).values_list("month").annotate(Count("pk"))
    )
    most = max(counted.values(), default=0)
    return [
        Bar(
            label=f"{month.month}/{month.year % 100:02}",
            title=_("%(count)s sao hết hạn trong tháng %(month)s/%(year)s")
            % {"count": counted.get(month, 0), "month": month.month, "year": month.year},
            number=counted.get(month, 0),
            height=round(counted.get(month, 0) * 100 / most) if most else 0,
        )
        for month in months
    ]


def _month_after(first: date, number: int) -> date:
    months = first.month - 1 + number
    return date(first.year + months // 12, months % 12 + 1, 1)


def purchases(*, on: date) -> Band:
    """Purchases of the last week, and shelves that are empty."""
    listing = reverse("don-hang:index")
    since = on - timedelta(days=6)
    stock = get_model("partner", "StockRecord").objects.filter(
        product__is_public=True,
        product__selling=Product.Selling.ORDERABLE,
        product__product_class__track_stock=True,
    )
    return Band(
        _("Mua bán"),
        [
            Figure(OrderGroup.objects.filter(placed_at__date=on).count(), _("lượt mua hôm nay"), listing),
            Figure(
                OrderGroup.objects.filter(placed_at__date__gte=since).count(),
                _("lượt mua trong 7 ngày"),
                f"{listing}?placed_at__date__gte={since:%d/%m/%Y}",
            ),
            Figure(
                stock.filter(num_in_stock__lte=0).values("product").distinct().count(),
                _("sản phẩm hết hàng"),
                reverse("san-pham:index"),
            ),
        ],
    )


def orders_waiting(*, at: datetime) -> Band:
    """Orders whose producer is late, money that must go back, and returns nobody has answered."""
    listing = reverse("orderdesk:index")
    late, refunds, returns = (
        late_orders(at=at).count(),
        to_refund(at=at).count(),
        returns_asked(at=at).count(),
    )
    return Band(
        _("Đơn cần xử lý"),
        [
            Figure(late, _("đơn trễ hạn"), f"{listing}?late=any", urgent=late > 0),
            Figure(refunds, _("đơn phải hoàn tiền"), f"{listing}?money=excess", urgent=refunds > 0),
            Figure(returns, _("đơn xin trả hàng"), f"{listing}?state=return_asked", urgent=returns > 0),
        ],
    )


def promotion(*, on: date) -> Band:
    """Fairs and sessions to come, sales points nobody has confirmed for three months."""
    fairs = Fair.objects.filter(state="announced", closes_at__date__gte=on).count()
    sessions = LivestreamSession.objects.filter(state="planned", starts_at__date__gte=on).count()
    open_points = SalesPoint.objects.exclude(state=SalesPoint.State.CLOSED)
    fresh = open_points.filter(last_confirmed_on__gte=on - STALE_POINT).count()
    stale = open_points.count() - fresh
    return Band(
        _("Xúc tiến thương mại"),
        [
            Figure(fairs, _("hội chợ, phiên chợ sắp tới"), reverse("hoi-cho:index")),
            Figure(sessions, _("phiên livestream sắp tới"), reverse("livestream:index")),
            Figure(open_points.count(), _("điểm bán đang ghi trong sổ"), reverse("diem-ban:index")),
            Figure(
                stale, _("điểm bán quá 90 ngày chưa xác nhận"), reverse("diem-ban:index"), urgent=stale > 0
            ),
        ],
    )


def codes(*, on: date, reports: bool = True) -> Band:
    """Scans by people in the last week and, for those who answer them, reports by people with a package in the hand."""
    since = on - timedelta(days=6)
    rolled = DailyScans.objects.filter(day__gte=since, day__lt=on).aggregate(all=Sum("scans"))["all"] or 0
    fresh = Scan.objects.filter(at__date__gte=since).counted().not_rolled_up(today=on).count()
    figures = [Figure(rolled + fresh, _("lượt quét trong 7 ngày"), reverse("ma-qr:index"))]
    if reports:
        new = Report.objects.filter(state=Report.State.NEW).count()
        figures.append(
            Figure(new, _("tin báo chưa xử lý"), reverse("tin-bao:index") + "?state=new", urgent=new > 0)
        )
    return Band(_("Mã QR"), figures)
