"""The operator's keys: made, shown once, revoked; nobody else sees them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storefront.gateways.models import BankHook
from storefront.gateways.paying import begin_attempt
from tests.factories.catalogue import make_producer
from tests.factories.gateways import make_direct_group, sell_directly
from tests.factories.purchases import make_paying_producer
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
INDEX, ADD = "khoa-bao-tien:index", "khoa-bao-tien:add"


@pytest.fixture
def operator(client):
    client.force_login(make_user(role="operator"))
    return client


def test_a_sepay_key_is_shown_once(operator):
    producer = make_paying_producer()
    page = operator.post(reverse(ADD), {"producer": producer.pk, "channel": "sepay"})
    hook = BankHook.objects.get()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert hook.secret in page.content.decode()
    assert f"https://saolang.example/api/thanh-toan/sepay/{hook.address}/" in page.content.decode()
    listed = operator.get(reverse(INDEX)).content.decode()
    assert str(producer) in listed
    assert hook.secret not in listed
    assert hook.address not in listed


def test_a_payos_key_is_typed_in_and_never_shown(operator):
    told = {"producer": make_paying_producer().pk, "channel": "payos", "secret": "khoa-kiem-tra-cua-payos"}
    page = operator.post(reverse(ADD), told)
    assert BankHook.objects.get().secret == "khoa-kiem-tra-cua-payos"
    assert "khoa-kiem-tra-cua-payos" not in page.content.decode()


@pytest.mark.parametrize(
    ("channel", "has_account", "words"),
    [("payos", True, "từ 16 đến 128 ký tự"), ("sepay", False, "Chưa có tài khoản ngân hàng")],
)
def test_what_cannot_be_made_is_told(operator, channel, has_account, words):
    producer = make_paying_producer() if has_account else make_producer()
    page = operator.post(reverse(ADD), {"producer": producer.pk, "channel": channel})
    assert words in page.content.decode()
    assert not BankHook.objects.exists()


def test_a_key_is_revoked_after_asking(operator):
    operator.post(reverse(ADD), {"producer": make_paying_producer().pk, "channel": "sepay"})
    address = reverse("khoa-bao-tien:revoke", args=[BankHook.objects.get().pk])
    assert operator.get(address).status_code == 200
    assert BankHook.objects.get().revoked_at is None
    assert operator.post(address).status_code == 302
    assert BankHook.objects.get().revoked_at is not None
    assert address not in operator.get(reverse(INDEX)).content.decode()


@pytest.mark.parametrize("role", ["editor", "programme_office", "trade_department"])
def test_others_neither_see_nor_make_nor_revoke(client, operator, role):
    operator.post(reverse(ADD), {"producer": make_paying_producer().pk, "channel": "sepay"})
    hook = BankHook.objects.get()
    client.force_login(make_user(role=role))
    for address in (reverse(INDEX), reverse(ADD), reverse("khoa-bao-tien:revoke", args=[hook.pk])):
        assert client.post(address, {"channel": "sepay"}).status_code in (302, 403)
    hook.refresh_from_db()
    assert (hook.revoked_at, BankHook.objects.count()) == (None, 1)


def test_payments_are_looked_at_and_never_changed(operator, settings):
    sell_directly(settings)
    attempt = begin_attempt(make_direct_group(), gateway="vnpay")
    assert attempt.reference in operator.get(reverse("lan-tra-qua-cong:index")).content.decode()
    operator.post(reverse("lan-tra-qua-cong:edit", args=[attempt.pk]), {"state": "paid"})
    attempt.refresh_from_db()
    assert attempt.state == "begun"
