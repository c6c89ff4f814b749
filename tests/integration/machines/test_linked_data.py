"""What pages tell machines: the same as people read there, on the same day."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from catalogue.models import Product
from storefront.places.models import FormerProvince
from storefront.reviews.models import RatingSummary
from tests.factories.catalogue import make_commune, make_producer, make_product
from tests.factories.certification import certify, make_decision, revoke
from tests.factories.cms import COVER, make_site, make_story
from tests.factories.fairs import make_fair, make_sales_point, make_session

pytestmark = pytest.mark.django_db
HOST = "https://saolang.example"
_ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def _here(today: date, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.OCOP_RETURN_DAYS = 7


def days(least: int, most: int) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}


def linked(client: Client, address: str) -> Any:
    page = client.get(address)
    assert page.status_code == 200
    found = _ELEMENT.findall(page.content.decode())
    assert len(found) == 1
    return json.loads(found[0])


def honey(**facts: Any) -> Product:
    producer = make_producer(
        "HTX Mật <Rừng>", phone="+84912345678", commune=make_commune("Vạn Phúc", code="16000")
    )
    made = make_product("Mật ong </script> rừng", producer=producer, price=165_000, **facts)
    decision = make_decision(on=date(2025, 9, 10), number="7/QĐ-UBND", authority="UBND tỉnh")
    certify(made, 4, on=date(2025, 9, 10), decision=decision)
    return made


def test_a_product_in_force_is_told_whole(client: Client) -> None:
    product = honey(description="<p>Hoa  rừng</p>", gtin="08931234567895")
    entry = product.ledger_entries.get()
    address = f"{HOST}{product.get_absolute_url()}"
    maker = {
        "@type": "Organization",
        "name": "HTX Mật <Rừng>",
        "url": f"{HOST}{product.producer.get_absolute_url()}",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": str(product.producer.commune),
            "addressRegion": "Thanh Hóa",
            "addressCountry": "VN",
        },
        "telephone": "+84912345678",
    }
    told, crumbs = linked(client, product.get_absolute_url())
    assert told == {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": address,
        "name": "Mật ong </script> rừng",
        "description": "Hoa rừng",
        "url": address,
        "sku": product.public_id,
        "gtin": "08931234567895",
        "category": "Thực phẩm",
        "manufacturer": maker,
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
        "hasCertification": {
            "@type": "Certification",
            "name": "OCOP 4 sao",
            "url": f"{HOST}/chung-nhan/{entry.pk}/",
            "certificationStatus": "https://schema.org/CertificationActive",
            "certificationRating": {"@type": "Rating", "ratingValue": 4, "bestRating": 5},
            "certificationIdentification": "7/QĐ-UBND",
            "datePublished": "2025-09-10",
            "issuedBy": {"@type": "GovernmentOrganization", "name": "UBND tỉnh"},
            "validFrom": "2025-09-10",
            "expires": "2028-09-10",
        },
        "offers": {
            "@type": "Offer",
            "url": address,
            "price": "165000",
            "priceCurrency": "VND",
            "availability": "https://schema.org/InStock",
            "itemCondition": "https://schema.org/NewCondition",
            "seller": maker,
            "shippingDetails": {
                "@type": "OfferShippingDetails",
                "shippingRate": {"@type": "MonetaryAmount", "maxValue": 35_000, "currency": "VND"},
                "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "VN"},
                "deliveryTime": {
                    "@type": "ShippingDeliveryTime",
                    "handlingTime": days(0, 0),
                    "transitTime": days(2, 5),
                },
            },
            "hasMerchantReturnPolicy": {
                "@type": "MerchantReturnPolicy",
                "applicableCountry": "VN",
                "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
                "merchantReturnDays": 7,
                "merchantReturnLink": f"{HOST}/huong-dan/doi-tra-khieu-nai/",
            },
        },
    }
    assert crumbs["@type"] == "BreadcrumbList"
    assert [(item["position"], item["name"], item["item"]) for item in crumbs["itemListElement"]] == [
        (1, "Sản phẩm", f"{HOST}/san-pham/"),
        (2, "Thực phẩm", f"{HOST}/nhom/thuc-pham/"),
        (3, product.title, address),
    ]


def test_the_star_and_the_offer_end_on_the_same_day(client: Client) -> None:
    product = honey()
    with time_machine.travel("2028-09-09T16:59:00+00:00", tick=False):
        assert linked(client, product.get_absolute_url())[0]["hasCertification"]["expires"] == "2028-09-10"
    with time_machine.travel("2028-09-09T17:00:00+00:00", tick=False):
        told = linked(client, product.get_absolute_url())[0]
        assert not {"hasCertification", "offers"} & set(told)


def test_offers_follow_stock_mode_and_law(client: Client, settings: Any) -> None:
    product = honey()
    address = product.get_absolute_url()
    product.stockrecords.update(num_in_stock=0)
    assert linked(client, address)[0]["offers"]["availability"] == "https://schema.org/OutOfStock"
    product.stockrecords.update(num_in_stock=3)
    settings.OCOP_SALES_MODE = "direct"
    assert linked(client, address)[0]["offers"]["seller"]["name"] == settings.OCOP_OPERATOR["name"]
    settings.OCOP_SALES_MODE = "catalogue"
    assert "offers" not in linked(client, address)[0]
    settings.OCOP_SALES_MODE = "intermediary"
    revoke(product)
    assert not {"hasCertification", "offers"} & set(linked(client, address)[0])


def test_a_household_is_told_by_name_and_place(client: Client) -> None:
    household = make_producer("Hộ bà Hoà", legal_form="household", phone="+84912345678", address="12 Lê Lợi")
    told = linked(client, household.get_absolute_url())
    assert told == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Hộ bà Hoà",
        "url": f"{HOST}{household.get_absolute_url()}",
        "address": {"@type": "PostalAddress", "addressRegion": "Thanh Hóa", "addressCountry": "VN"},
    }


def test_events_places_and_stories(client: Client) -> None:
    make_site()
    fair = make_fair("Tuần hàng OCOP", organiser="Sở Công Thương")
    told = linked(client, fair.get_absolute_url())
    assert told["@type"] == "Event"
    assert told["eventStatus"] == "https://schema.org/EventScheduled"
    assert datetime.fromisoformat(told["startDate"]) == fair.opens_at
    assert told["startDate"].endswith("+07:00")
    assert told["location"]["name"] == "Quảng trường Lam Sơn"
    assert told["organizer"] == {"@type": "Organization", "name": "Sở Công Thương"}
    fair.state, fair.public_note = "cancelled", "Bão"
    fair.save()
    assert linked(client, fair.get_absolute_url())["eventStatus"] == "https://schema.org/EventCancelled"
    session = make_session()
    told = linked(client, session.get_absolute_url())
    assert told["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert told["location"]["@type"] == "VirtualLocation"
    point = make_sales_point("Cửa hàng OCOP")
    told = linked(client, point.get_absolute_url())
    assert (told["@type"], told["name"]) == ("Store", "Cửa hàng OCOP")
    assert told["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": float(point.latitude),
        "longitude": float(point.longitude),
    }
    product = honey()
    story = make_story(title="Chuyện mật", product=product, cover_path=COVER)
    told = linked(client, story.url)
    assert (told["@type"], told["headline"], told["inLanguage"]) == ("Article", "Chuyện mật", "vi")
    assert told["about"][0] == {
        "@type": "Product",
        "name": product.title,
        "url": f"{HOST}{product.get_absolute_url()}",
    }
    assert told["image"].startswith(f"{HOST}/media/")
    home = linked(client, "/")
    assert home["potentialAction"]["target"]["urlTemplate"] == f"{HOST}/san-pham/?q={{search_term_string}}"


def og(client: Client, address: str) -> dict[str, str]:
    return dict(
        re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', client.get(address).content.decode())
    )


def test_a_shared_picture_never_keeps_an_ended_star(client: Client) -> None:
    product = honey()
    shown = og(client, product.get_absolute_url())
    assert shown["og:type"] == "product"
    assert shown["og:url"] == f"{HOST}{product.get_absolute_url()}"
    address = shown["og:image"].removeprefix(HOST)
    picture = client.get(address)
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    # Ten in the morning: fourteen hours are left of the day.
    assert picture["Cache-Control"] == f"public, max-age={14 * 3600}"
    assert client.get(address).content == picture.content
    revoke(product)
    now = og(client, product.get_absolute_url())["og:image"].removeprefix(HOST)
    assert now != address
    moved = client.get(address)
    assert (moved.status_code, moved["Location"], moved["Cache-Control"]) == (302, now, "no-store")
    assert client.get(now).status_code == 200
    assert og(client, "/en" + product.get_absolute_url())["og:image"] != f"{HOST}{now}"
    Product.objects.update(is_public=False)
    assert client.get(now).status_code == 404


def test_producers_and_stories_have_theirs(client: Client, django_assert_num_queries: Any) -> None:
    make_site()
    producer = make_producer("HTX Ba Làng")
    address = og(client, producer.get_absolute_url())["og:image"].removeprefix(HOST)
    assert client.get(address)["Content-Type"] == "image/jpeg"
    story = make_story(title="Chuyện mắm", product=honey(), cover_path=COVER)
    address = og(client, story.url)["og:image"].removeprefix(HOST)
    assert client.get(address)["Content-Type"] == "image/jpeg"
    story.unpublish()
    assert client.get(address).status_code == 404


def test_a_province_tells_its_place_its_former_names_and_its_products(client: Client) -> None:
    product = honey()
    FormerProvince.objects.create(code="99", name="Ái Châu", successor=product.province)
    told, crumbs = linked(client, f"/vung-mien/{product.province.slug}/")
    assert told == {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "@id": f"{HOST}/vung-mien/thanh-hoa/",
        "name": "Sản vật Thanh Hóa",
        "url": f"{HOST}/vung-mien/thanh-hoa/",
        "inLanguage": "vi",
        "about": {
            "@type": "AdministrativeArea",
            "name": "Thanh Hóa",
            "alternateName": ["Ái Châu"],
            "containedInPlace": {"@type": "Country", "name": "Việt Nam"},
        },
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": 1,
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": 1,
                    "name": "Mật ong </script> rừng",
                    "url": f"{HOST}{product.get_absolute_url()}",
                }
            ],
        },
    }
    assert [each["item"] for each in crumbs["itemListElement"]] == [
        f"{HOST}/vung-mien/",
        f"{HOST}/vung-mien/thanh-hoa/",
    ]
    assert linked(client, "/en/vung-mien/thanh-hoa/")[0]["@id"] == f"{HOST}/en/vung-mien/thanh-hoa/"
    with time_machine.travel("2031-11-22T03:00:00+00:00", tick=False):
        assert "mainEntity" not in linked(client, "/vung-mien/thanh-hoa/")[0]


@pytest.mark.parametrize("address", ["/vung-mien/", "/vung-mien/thanh-hoa/"])
def test_provinces_name_both_languages(client: Client, address: str) -> None:
    honey()
    for asked, language in ((address, "vi"), (f"/en{address}", "en")):
        page = client.get(asked).text
        assert f'<link rel="canonical" href="{HOST}{asked}">' in page
        assert f'hreflang="vi" href="{HOST}{address}"' in page
        assert f'hreflang="en" href="{HOST}/en{address}"' in page
        assert f'hreflang="x-default" href="{HOST}{address}"' in page
        assert f'<html lang="{language}"' in page
    assert (
        linked(client, "/vung-mien/")["mainEntity"]["itemListElement"][0]["url"]
        == f"{HOST}/vung-mien/thanh-hoa/"
    )


def test_what_buyers_think_is_never_told_as_a_rating(client: Client) -> None:
    product = honey()
    RatingSummary.objects.create(product=product, count=3, total=14, points_5=2, points_4=1)
    page = client.get(product.get_absolute_url()).text
    assert "aggregateRating" not in page
    assert '"Review"' not in page
    assert linked(client, product.get_absolute_url())[0]["hasCertification"]["certificationRating"] == {
        "@type": "Rating",
        "ratingValue": 4,
        "bestRating": 5,
    }
