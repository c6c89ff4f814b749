"""A product with one record of every kind a dossier speaks of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from catalogue.producers.models import ComplianceDocument
from fairs import scheduling
from fairs.models import LivestreamSession
from qr import codes
from qr.models import Code, DailyScans
from storefront.evidence.dossier import Dossier, gather, ledger_of, products_with_place
from storefront.evidence.period import Period, usual_period
from storefront.order.models import Order
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify
from tests.factories.cms import make_site, make_story
from tests.factories.fairs import (
    at,
    make_booth_category,
    make_fair,
    make_sales_point,
    make_series,
    make_session,
)
from tests.factories.purchases import make_basket, place

TODAY = date(2026, 11, 21)
#: From the recognition of `make_proven` to today.
TERM = Period(date(2025, 11, 21), TODAY)


def dossier_of(product: Any, period: Period | None = None, *, at: datetime | None = None) -> Dossier:
    """The dossier as the pages gather it; the usual period unless told otherwise."""
    product = products_with_place().get(pk=product.pk)
    entries = ledger_of(product)
    period = period or usual_period(product, entries, today=TODAY)
    return gather(product, period, entries=entries, at=at or timezone.now())


def words(value: Any) -> Any:
    """A value as people compare it: numbers as numbers, no-break spaces as spaces."""
    return value if isinstance(value, int) else str(value).replace("\u00a0", " ")


def section(dossier: Dossier, key: str) -> Any:
    """One section of a dossier by its key."""
    return next(each for each in dossier.sections if each.key == key)


def facts(dossier: Dossier, key: str) -> dict[str, Any]:
    """A section's facts as label → value in words or numbers."""
    return {fact.label: words(fact.value) for fact in section(dossier, key).facts}


def rows(dossier: Dossier, key: str, table: str) -> list[list[Any]]:
    """A table's rows in words and numbers."""
    found = next(each for each in section(dossier, key).tables if each.key == table)
    return [[words(value) for value in row] for row in found.rows]


def make_bare(title: str = "Mắm tép Hà Yên", **facts: Any) -> Any:
    """A certified product about which nothing else is recorded."""
    product = make_product(title, **facts)
    certify(product, on=date(2025, 11, 21))
    return product


def make_proven(title: str = "Nước mắm Ba Làng", **facts: Any) -> Any:
    """A product of a producer with something recorded under every heading."""
    facts.setdefault("producer", make_producer("Hợp tác xã Ba Làng", website="https://balang.example/"))
    product = make_bare(title, **facts)
    make_scans(product, {date(2026, 9, 30): 3, date(2026, 10, 1): 4})
    make_site()
    make_story(product=product, title="Chum mắm của mẹ")
    make_order(product, 2, on=at(2026, 10, 5))
    show_at_fair(product)
    make_aired(product)
    scheduling.confirm_stock(make_sales_point("Cửa hàng OCOP Lam Sơn"), product, on=date(2026, 11, 1))
    make_paper(product)
    return product


def make_scans(product: Any, days: dict[date, int]) -> Code:
    """A code issued at the beginning of 2026 and its rolled-up scans."""
    code = codes.issue_code(product, at=at(2026, 1, 2))
    for day, people in days.items():
        DailyScans.objects.create(code=code, day=day, scans=people, repeats=9, bots=9)
    return code


def make_order(product: Any, quantity: int = 1, *, on: datetime, **facts: Any) -> Order:
    """An order of `product`, placed as a shopper would, at that moment."""
    order = place(make_basket((product, quantity)), **facts).group.orders.get()
    Order.objects.filter(pk=order.pk).update(date_placed=on)
    return order


def show_at_fair(product: Any, name: str = "", *, opens_at: datetime | None = None, **facts: Any) -> Any:
    """A fair at which the product's producer has a booth and shows it."""
    fair = make_fair(name, opens_at=opens_at or at(2026, 6, 5), state="closed", **facts)
    booth = scheduling.add_booths(fair, category=make_booth_category(), rows=1, columns=1, zone="A")[0]
    scheduling.let_booth(booth, producer=product.producer)
    scheduling.show_products(fair, [product])
    return fair


def make_aired(product: Any, *, starts_at: datetime | None = None, state: str = "done") -> LivestreamSession:
    """A session in which the product had its turn."""
    series = make_series(period_from=date(2025, 1, 1))
    return make_session(series, starts_at=starts_at or at(2026, 7, 4, 20), products=[product], state=state)


def make_paper(
    product: Any = None, *, content: bytes | None = b"%PDF-1.4 giay", **facts: Any
) -> ComplianceDocument:
    """A test report of the product with its file; `content=None` leaves the file out."""
    facts = {
        "producer": product.producer if product else facts.get("producer"),
        "product": product,
        "kind": "test_report",
        "number": "12/PKN",
        "issuer": "Trung tâm Kiểm nghiệm",
        "issued_on": date(2026, 3, 1),
        "expires_on": date(2027, 3, 1),
        **facts,
    }
    paper = ComplianceDocument.objects.create(**facts)
    if content is not None:
        paper.file.save("phieu.pdf", ContentFile(content))
    return paper
