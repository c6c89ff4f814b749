"""Shops elsewhere: a link says where it leads, and leads there."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from storefront.contacts.hosts import host_of
from storefront.contacts.models import ChannelLink
from tests.factories.catalogue import make_producer
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


def link(**facts):
    producer = facts.pop("producer", None) or make_producer(website="https://www.htx.example.vn/gioi-thieu")
    return ChannelLink(**{"producer": producer, "channel": "shopee", "url": "https://shopee.vn/a", **facts})


@pytest.mark.parametrize(
    ("channel", "url"),
    [
        ("shopee", "https://shopee.vn/nuoc-mam-i.1.2"),
        ("tiktok", "https://vt.tiktok.com/abc"),
        ("postmart", "https://nongsan.buudien.vn/x"),
        ("own", "https://shop.htx.example.vn/mua"),
        ("own", "https://htx.example.vn"),
    ],
)
def test_addresses_of_the_channel(channel, url):
    told = link(channel=channel, url=url)
    told.full_clean()
    told.save()
    assert ChannelLink.objects.values_list("channel", "url").get() == (channel, url)


@pytest.mark.parametrize(
    ("channel", "url"),
    [
        ("shopee", "http://shopee.vn/a"),
        ("shopee", "https://shopee.vn.evil.example/a"),
        ("shopee", "https://evilshopee.vn/a"),
        ("shopee", "https://shopee.vn@evil.example/a"),
        ("shopee", "https://shopee.vn:8443/a"),
        ("shopee", "https://tiki.vn/a"),
        ("own", "https://shopee.vn/a"),
        ("own", "https://example.vn/"),
    ],
)
def test_addresses_that_lead_elsewhere(channel, url):
    with pytest.raises(ValidationError) as refusal:
        link(channel=channel, url=url).full_clean()
    assert "url" in refusal.value.error_dict


def test_a_producer_without_a_website_has_no_own_shop():
    with pytest.raises(ValidationError):
        link(producer=make_producer(website=""), channel="own", url="https://htx.example.vn/").full_clean()


def test_a_product_of_another_producer():
    with pytest.raises(ValidationError) as refusal:
        link(product=make_good()).full_clean()
    assert "product" in refusal.value.error_dict


@pytest.mark.parametrize(
    "text", ["https://[::1", "javascript:alert(1)", "https://bücher.vn", "", "https://a:b"]
)
def test_no_host(text):
    assert host_of(text) == ""


@pytest.mark.parametrize("mode", ["catalogue", "intermediary", "direct"])
def test_the_product_page_shows_its_links_and_its_producers(client, settings, mode):
    settings.OCOP_SALES_MODE = mode
    good = make_good()
    other = make_good(producer=good.producer)
    for product, url in (
        (good, "https://shopee.vn/a"),
        (None, "https://tiki.vn/b"),
        (other, "https://voso.vn/c"),
    ):
        channel = url.split("//")[1].split(".")[0]
        link(producer=good.producer, product=product, channel=channel, url=url).save()
    page = client.get(good.get_absolute_url()).content.decode()
    shown = [url for url in ("https://shopee.vn/a", "https://tiki.vn/b", "https://voso.vn/c") if url in page]
    assert shown == ["https://shopee.vn/a", "https://tiki.vn/b"]
    assert page.count('rel="nofollow noopener external"') == 2
