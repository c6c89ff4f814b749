"""The shop for everybody: axe and WCAG's own measures over the demo, in two languages, both themes, on phone and desk.

One test, one server, one browser: loading the demo and opening the pages is what costs time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from catalogue.certification.models import LedgerEntry
from catalogue.models import Product
from catalogue.producers.models import Producer
from cms.models import ArticlePage, ProductStoryPage
from fairs.models import Fair, LivestreamSession, SalesPoint
from qr.models import Code
from storefront.complaints.models import Complaint
from storefront.order.models import Order
from storefront.users.models import User
from tests.browser import steps

pytestmark = pytest.mark.django_db(transaction=True)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK, SMALLEST = 360, 1440, 320
#: What axe finds: the rule, how many, and the first thing it is about.
AXE = """options => axe.run(document, {resultTypes: ["violations"], preload: false, ...options}).then(found =>
  found.violations.map(rule => `${rule.id} ×${rule.nodes.length}: ${rule.nodes[0].html.slice(0, 140)}`))"""
#: WCAG 1.4.12: the distances a reader may ask for.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
#: What overflows to the side although nobody can scroll it, as words cut off do.
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Headings that skip a level, and how many first ones there are.
OUTLINE = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(part => part.checkVisibility())
  .map(part => Number(part.tagName[1]))"""


def public_addresses() -> list[str]:
    """Pages everybody may open: of each kind one, of those that differ by what they hold several."""
    product = (
        Product.objects.filter(illustrative=True, stockrecords__num_in_stock__gt=5).order_by("pk").first()
    )
    real = Product.objects.filter(illustrative=False).order_by("pk").first()
    contact = Product.objects.filter(illustrative=True, selling="contact").order_by("pk").first()
    kept = (
        Producer.objects.filter(illustrative=True),
        Fair.objects,
        LivestreamSession.objects,
        SalesPoint.objects,
    )
    return [
        "/",
        "/san-pham/",
        "/san-pham/?q=nuoc+mam",
        "/san-pham/?q=zzqqzz",
        "/nhom/thuc-pham/",
        *(found.get_absolute_url() for found in (product, real, contact) if found),
        *(found.order_by("pk")[0].get_absolute_url() for found in kept),
        f"/chung-nhan/{LedgerEntry.objects.filter(kind='recognised').order_by('pk')[0].pk}/",
        f"/p/{Code.objects.filter(product=product)[0].code}",
        *(kind.objects.live().filter(locale__language_code="vi").order_by("pk")[0].url
          for kind in (ProductStoryPage, ArticlePage)),
        "/cau-chuyen/",
        "/tin-tuc/",
        "/huong-dan/tro-nang/",
        "/so-dang-ky/",
        "/so-dang-ky/kiem-tra/",
        "/hoi-cho/",
        "/livestream/",
        "/diem-ban/",
        "/lich/",
        "/gio-qua/",
        "/don-hang/",
        "/khieu-nai/",
        "/du-lieu-ca-nhan/",
        "/tai-khoan/ma/",
        "/p/",
        "/khong-co-trang-nay/",
    ]  # fmt: skip


def in_vietnamese_alone() -> set[str]:
    """Stories and news nobody has told in English yet."""
    return {
        page.url
        for kind in (ProductStoryPage, ArticlePage)
        for page in kind.objects.live()
        if not page.get_translations().live().exists()
    }


def forms() -> list[str]:
    """Public forms a visitor can fill in wrongly."""
    contact = Product.objects.filter(illustrative=True, selling="contact").order_by("pk")[0]
    return [f"/hoi-mua/{contact.public_id}/", "/don-hang/", "/khieu-nai/", "/tai-khoan/ma/"]


def own_addresses(producer: Producer) -> list[str]:
    """The pages of a producer's stall, empty and full."""
    order = Order.objects.filter(producer=producer).order_by("pk")[0]
    parts = ("", "don/", f"don/{order.number}/", "tien/", "tien/sao-ke/", "hang/", "nhan-xet/", "giao-hang/")
    more = ("giao-hang/vung/", "khoa-bao-tien/", "nghi-ban/", "khieu-nai/", "minh-chung/")
    return [f"/gian-hang/{part}" for part in parts + more]


def bought_addresses(page: Page, server: LiveServer) -> list[str]:
    """Basket and checkout with something in them, an order on its way, a complaint."""
    good = Product.objects.filter(illustrative=True, stockrecords__num_in_stock__gt=5).order_by("pk")[0]
    steps.put_into_basket(page, server, good)
    order = Order.objects.order_by("pk")[0]
    complaint = Complaint.objects.order_by("pk")[0]
    return [
        "/gio-hang/",
        "/thanh-toan/",
        order.group.get_absolute_url(),
        complaint.get_absolute_url(),
    ]


