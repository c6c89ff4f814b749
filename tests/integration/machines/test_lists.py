"""Sitemaps, feeds, robots and addresses: whole, honest on the day, and never dearer by the thing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalogue.models import Product, ProductImage
from storefront.machines import merchant, sitemaps
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, revoke
from tests.factories.cms import make_site, make_story
from tests.factories.fairs import make_fair, make_sales_point
from tests.factories.pictures import photo, upload

pytestmark = pytest.mark.django_db
HOST = "https://saolang.example"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}link"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
GOOGLE = "{http://base.google.com/ns/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _here(today: date, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = answer.getvalue() if answer.streaming else answer.content
    translation.activate("vi")
    return ElementTree.fromstring(content)  # noqa: S314 -- our own answer


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read(client, address)
    return len(queries)


def sold(title: str = "", **facts: Any) -> Product:
    """A product in force, with one picture drawn and one that waits for the worker."""
    product = make_product(title, **facts)
    certify(product, 4, on=date(2026, 1, 5))
    picture = ProductImage.objects.create(product=product, original=upload(photo(400, 300)))
    drawn = {"size": [400, 300], "widths": [320, 400], "forms": ["webp", "jpg"]}
    ProductImage.objects.filter(pk=picture.pk).update(renditions=drawn)
    ProductImage.objects.create(product=product, original=upload(photo(500, 300)), display_order=1)
    return product


def addresses(tree: Any) -> list[str]:
    return [each.text for each in tree.iter(f"{SITEMAP}loc")]


def test_every_public_thing_is_in_a_piece_in_both_languages(client: Client) -> None:
    make_site()
    story = make_story(title="Chuyện mắm")
    shown, ended, hidden = sold("Nước mắm Cự Đà"), sold("Trà cũ"), sold("Chưa công khai")
    revoke(ended)
    Product.objects.filter(pk=hidden.pk).update(is_public=False)
    fair, point = make_fair(), make_sales_point()
    make_fair("Đang soạn", state="draft")
    index = read(client, "/sitemap.xml")
    pieces = [address.removeprefix(HOST) for address in addresses(index)]
    assert {piece.rsplit("-", 1)[0] for piece in pieces} == {
        f"/sitemap-{name}" for name in ("muc-chinh", "trang", "san-pham", "chu-the", "hoi-cho", "diem-ban")
    }
    found = [address for piece in pieces for address in addresses(read(client, piece))]
    things = [shown, shown.producer, fair, point]
    wanted = {f"{HOST}{part}{thing.get_absolute_url()}" for thing in things for part in ("", "/en")}
    assert wanted | {
        f"{HOST}{story.url}",
        f"{HOST}/",
        f"{HOST}/en/",
        f"{HOST}/nhom/thuc-pham/",
        f"{HOST}/vung-mien/thanh-hoa/",
    } <= set(found)
    assert len(found) == len(set(found))
    assert not [address for address in found if ended.slug in address or hidden.slug in address]
    assert not [address for address in found if "dang-soan" in address]


def test_a_product_is_told_with_languages_and_pictures(client: Client) -> None:
    product = sold("Nước mắm Cự Đà")
    piece = 1 + (product.pk - 1) // sitemaps.RANGE
    first, second = list(read(client, f"/sitemap-san-pham-{piece}.xml"))
    path = product.get_absolute_url()
    links = [("vi", f"{HOST}{path}"), ("en", f"{HOST}/en{path}")]
    drawn, waiting = product.images.all()
    for url, (_code, address) in zip((first, second), links, strict=True):
        assert url.find(f"{SITEMAP}loc").text == address
        assert [(link.get("hreflang"), link.get("href")) for link in url.iter(XHTML)] == links
        assert [each.text for each in url.iter(f"{IMAGE}loc")] == [
            f"{HOST}{drawn.original.url.removesuffix('.jpg')}-400.jpg",
            f"{HOST}{waiting.original.url}",
        ]


def test_a_piece_costs_the_same_for_one_and_three(client: Client) -> None:
    costs = []
    for more in (1, 2):
        for _each in range(more):
            sold()
        piece = 1 + (Product.objects.latest("pk").pk - 1) // sitemaps.RANGE
        costs.append((asked(client, "/sitemap.xml"), asked(client, f"/sitemap-san-pham-{piece}.xml")))
    assert costs == [(6, 2), (6, 2)]
    assert client.get("/sitemap-san-pham-0.xml").status_code == 404
    assert client.get("/sitemap-khong-co-1.xml").status_code == 404
    assert addresses(read(client, "/sitemap-san-pham-9999999.xml")) == []


def test_the_merchant_feed_offers_what_can_be_ordered_today(
    client: Client, settings: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(merchant, "STEP", 2)
    first = sold("Mắm <ngon> & \x0bthơm", price=165_000)
    sold_out, ended, asked_for = sold(stock=0), sold(), sold(selling="contact")
    revoke(ended)
    make_product("Không ảnh")
    items = list(read(client, "/nguon/san-pham.xml").iter("item"))
    told = {item.find(f"{GOOGLE}id").text: item for item in items}
    assert set(told) == {first.public_id, sold_out.public_id}
    assert len(items) == 2
    shown = {each.tag.removeprefix(GOOGLE): each.text for each in told[first.public_id]}
    assert (shown["title"], shown["price"], shown["availability"]) == (
        "Mắm <ngon> & thơm",
        "165000 VND",
        "in_stock",
    )
    assert shown["link"] == f"{HOST}{first.get_absolute_url()}"
    assert shown["image_link"].endswith("-400.jpg")
    assert shown["custom_label_0"] == "OCOP 4"
    assert told[sold_out.public_id].find(f"{GOOGLE}availability").text == "out_of_stock"
    assert asked_for.public_id not in told
    with time_machine.travel("2030-01-01", tick=False):
        assert list(read(client, "/nguon/san-pham.xml").iter("item")) == []
    settings.OCOP_SALES_MODE = "catalogue"
    assert list(read(client, "/nguon/san-pham.xml").iter("item")) == []


def test_the_merchant_feed_asks_a_constant_number_a_step(client: Client) -> None:
    costs = []
    for more in (1, 2):
        for _each in range(more):
            sold()
        costs.append(asked(client, "/nguon/san-pham.xml"))
    assert costs[0] == costs[1]


def test_feeds_tell_what_is_published(client: Client) -> None:
    make_site()
    make_story(title="Chuyện <mắm>", standfirst="Lời dẫn")
    draft = make_story(title="Bản nháp")
    draft.unpublish()
    fair = make_fair("Tuần hàng", opens_at=None)
    stories = read(client, "/nguon/cau-chuyen.xml")
    assert [each.text for each in stories.iter(f"{ATOM}title")][1:] == ["Chuyện <mắm>"]
    assert stories.find(f"{ATOM}id").text == f"{HOST}/cau-chuyen/"
    assert [each.get("href") for each in stories.find(f"{ATOM}entry").iter(f"{ATOM}link")] == [
        f"{HOST}/cau-chuyen/chuyen-mam/"
    ]
    assert list(read(client, "/en/nguon/cau-chuyen.xml").iter(f"{ATOM}entry")) == []
    fairs = read(client, "/nguon/hoi-cho.xml")
    assert [each.find(f"{ATOM}id").text for each in fairs.iter(f"{ATOM}entry")] == [
        f"{HOST}{fair.get_absolute_url()}"
    ]
    assert read(client, "/nguon/tin-tuc.xml").tag == f"{ATOM}feed"


def test_robots_follow_the_kind_of_site(client: Client, settings: Any) -> None:
    open_lines = client.get("/robots.txt").text.splitlines()
    assert open_lines[0] == "User-agent: *"
    assert open_lines[-1] == f"Sitemap: {HOST}/sitemap.xml"
    closed = {line.removeprefix("Disallow: ") for line in open_lines if line.startswith("Disallow")}
    parts = ("gio-hang", "thanh-toan", "don-hang", "quan-tri", "gian-hang", "tai-khoan")
    assert {f"{tongue}/{part}/" for part in parts for tongue in ("", "/en")} <= closed
    assert "/" not in closed
    settings.OCOP_DEMO_BANNER = True
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_browsers_learn_the_search(client: Client) -> None:
    tree = read(client, "/opensearch.xml")
    url = tree.find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url.get("template") == f"{HOST}/san-pham/?q={{searchTerms}}"
    assert 'rel="search"' in client.get("/san-pham/").text


def head_of(client: Client, address: str) -> tuple[str, dict[str, str], bool]:
    """The canonical address, the alternates, and whether the page is left out."""
    html = client.get(address).text.partition("</head>")[0]
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)">', html)
    assert len(canonical) <= 1
    return (
        canonical[0] if canonical else "",
        dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)),
        "noindex" in html,
    )


def test_each_page_has_one_address_in_each_language(client: Client) -> None:
    make_site()
    product = sold("Mật ong")
    listing = {
        "vi": f"{HOST}/san-pham/",
        "en": f"{HOST}/en/san-pham/",
        "x-default": f"{HOST}/san-pham/",
    }
    assert head_of(client, "/san-pham/") == (listing["vi"], listing, False)
    assert head_of(client, "/en/san-pham/") == (listing["en"], listing, False)
    # A filtered, sorted or tampered list is told to be the list; a search is left out.
    for narrowed in ("?sao=4", "?sao=4&page=2", "?xep=gia", "?page=abc", "?page=1", "?utm_source=zalo"):
        assert head_of(client, f"/san-pham/{narrowed}") == (listing["vi"], listing, False), narrowed
    assert head_of(client, "/san-pham/?page=2")[0] == f"{HOST}/san-pham/?page=2"
    assert head_of(client, "/san-pham/?q=mat")[2]
    canonical, others, left_out = head_of(client, f"{product.get_absolute_url()}?utm_source=zalo")
    assert (canonical, left_out) == (f"{HOST}{product.get_absolute_url()}", False)
    assert others["en"] == f"{HOST}/en{product.get_absolute_url()}"
    assert set(head_of(client, "/")[1]) == {"vi", "en", "x-default"}
    # A story told in one language only has no other address.
    story = make_story(title="Chỉ tiếng Việt")
    assert head_of(client, story.url) == (f"{HOST}{story.url}", {}, False)
    assert head_of(client, "/gio-hang/") == ("", {}, True)


def test_provinces_stand_in_the_sitemap_in_both_languages(client: Client) -> None:
    product = sold()
    slug = product.province.slug
    tree = read(client, "/sitemap-muc-chinh-1.xml")
    told = {
        url.find(f"{SITEMAP}loc").text: {
            link.get("hreflang"): link.get("href") for link in url.findall(XHTML)
        }
        for url in tree
    }
    for path in ("/vung-mien/", f"/vung-mien/{slug}/"):
        both = {"vi": f"{HOST}{path}", "en": f"{HOST}/en{path}"}
        assert [told[address] for address in both.values()] == [both, both]
    Product.objects.update(is_public=False)
    assert f"{HOST}/vung-mien/{slug}/" not in read(client, "/sitemap-muc-chinh-1.xml").itertext()
