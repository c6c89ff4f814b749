"""An account by telephone or e-mail: whoever gets the code back is its owner, and nobody else learns anything."""

from __future__ import annotations

import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from storefront.accounts.codes import Address, is_proven
from storefront.accounts.models import OneTimeCode
from storefront.accounts.people import account_of
from storefront.channels.gateway import sign
from storefront.users.models import User
from tests.factories.purchases import make_basket, make_good, make_shopper, place
from tests.factories.races import at_once
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
ASK, CODE = "/tai-khoan/ma/", "/tai-khoan/ma/nhap/"
PHONE = "+84912345678"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def texts(settings):
    """A gateway on loopback that takes only signed messages, and keeps them."""
    kept: list[dict[str, str]] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            is_ours = self.headers["X-Signature"] == sign(body)
            if is_ours:
                kept.append(json.loads(body))
            self.send_response(204 if is_ours else 403)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OCOP_CHANNELS = [
        "storefront.channels.letters.LetterChannel",
        "storefront.channels.gateway.GatewayChannel",
    ]
    settings.OCOP_MESSAGE_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.OCOP_MESSAGE_GATEWAY_KEY = "khoa"
    yield kept
    server.shutdown()
    server.server_close()


def ask(client: Client, address: str) -> int:
    return client.post(ASK, {"address": address}).status_code


def sent(told: str) -> str:
    return re.search(r"\b\d{6}\b", told)[0]


def signed_in(client: Client) -> int | None:
    pk = client.session.get("_auth_user_id")
    return int(pk) if pk else None


def test_a_telephone_however_written_is_one_account(client, texts):
    for typed in ("0912 345 678", "+84 912.345.678"):
        browser = Client()
        assert ask(browser, typed) == 302
        told = texts[-1]
        assert (told["to"], len(told["text"]) < 160) == (PHONE, True)
        assert OneTimeCode.objects.filter(proof__contains=sent(told["text"])).count() == 0
        assert browser.post(CODE, {"code": sent(told["text"])}).url == "/du-lieu-ca-nhan/cua-toi/"
        assert signed_in(browser) == User.objects.get(phone=PHONE).pk
    user = User.objects.get()
    assert (user.letter_address, user.has_usable_password(), str(user)) == ("", False, PHONE)
    assert mail.outbox == []


def test_without_a_gateway_only_letters_are_offered(client):
    page = client.get(ASK).content.decode()
    assert ("Thư điện tử" in page, "Số điện thoại hoặc" in page, "chỉ gửi qua thư" in page) == (
        True,
        False,
        True,
    )
    answer = client.post(ASK, {"address": "0912345678"})
    assert (answer.status_code, "chưa gửi được tin nhắn" in answer.content.decode()) == (422, True)
    assert (OneTimeCode.objects.count(), User.objects.count()) == (0, 0)


def test_the_same_is_said_whether_there_is_an_account_or_not(client, texts):
    make_user("co@example.vn")
    pages = []
    for address in ("co@example.vn", "chua@example.vn"):
        browser = Client()
        assert ask(browser, address) == 302
        page = browser.get(CODE).content.decode().replace(address, "")
        pages.append(re.sub(r'value="\w{64}"', "", page))
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [["co@example.vn"], ["chua@example.vn"]]


def test_a_code_is_good_once_in_time_in_its_browser_and_for_five_guesses(client, texts):
    ask(client, PHONE)
    right = sent(texts[-1]["text"])
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    other = Client()
    ask(other, "0987654321")
    assert other.post(CODE, {"code": right}).status_code == 422
    browser = client.session["account_browser"]
    assert is_proven(Address(PHONE), right, browser="another") is False
    assert [client.post(CODE, {"code": wrong}).status_code for _guess in range(5)] == [422] * 5
    assert (client.post(CODE, {"code": right}).status_code, signed_in(client)) == (422, None)

    ask(client, PHONE)
    right = sent(texts[-1]["text"])
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert (client.post(CODE, {"code": right}).status_code, signed_in(client)) == (422, None)

    ask(client, PHONE)
    right = sent(texts[-1]["text"])
    assert is_proven(Address(PHONE), right, browser=browser) is True
    assert is_proven(Address(PHONE), right, browser=browser) is False
    assert (ask(client, PHONE), len(texts)) == (429, 4)
    assert not User.objects.exists()