#: What a refused form lacks: the keyboard at the summary, each field's words tied to it, links that lead to fields.
TIED = """() => {
  const summary = document.querySelector(".form-errors"), wrong = [];
  if (!summary) return ["no summary"];
  if (document.activeElement !== summary) wrong.push("the keyboard is not at the summary");
  const fields = [...document.querySelectorAll("main [aria-invalid=true]")];
  if (!fields.length) wrong.push("no field is marked");
  for (const field of fields) {
    const described = (field.closest("fieldset[aria-describedby]") ?? field).getAttribute("aria-describedby") ?? "";
    const words = described.split(" ").map((id) => document.getElementById(id)?.textContent.trim() ?? "").join("");
    if (!words) wrong.push(`no words at ${field.name}`);
  }
  for (const link of summary.querySelectorAll("a")) {
    if (!document.querySelector(`main form ${link.hash}`)) wrong.push(`a link to nowhere: ${link.hash}`);
  }
  return wrong;
}"""


class Inspector:
    """Walks pages and writes down what is wrong with each."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.server = page, server
        self.wrong: dict[str, list[str]] = {}

    def visit(self, address: str, *, english: bool = False) -> None:
        """Look at one page: phone and desk by day and night; in English phone by day and desk by night."""
        path = f"/en{address}" if english and not address.startswith("/p/") else address
        answer = self.page.goto(f"{self.server.url}{path}{'?lang=en' if english and path == address else ''}")
        assert answer is not None
        found = [] if answer.status == (404 if "khong-co" in path else 200) else [f"status {answer.status}"]
        for width in (PHONE, DESK):
            self.page.set_viewport_size({"width": width, "height": 900})
            for theme in ("light", "dark"):
                self.page.emulate_media(color_scheme=theme)
                if theme == "light" and not (english and width == DESK):
                    found += self._axe({"runOnly": {"type": "tag", "values": TAGS}}, width, theme)
                elif theme == "dark" and not (english and width == PHONE):
                    found += self._axe({"runOnly": ["color-contrast"]}, width, theme)
        found += self._measures()
        if found:
            self.wrong[path] = found

    def refuse(self, address: str) -> None:
        """Send the page's form with nothing filled in, and look at what comes back."""
        self.page.set_viewport_size({"width": PHONE, "height": 900})
        self.page.emulate_media(color_scheme="light")
        self.page.goto(f"{self.server.url}{address}")
        with self.page.expect_navigation():
            self.page.evaluate(
                "() => { const form = document.querySelector('main form[method=post]');"
                " form.noValidate = true;"
                " form.requestSubmit(form.querySelector('[type=submit]:not([formaction], [formnovalidate])')) }"
            )
        found = self.page.evaluate(TIED) + self._axe(
            {"runOnly": {"type": "tag", "values": TAGS}}, PHONE, "light"
        )
        if found:
            self.wrong[f"{address} refused"] = found

    def _axe(self, options: dict[str, Any], width: int, theme: str) -> list[str]:
        return [f"{width} {theme} {fault}" for fault in self.page.evaluate(AXE, options)]

    def _measures(self) -> Iterator[str]:
        """Reflow at 320 px, which is 400 % of 1280; distances of a reader's own; the outline."""
        self.page.set_viewport_size({"width": SMALLEST, "height": 640})
        if over := self.page.evaluate(SIDEWAYS):
            yield f"{over} px to the side at {SMALLEST}"
        self.page.evaluate(
            "words => { const sheet = new CSSStyleSheet(); sheet.replaceSync(words);"
            " document.adoptedStyleSheets.push(sheet) }",
            SPACED,
        )
        if over := self.page.evaluate(SIDEWAYS):
            yield f"{over} px to the side with wide letters"
        levels = self.page.evaluate(OUTLINE)
        if levels.count(1) != 1:
            yield f"{levels.count(1)} headings of the first level"
        yield from (
            f"heading {here} after {before}" for before, here in pairwise(levels) if here > before + 1
        )


def open_page(browser: Browser) -> tuple[BrowserContext, Page]:
    """A page with axe laid ready; reduced motion, so that nothing is measured half way."""
    context = browser.new_context(locale="vi-VN", reduced_motion="reduce")
    context.add_init_script(AXE_SCRIPT)
    # Their boxes have their sizes without them, and axe does not look into pictures.
    context.route(
        "**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.fallback()
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    return context, page


def test_nothing_stands_in_anybodys_way(live_server: LiveServer, browser: Browser) -> None:
    call_command("load_demo", verbosity=0)
    context, page = open_page(browser)
    inspector = Inspector(page, live_server)
    addresses = public_addresses()
    for address in addresses:
        inspector.visit(address)
        if address not in in_vietnamese_alone():
            inspector.visit(address, english=True)
    for address in bought_addresses(page, live_server):
        inspector.visit(address)
        inspector.visit(address, english=True)
    for address in (*forms(), "/thanh-toan/"):
        inspector.refuse(address)
    context.close()

    assert len(addresses) >= 20
    assert inspector.wrong == {}

    producer = Producer.objects.filter(orders__isnull=False, users__isnull=False).distinct()[0]
    owner: User = producer.users.all()[0]
    owner.set_password(steps.PASSWORD)
    owner.save()
    context, page = open_page(browser)
    inspector = Inspector(page, live_server)
    steps.sign_in(page, live_server, owner, "/gian-hang/")
    for address in own_addresses(producer):
        inspector.visit(address)
        inspector.visit(address, english=True)
    context.close()

    assert inspector.wrong == {}
