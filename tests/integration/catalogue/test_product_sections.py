"""The sections of a product's page show what their templates say, whichever product was shown before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test.utils import override_settings

from catalogue.certification.ledger import record_reported_claim, revoke_recognition
from catalogue.models import Product, ProductImage
from catalogue.producers.models import Producer
from tests.factories.catalogue import make_commune, make_producer, make_product
from tests.factories.certification import certify, make_decision

pytestmark = pytest.mark.django_db
_ODD = 'Mắm "A & B" <i>100%</i> %s'


def _products(today: date) -> list[Product]:
    """Two of each kind of page, with other texts, so that the second is put into the shape of the first."""
    made = []
    for turn, name in enumerate((_ODD, "Mắm nêm")):
        facts: dict[str, Any] = {"pack": f"chai {turn} <b>", "ingredients": f"cá & muối {turn}\nớt"}
        facts |= {"origin_note": f"Xã {turn} & cũ", "description": f"<p>Ngon & {turn}</p>\n\nĐậm"}
        closed = make_producer(f"Nghỉ {turn}", closed_until=today + timedelta(days=3 + turn))
        stopped = make_producer(f"Dừng {turn}", state="suspended", state_reason=f'Lý do "{turn}" & <x>')
        phone = make_producer(
            f"Gọi {turn} & con", phone=f"+8491234567{turn}", website="https://a.vn/?a=1&b=2"
        )
        sold = make_product(name, price=95_000 + turn, net_quantity=500, net_unit="ml", lead_days=2, **facts)
        sold.documents.create(
            producer=sold.producer, kind="test_report", number=f"<{turn}>", expires_on=today
        )
        for place in range(2):
            ProductImage.objects.create(product=sold, original=f"{turn}-{place}.jpg", display_order=place)
        asked = make_product(
            name, producer=phone, selling="contact", price=None, price_from=10_000, price_to=20_000 + turn
        )
        guided = make_product(name, producer=phone, nature="service", commune=make_commune(), **facts)
        wine = make_product(
            f"Rượu {turn}", is_alcohol=True, is_liquid=True, season_from="01-01", season_to="02-01"
        )
        held = [sold, asked, guided, wine, *(make_product(name, producer=who) for who in (closed, stopped))]
        for one in held:
            certify(one, star=4, on=today - timedelta(days=40 + turn))
        lapsed, revoked, claimed = (make_product(f"{name} {state}") for state in ("cũ", "mất", "nghe"))
        certify(lapsed, star=3, on=today - timedelta(days=1500 + turn))
        certify(revoked, star=3, on=today - timedelta(days=90 + turn))
        revoke_recognition(
            revoked,
            revoked_on=today - timedelta(days=turn),
            decision=make_decision(number=f"{turn}/QĐ-TH", on=today - timedelta(days=turn)),
            ground="mark-misused",
        )
        record_reported_claim(claimed, star=4, reported_year=2020 + turn, claim_text=f"báo <{turn}> & 'x'")
        made += [*held, lapsed, revoked, claimed, make_product(name, stock=0)]
    return made


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_is_ready_is_what_the_templates_write(language: str, client: Any, today: date) -> None:
    addresses = [language + product.get_absolute_url() for product in _products(today)]
    assert Producer.objects.filter(state="suspended").count() == 2
    ready = [client.get(address) for address in addresses]
    assert {response.status_code for response in ready} == {200}
    assert [response.text for response in ready] == [client.get(address).text for address in addresses]
    with override_settings(DEBUG=True):
        written = [client.get(address).text for address in addresses]
    assert [response.text for response in ready] == written
