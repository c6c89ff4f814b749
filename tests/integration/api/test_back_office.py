"""Keys are made, shown once and revoked by officers who may."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from storefront.api.models import ApiToken
from storefront.api.tokens import digest_of
from tests.factories.api import good_record, make_key, send
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
LIST, NEW = "/quan-tri/chia-khoa/", "/quan-tri/chia-khoa/moi/"


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role=role))
    return client


def test_a_key_is_shown_once_and_works() -> None:
    client = signed_in("programme_office")
    answer = client.post(NEW, {"name": "Phần mềm của Sở", "scope": "evaluation-records", "expires_on": ""})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    secret = re.search(r"saolang_[\w-]{40,}", answer.content.decode())[0]
    token = ApiToken.objects.get()
    assert token.digest == digest_of(secret)
    assert secret not in client.get(LIST).content.decode()
    assert secret[len(token.beginning) :] not in str(list(ModelLogEntry.objects.values()))
    assert ModelLogEntry.objects.filter(action="ocop.api_key_made").count() == 1
    assert send(secret, [good_record()]).status_code == 200


def test_revoking_asks_first_and_is_for_good() -> None:
    token, secret = make_key()
    client = signed_in("operator")
    address = f"{LIST}{token.pk}/thu-hoi/"
    assert token.name in client.get(LIST).content.decode()
    assert client.get(address).status_code == 200
    assert send(secret, [good_record()]).status_code == 200
    assert client.post(address).status_code == 302
    token.refresh_from_db()
    assert token.revoked_by.groups.get().name == "Vận hành"
    assert send(secret, [good_record()], key="lan-2").status_code == 401
    assert client.post(address, follow=True).status_code in (403, 200)
    assert ModelLogEntry.objects.filter(action="ocop.api_key_revoked").count() == 1


def test_nobody_hands_out_a_right_they_do_not_hold() -> None:
    client = signed_in("operator")
    client.post(NEW, {"name": "Cửa sau", "scope": "evaluation-records"})
    assert not ApiToken.objects.exists()
    assert client.post(NEW, {"name": "Bản đồ", "scope": "certificates"}).status_code == 200
    assert ApiToken.objects.get().scope == "certificates"


def test_a_key_cannot_end_before_it_begins() -> None:
    client = signed_in("programme_office")
    client.post(NEW, {"name": "A", "scope": "certificates", "expires_on": "21/11/2026"})
    assert not ApiToken.objects.exists()
    client.post(NEW, {"name": "A", "scope": "certificates", "expires_on": "22/11/2026"})
    assert ApiToken.objects.exists()


def test_the_list_warns_of_keys_that_end_soon(today: date) -> None:
    make_key(expires_on=today + timedelta(days=31))
    client = signed_in("programme_office")
    assert "sắp hết hạn" not in client.get(LIST).content.decode()
    make_key(expires_on=today + timedelta(days=12))
    html = client.get(LIST).content.decode()
    assert "1 chìa khoá hết hạn trong 30 ngày tới" in html
    assert "sắp hết hạn, còn 12 ngày" in html
    assert "chìa khoá hết hạn trong" not in client.get(f"{LIST}results/").content.decode()


def test_a_key_is_never_shown_again_nor_edited_nor_deleted() -> None:
    token, secret = make_key()
    client = signed_in("programme_office")
    assert secret not in client.get(f"{LIST}{token.pk}/thu-hoi/").content.decode()
    for address in ("", "sua/", "edit/", "xoa/", "delete/", "inspect/", "copy/", "history/", "usage/"):
        assert client.get(f"{LIST}{token.pk}/{address}").status_code == 404, address
    assert client.get(f"{LIST}edit/{token.pk}/").status_code == 404
    assert client.get(NEW).status_code == 200


@pytest.mark.parametrize("role", ["trade_department", "editor"])
def test_other_roles_see_no_keys(role: str) -> None:
    token, _secret = make_key()
    client = signed_in(role)
    for address in (LIST, NEW, f"{LIST}{token.pk}/thu-hoi/"):
        assert client.get(address).status_code in (302, 403), address
        client.post(address, {"name": "A", "scope": "certificates"})
    token.refresh_from_db()
    assert token.revoked_at is None
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(count: int, django_assert_max_num_queries) -> None:
    for _number in range(count):
        make_key()
    client = signed_in("programme_office")
    client.get(LIST)
    with django_assert_max_num_queries(20):
        assert client.get(LIST).status_code == 200


def test_the_list_is_exported_without_secrets() -> None:
    token, _secret = make_key()
    answer = signed_in("programme_office").get(f"{LIST}?export=csv")
    content = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert token.name in content
    assert token.digest not in content
