"""Whoever is not the producer reaches nothing and changes nothing, at any address of the portal."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from storefront.delivery.models import DeliveryZone
from storefront.delivery.parcels import keep_parcel
from storefront.gateways.hooks import make_hook
from storefront.order.models import Order
from storefront.portal import urls
from storefront.transfers.receiving import receive_transfer
from tests.factories.portal import make_order, make_owner
from tests.factories.purchases import make_good, make_paying_producer
from tests.factories.reviews import make_review
from tests.factories.transfers import tell_of
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

ZONE = {
    "kind": "rest",
    "charge": "1000",
    "included_grams": "1000",
    "step_grams": "500",
    "step_charge": "0",
    "days_min": "1",
    "days_max": "2",
}
#: Every address: what goes into it, and every write it takes. A new address fails the test below until it is here.
WRITES: dict[str, list[dict[str, Any]]] = {
    "start": [],
    "orders": [],
    "export": [],
    "slips": [],
    "papers": [],
    "order": [],
    "slip": [],
    "paper": [],
    "move": [
        {"move": "confirm"},
        {"move": "cancel", "reason": "hết hàng"},
        {"move": "hand_over", "tracking_number": "VN1"},
    ],
    "booking": [{}, {"action": "cancel"}],
    "label": [],
    "parcel": [{"carrier_name": "VNPost", "tracking_number": "EB123VN"}],
    "payment": [{"amount": "125000", "mark": "m" * 24, "seen": "0"}],
    "refund": [{"amount": "1000", "reference": "FT1"}],
    "transfers": [],
    "statements": [{"producer": "", "file": b""}],
    "transfer": [],
    "assign": [{"number": ""}],
    "ignore": [{}],
    "products": [],
    "price-history": [],
    "price": [{"amount": "90000", "seen": "100000"}],
    "stock": [{"left": "3", "seen": "9"}],
    "sold-out": [{}],
    "reviews": [],
    "review": [],
    "answer-review": [{"text": "Cảm ơn đã mua."}],
    "report-review": [{"bao-ground": "insult"}],
    "delivery": [
        {"producer": "", "form": "rate", **dict.fromkeys(("same_province", "other_provinces"), "1000")}
        | {"days_min": "1", "days_max": "2"},
        {"producer": "", "form": "terms", "by_carrier": "on", "courier_charge": "0", "pick_up_charge": "0"}
        | {"courier_days_min": "1", "courier_days_max": "2", "pick_up_days": "2"},
    ],
    "zone-new": [{"producer": "", **ZONE}],
    "zone": [ZONE],
    "zone-delete": [{}],
    "keys": [{"producer": "", "channel": "sepay"}],
    "key-rotate": [{}],
    "key-test": [{}],
    "key-revoke": [{}],
    "holiday": [{"producer": "", "last": "2099-01-01"}, {"producer": "", "action": "open"}],
}
SHOPPER = {"name": "Phạm Thị Kín", "phone": "+84987123456", "street": "99 Ngõ Vắng"}
SECRETS = (
    "Phạm Thị Kín",
    "0987 123 456",
    "99 Ngõ Vắng",
    "mua mam kin",
    "Mắm của làng",
    "Hợp tác xã Đích",
    "Cá tươi rói",
    "KIN123",
    "Vùng kín",
)
STATEMENT = "Ngày giao dịch,Ghi có,Nội dung,Mã giao dịch\n20/11/2026,125000,{number},FT99\n"


class Target:
    """A producer with an order, a transfer and a good, and every address and write about them."""

    def __init__(self) -> None:
        self.producer = make_paying_producer("Hợp tác xã Đích")
        self.order = make_order(self.producer, **SHOPPER)
        self.waiting = make_order(self.producer, method="vietqr", **SHOPPER)
        told = tell_of(self.waiting, memo="mua mam kin")
        self.transfer = receive_transfer(told, producer=self.producer, channel="statement").transfer
        keep_parcel(self.order, carrier="ghn", number="KIN123", at=timezone.now(), is_booked=True)
        self.zone = DeliveryZone.objects.create(
            producer=self.producer, name="Vùng kín", charge=1, days_min=1, days_max=2
        )
        self.key, _secret = make_hook(channel="sepay", producer=self.producer, by=None)
        self.good = make_good("Mắm của làng", producer=self.producer, price=100_000, stock=9)
        bought = make_order(self.producer, state="completed", **SHOPPER)
        bought = Order.objects.select_related("group", "producer").get(pk=bought.pk)
        self.review = make_review(bought, published=True, text="Cá tươi rói, thơm lừng.")

    def address(self, name: str) -> str:
        pattern = next(each for each in urls.urlpatterns if each.name == name)
        known = {
            "number": self.order.number,
            "pk": self.transfer.pk,
            "public_id": self.good.public_id,
            "kind": "csv",
            "code": self.review.code,
            "zone": self.zone.pk,
            "key": self.key.pk,
        }
        wanted = {key: known[key] for key in pattern.pattern.regex.groupindex}
        address = reverse(f"portal:{name}", kwargs=wanted)
        if name == "zone-new":
            return f"{address}?producer={self.producer.slug}"
        return f"{address}?don={self.order.number}" if name in ("slips", "papers") else address

    def writes(self, name: str) -> list[dict[str, Any]]:
        filled = []
        for write in WRITES[name]:
            told = dict(write)
            if "producer" in told:
                told["producer"] = self.producer.slug
            if "number" in told:
                told["number"] = self.waiting.number
            if "file" in told:
                text = STATEMENT.format(number=self.waiting.number)
                told["file"] = SimpleUploadedFile("sao-ke.csv", text.encode())
            filled.append(told)
        return filled


def everything() -> dict[str, list[str]]:
    """Every row of every table but sessions, and the last time somebody signed in."""
    tables = {}
    for model in apps.get_models():
        if model._meta.label not in {"sessions.Session", "users.User"} and model._meta.managed:
            rows = model._base_manager.order_by("pk")
            tables[model._meta.label] = [serializers.serialize("json", [row]) for row in rows]
    return tables


@pytest.fixture
def target(settings):
    settings.OCOP_CARRIER, settings.OCOP_CARRIER_KEY = "ghn", "a key of the test"
    settings.OCOP_CARRIER_URL = "http://127.0.0.1:9"
    return Target()


def strangers() -> dict[str, Client]:
    other_producer, other = make_owner()
    make_order(other_producer)
    suspended_producer, suspended = make_owner()
    suspended_producer.state, suspended_producer.state_reason = "suspended", "Đang kiểm tra"
    suspended_producer.save()
    found = {"another producer": other, "a suspended producer": suspended, "nobody": Client()}
    for name, role in {
        "a login of no producer": "",
        "an officer": "programme_office",
        "the trade department": "trade_department",
        "the operator": "operator",
        "a superuser": "operator",
    }.items():
        user = make_user(role=role)
        user.is_superuser = user.is_staff = name == "a superuser"
        user.save()
        found[name] = Client()
        found[name].force_login(user)
    return found


def test_the_table_names_every_address():
    assert {pattern.name for pattern in urls.urlpatterns} == set(WRITES)


@pytest.mark.parametrize("name", WRITES)
def test_strangers_see_nothing_and_change_nothing(target, name):
    clients = strangers()
    before = everything()
    address = target.address(name)
    is_one_row = any(
        str(key) in address
        for key in (
            target.order.number,
            target.good.public_id,
            f"/tien/{target.transfer.pk}/",
            target.review.code,
            target.producer.slug,
            f"/tien/{target.transfer.pk}/",
            f"/vung/{target.zone.pk}/",
            f"/khoa-bao-tien/{target.key.pk}/",
        )
    )
    for who, client in clients.items():
        for language in ("", "/en"):
            answers = [client.get(language + address)]
            answers += [client.post(language + address, data) for data in target.writes(name)]
            for response in answers:
                content = b"".join(response) if response.streaming else response.content
                shown = content.decode(errors="replace")
                assert [each for each in SECRETS if each in shown] == [], who
                if who == "nobody":
                    assert response.status_code == 302
                    assert response.url.split("?")[0] == f"{language}/tai-khoan/login/"
                    continue
                is_producer = who in ("another producer", "a suspended producer")
                if not is_producer or (is_one_row and response.status_code != 405):
                    assert response.status_code == 404, who
    assert everything() == before


@pytest.mark.parametrize("name", WRITES)
def test_the_owner_gets_in(target, name):
    _producer, client = make_owner(target.producer)
    response = client.get(target.address(name))
    only_post = name in {
        "move",
        "booking",
        "parcel",
        "payment",
        "refund",
        "assign",
        "ignore",
        "zone-delete",
        "key-rotate",
        "key-test",
        "key-revoke",
        "price",
        "stock",
        "sold-out",
        "answer-review",
        "report-review",
    }
    # The carrier of these tests does not answer: no label, and a word instead.
    expected = 302 if name == "label" else 200
    assert response.status_code == (405 if only_post else expected)
    if not only_post:
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("name", [name for name, writes in WRITES.items() if writes])
def test_writes_want_the_forms_own_token(target, name):
    _producer, client = make_owner(target.producer)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    before = everything()
    for data in target.writes(name):
        assert strict.post(target.address(name), data).status_code == 403
    assert everything() == before


def test_a_suspended_producer_finishes_its_orders_and_sells_nothing(target):
    producer, client = make_owner(target.producer)
    producer.state, producer.state_reason = "suspended", "Đang kiểm tra giấy tờ"
    producer.save()
    for name in ("start", "orders", "order", "transfers", "products", "holiday", "slip"):
        assert client.get(target.address(name)).status_code == 200
    assert "Đang kiểm tra giấy tờ" in client.get(target.address("start")).content.decode()
    before = everything()
    for name in ("price", "stock", "sold-out", "holiday", "delivery", "zone-new", "zone", "zone-delete"):
        for data in target.writes(name):
            client.post(target.address(name), data)
    assert everything() == before
    client.post(target.address("move"), {"move": "confirm"})
    target.order.refresh_from_db()
    assert target.order.status == "confirmed"


def test_a_login_of_two_producers_sees_both_and_no_third(target):
    producer, client = make_owner()
    target.producer.users.add(*producer.users.all())
    own = make_order(producer)
    make_order(make_paying_producer())
    response = client.get(reverse("portal:orders"))
    numbers = {order.number for order in response.context["page"].object_list}
    assert numbers == {own.number, *target.producer.orders.values_list("number", flat=True)}
    numbers = [own.number, target.order.number]
    assert client.get(reverse("portal:slips"), {"don": numbers}).status_code == 200


def test_one_foreign_order_among_ones_own_prints_nothing(target):
    producer, client = make_owner()
    own = make_order(producer)
    response = client.get(reverse("portal:slips"), {"don": [own.number, target.order.number]})
    assert response.status_code == 404


def test_a_transfer_goes_to_no_order_of_ones_other_producer(target):
    """Two producers under one login are still two accounts."""
    producer, client = make_owner()
    target.producer.users.add(*producer.users.all())
    foreign = make_order(producer, method="vietqr")
    before = everything()
    response = client.post(target.address("assign"), {"number": foreign.number})
    assert response.status_code == 422
    assert everything() == before
