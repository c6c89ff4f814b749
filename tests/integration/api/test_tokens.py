"""A key that is not good changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from catalogue.certification.models import LedgerEntry
from catalogue.models import Product
from storefront.api import limits
from storefront.api.models import ApiToken, IdempotencyRecord
from storefront.api.tokens import ending_soon, revoke_token
from tests.factories.api import good_record, make_key, send
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def refused(secret: str | None, status: int, code: str, **headers: str) -> None:
    answer = send(secret, [good_record()], **headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"].startswith("application/problem+json")
    if status == 401:
        assert answer["WWW-Authenticate"].startswith("Bearer")
    for model in (LedgerEntry, Product, IdempotencyRecord):
        assert not model.objects.exists()


def test_no_key() -> None:
    refused(None, 401, "token-missing")


def test_an_unknown_key_and_a_mangled_one() -> None:
    _token, secret = make_key()
    refused(secret[:-1], 401, "token-unknown")
    refused(None, 401, "token-unreadable", HTTP_AUTHORIZATION=f"Basic {secret}")
    refused(None, 401, "token-unreadable", HTTP_AUTHORIZATION="Bearer ")


def test_what_the_database_holds_opens_nothing() -> None:
    token, secret = make_key()
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values())
    refused(token.digest, 401, "token-unknown")


def test_a_revoked_key() -> None:
    token, secret = make_key()
    revoke_token(token, by=token.owner)
    refused(secret, 401, "token-revoked")


def test_an_expired_key_ends_on_its_day(today: date) -> None:
    _token, secret = make_key(expires_on=today + timedelta(days=1))
    with time_machine.travel("2026-11-21T17:00:00+00:00", tick=False):  # midnight in Hà Nội
        refused(secret, 401, "token-expired")
    assert send(secret, [good_record()]).status_code == 200


def test_a_key_of_somebody_who_left() -> None:
    token, secret = make_key()
    token.owner.is_active = False
    token.owner.save()
    refused(secret, 401, "token-owner-inactive")


def test_a_key_whose_owner_lost_the_right() -> None:
    token, secret = make_key()
    token.owner.groups.clear()
    refused(secret, 403, "owner-not-allowed")


def test_a_reading_key_sends_nothing() -> None:
    _token, secret = make_key(scope="certificates")
    refused(secret, 403, "scope-missing")


def test_being_signed_in_is_no_key() -> None:
    client = Client()
    client.force_login(make_user(role="programme_office"))
    answer = client.post(
        "/api/v1/evaluation-records", {"records": [good_record()]}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")


def test_the_last_use_is_noted_once_a_minute() -> None:
    token, secret = make_key()
    send(secret, [good_record()])
    token.refresh_from_db()
    assert token.last_used_at == timezone.now()
    with time_machine.travel(timezone.now() + timedelta(seconds=59), tick=False):
        send(secret, [good_record()])
    before = token.last_used_at
    token.refresh_from_db()
    assert token.last_used_at == before


def test_too_many_calls_wait_and_the_next_minute_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRITES", 2)
    (_one, secret), (_two, other) = make_key(), make_key()
    assert [send(secret, [good_record()]).status_code for _call in range(2)] == [200, 200]
    answer = send(secret, [good_record(product_name="Mắm tôm")], key="lan-2")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "too-many-calls", "60")
    assert Product.objects.count() == 1
    assert send(other, [good_record()]).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):
        assert send(secret, [good_record()]).status_code == 200


def test_reading_without_a_key_is_counted_by_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READS_WITHOUT_KEY", 1)
    _token, secret = make_key(scope="certificates")

    def read(**headers: str) -> int:
        return Client().get("/api/v1/certificates", **headers).status_code

    assert [read(), read()] == [200, 429]
    assert read(REMOTE_ADDR="203.0.113.9") == 200
    assert read(HTTP_AUTHORIZATION=f"Bearer {secret}") == 200
    assert read(HTTP_AUTHORIZATION="Bearer gone") == 401


def test_whoever_tries_keys_is_made_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BAD_KEYS", 2)
    _token, secret = make_key()
    tried = [send("saolang_x", [good_record()]) for _try in range(3)]
    assert [answer.status_code for answer in tried] == [401, 401, 429]
    assert tried[2]["Retry-After"] == "60"
    assert not LedgerEntry.objects.exists()
    assert send("saolang_x", [good_record()], REMOTE_ADDR="203.0.113.9").status_code == 401
    assert send(secret, [good_record()]).status_code == 200  # a good key of the same network goes on


@pytest.mark.parametrize(
    ("days", "soon", "left"),
    [(None, False, None), (31, False, 31), (30, True, 30), (1, True, 1), (0, False, None)],
)
def test_a_key_says_when_it_ends_soon(days: int | None, soon: bool, left: int | None, today: date) -> None:
    end = None if days is None else today + timedelta(days=days)
    token, secret = make_key(scope="certificates", expires_on=end)
    assert (token.ends_soon(at=timezone.now()), token.days_left(at=timezone.now())) == (soon, left)
    assert ending_soon(at=timezone.now()) == soon
    answer = Client().get("/api/v1/certificates", headers={"Authorization": f"Bearer {secret}"})
    assert answer.headers.get("Saolang-Key-Expires") == (end.isoformat() if soon and end else None)


def test_a_revoked_key_is_no_longer_said_to_end(today: date) -> None:
    token, _secret = make_key(expires_on=today + timedelta(days=3))
    revoke_token(token, by=token.owner)
    token.refresh_from_db()
    assert (str(token.state), token.ends_soon(at=timezone.now())) == ("đã thu hồi", False)
    assert ending_soon(at=timezone.now()) == 0


def test_sending_tells_the_end_too(today: date) -> None:
    _token, secret = make_key(expires_on=today + timedelta(days=3))
    for key in ("lan-1", "lan-1"):
        assert send(secret, [good_record()], key=key)["Saolang-Key-Expires"] == "2026-11-24"
    assert send(secret, [good_record(star=9)], key="lan-2")["Saolang-Key-Expires"] == "2026-11-24"