def test_one_network_asks_twenty_times_an_hour(client):
    assert {ask(client, f"a{number}@example.vn") for number in range(20)} == {302}
    assert (ask(client, "b@example.vn"), len(mail.outbox)) == (429, 20)


@pytest.mark.parametrize(
    ("facts", "role"), [({"is_staff": True}, ""), ({"is_active": False}, ""), ({}, "operator")]
)
def test_staff_and_closed_accounts_do_not_enter_here(client, facts, role):
    make_user("ai@example.vn", role=role)
    User.objects.update(**{"is_active": True, **facts})
    ask(client, "ai@example.vn")
    answer = client.post(CODE, {"code": sent(mail.outbox[-1].body)})
    assert (answer.status_code, signed_in(client)) == (422, None)
    assert User.objects.get().check_password("mat-khau")


def test_a_password_made_by_somebody_else_ends_with_the_first_proof(
    client, django_capture_on_commit_callbacks
):
    user = make_user("toi@example.vn")
    thief = Client()
    assert thief.login(username="toi@example.vn", password="mat-khau")
    ask(client, "TOI@example.vn")
    with django_capture_on_commit_callbacks(execute=True):
        told = client.post(CODE, {"code": sent(mail.outbox[-1].body)}, follow=True).content.decode()
    assert "không dùng được nữa" in told
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        ["toi@example.vn"],
        "Mật khẩu cũ không dùng được nữa",
    )
    assert signed_in(client) == user.pk
    assert Client().login(username="toi@example.vn", password="mat-khau") is False
    assert thief.get("/du-lieu-ca-nhan/cua-toi/").status_code == 302


def test_purchases_as_a_guest_come_along_when_asked_for_and_nobody_elses(client, texts):
    mine = place(make_basket((make_good(), 1)), shopper=make_shopper(phone=PHONE)).group
    others = place(make_basket((make_good(), 1)), shopper=make_shopper(phone="+84987654321")).group
    assert client.post("/tai-khoan/ma/luot-mua/").url == "/du-lieu-ca-nhan/cua-toi/"
    ask(client, PHONE)
    page = client.post(CODE, {"code": sent(texts[-1]["text"])}).content.decode()
    assert "Có 1 lượt mua" in page
    mine.refresh_from_db()
    assert mine.user_id is None
    client.post("/tai-khoan/ma/luot-mua/")
    mine.refresh_from_db()
    others.refresh_from_db()
    assert (mine.user_id, others.user_id) == (signed_in(client), None)
    assert [order.user_id for order in mine.orders.all()] == [mine.user_id]


def test_a_telephone_is_added_to_an_account_and_belongs_to_one(client, texts):
    first, second = make_user(), make_user()
    for user, status in ((first, 302), (second, 422)):
        browser = Client()
        browser.force_login(user)
        ask(browser, PHONE)
        assert browser.post(CODE, {"code": sent(texts[-1]["text"])}).status_code == status
    assert list(User.objects.order_by("pk").values_list("phone", flat=True)) == [PHONE, None]


def test_the_way_back_leads_to_this_site_alone(texts):
    for given, led in (("/gio-hang/", "/gio-hang/"), ("https://xau.example/", "/du-lieu-ca-nhan/cua-toi/")):
        cache.clear()
        browser = Client()
        browser.get(ASK, {"next": given})
        ask(browser, PHONE)
        assert browser.post(CODE, {"code": sent(texts[-1]["text"])}).url == led


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ins_at_once_are_one_account():
    made = at_once(*[lambda: account_of(Address(PHONE)).pk] * 4)
    assert (len(set(made)), User.objects.count()) == (1, 1)
