"""What a product costs and whether it may be bought today. An override of Oscar's module of the same name.

Whole đồng with tax inside, no tax split. Bought may be: goods (not services) that their active producer sells
here, whose star is in force on the day, as far as stock reaches. The first reason against wins.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from oscar.apps.partner import availability, prices
from oscar.apps.partner import strategy as upstream

from catalogue.certification.status import status_of
from storefront.holds.holding import Claim, freed_by_time
from storefront.sales_mode import sells_here
from storefront.seasons import season_of
from storefront.told import day as told_day

ACTIVE = "active"
SUSPENDED = "suspended"
OUT_OF_SEASON = "out-of-season"
#: The producer is on holiday; its own words say until when.
CLOSED = "producer-closed"


class Refused(availability.Unavailable):
    """Not for sale at all; `code` is stable, `message` says why."""

    def __init__(self, code: str, message: str | Promise) -> None:
        self.code = code
        self.message = message
        self.num_available = 0

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str | Promise]:
        return False, self.message


class InStock(availability.StockRequired):
    """For sale while stock lasts. `claim` is what other shoppers at checkout hold of it."""

    CODE_IN_STOCK = "in-stock"
    CODE_OUT_OF_STOCK = "out-of-stock"
    CODE_HELD = "held"

    def __init__(self, num_available: int, claim: Claim | None = None) -> None:
        super().__init__(num_available - (claim.quantity if claim else 0))
        self.claim = claim

    @property
    def code(self) -> str:
        """Stable word for why it can or cannot be bought."""
        return self.CODE_HELD if self.is_held_only else super().code

    @property
    def is_held_only(self) -> bool:
        """Whether nothing is left now but something may be again when a hold ends."""
        return self.claim is not None and self.num_available <= 0 < self.num_available + self.claim.quantity

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str]:
        if self.num_available <= 0:
            return False, self.message
        if quantity > self.num_available:
            return False, ngettext(
                "Chỉ còn %(left)d, không đủ %(wanted)d.",
                "Chỉ còn %(left)d, không đủ %(wanted)d.",
                self.num_available,
            ) % {"left": self.num_available, "wanted": quantity}
        return True, ""

    @property
    def message(self) -> str:
        if self.claim is not None and self.is_held_only:
            until = date_format(timezone.localtime(self.claim.until), "H:i")
            return str(
                _("Người khác đang giữ những món cuối cùng đến %(until)s. Hãy thử lại sau lúc đó.")
            ) % {"until": until}
        if self.num_available <= 0:
            return str(_("Đã hết hàng."))
        return str(_("Còn %(left)d.")) % {"left": self.num_available}

    @property
    def short_message(self) -> str:
        return self.message


class MadeToOrder(availability.Available):
    """For sale without counting: made when ordered."""

    code = "made-to-order"
    message = _("Làm theo đơn đặt.")
    num_available = None


REASONS: dict[str, Promise] = {
    "catalogue": _("Trang này chỉ giới thiệu sản phẩm, không nhận đặt hàng. Hãy liên hệ chủ thể."),
    "unavailable": _("Sản phẩm không còn bày bán."),
    "producer-suspended": _("Chủ thể đang tạm ngừng bán."),
    "producer-pending": _("Chủ thể chưa được xác minh."),
    "service": _("Dịch vụ du lịch: hãy liên hệ chủ thể để đặt."),
    "contact-only": _("Chủ thể chưa bán tại đây, hãy liên hệ trực tiếp."),
    "not-certified": _("Chứng nhận OCOP không còn hiệu lực, nên không bán được nữa."),
    "no-price": _("Chưa có giá bán."),
    OUT_OF_SEASON: _("Hàng theo mùa (%(season)s): bán lại từ ngày %(day)s."),
}


class ProgrammeStrategy(upstream.UseFirstStockRecord, upstream.Structured):
    """The one strategy of the shop. `on` is the day the question is about, by default today in Vietnam."""

    def __init__(self, request: HttpRequest | None = None, *, on: date | None = None) -> None:
        # Oscar's own asks at once who the visitor is, which reads the session on every request.
        self.request = request
        self._on = on

    @property
    def user(self) -> Any:
        """Who is signed in, asked only when somebody wants to know: prices are the same for everybody."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def on(self) -> date:
        """The day the answers hold for; asked anew each time, so that midnight needs no restart."""
        return self._on or timezone.localdate()

    def fetch_for_line(self, line: Any, stockrecord: Any = None) -> upstream.PurchaseInfo:
        """Answer from the stock row the line draws on: under a lock that is the locked one."""
        return self.fetch_for_product(line.product, stockrecord or line.stockrecord)

    def pricing_policy(self, product: Any, stockrecord: Any) -> prices.Base:
        if stockrecord is None or stockrecord.price is None:
            return prices.Unavailable()
        return prices.TaxInclusiveFixedPrice(
            currency=stockrecord.price_currency, excl_tax=stockrecord.price, tax=Decimal(0)
        )

    def parent_pricing_policy(self, product: Any, children_stock: list[tuple[Any, Any]]) -> prices.Base:
        for child, stockrecord in children_stock:
            if stockrecord is not None:
                return self.pricing_policy(child, stockrecord)
        return prices.Unavailable()

    def availability_policy(self, product: Any, stockrecord: Any) -> availability.Base:
        code = self.reason_against(product)
        if not code and (stockrecord is None or stockrecord.price is None):
            code = "no-price"
        if code:
            return Refused(code, self._words(code, product))
        if not product.get_product_class().track_stock:
            return MadeToOrder()
        return InStock(_left(stockrecord), getattr(stockrecord, "claim", None))

    def parent_availability_policy(
        self, product: Any, children_stock: list[tuple[Any, Any]]
    ) -> availability.Base:
        policies = [self.availability_policy(child, stockrecord) for child, stockrecord in children_stock]
        buyable = next((policy for policy in policies if policy.is_available_to_buy), None)
        return buyable or (policies[0] if policies else Refused("unavailable", REASONS["unavailable"]))

    def _words(self, code: str, product: Any) -> str | Promise:
        if code == CLOSED:
            return product.producer.closed_label
        season = season_of(product)
        if code != OUT_OF_SEASON or season is None:
            return REASONS[code]
        return REASONS[code] % {"day": told_day(season.opens_on(self.on)), "season": season.label}

    def reason_against(self, product: Any) -> str:
        """Return why the product may not be sold on the day, whatever its stock; empty when it may."""
        producer = product.producer
        if not product.is_public or producer is None:
            return "unavailable"
        if producer.state != ACTIVE:
            return "producer-suspended" if producer.state == SUSPENDED else "producer-pending"
        if product.nature == "service":
            return "service"
        if product.selling != "orderable":
            return "contact-only"
        if not sells_here():
            return "catalogue"
        if not status_of(product.ledger_entries.all(), on=self.on).is_in_force:
            return "not-certified"
        if producer.is_closed(self.on):
            return CLOSED
        season = season_of(product)
        return OUT_OF_SEASON if season and not season.is_open(self.on) else ""


def _left(stockrecord: Any) -> int:
    """What is left of a stock row: what unpaid orders keep beyond their time counts as free, job or no job.

    Not so for a row locked for an order (`is_secured`): there the orders are cancelled first, so that money which comes
    late finds its order cancelled and not a second owner of the goods.
    """
    left = stockrecord.net_stock_level or 0
    if left > 0 or getattr(stockrecord, "is_secured", False):
        return left
    freed = getattr(stockrecord, "freed", None)
    return left + (freed_by_time([stockrecord.pk]).get(stockrecord.pk, 0) if freed is None else freed)


class Selector(upstream.Selector):
    """Oscar asks here which strategy a request gets: everybody the same."""

    def strategy(
        self, request: HttpRequest | None = None, user: Any = None, *, on: date | None = None, **kwargs: Any
    ) -> ProgrammeStrategy:
        return ProgrammeStrategy(request, on=on)
