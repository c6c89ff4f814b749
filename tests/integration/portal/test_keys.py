"""A producer's own keys of SePay and payOS: shown once, sealed in the database, changed, tried, revoked."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from storefront.gateways import trying
from storefront.gateways.hooks import make_hook
from storefront.gateways.models import BankHook
from storefront.payment.gateways import sepay
from storefront.sealing import UnreadableSecretError
from tests.factories.portal import make_owner

pytestmark = pytest.mark.django_db
URL = "/gian-hang/khoa-bao-tien/"
PAYOS = "khoa-kiem-tra-cua-payos"


@pytest.fixture
def owner():
    return make_owner()


@pytest.fixture
def called(monkeypatch):
    """Calls of our own address, answered by the shop itself."""

    def open_(request, timeout):
        headers = {name: value for name, value in request.header_items() if name != "Content-type"}
        path = request.full_url.split("://", 1)[1].partition("/")[2]
        response = Client().post(f"/{path}", request.data, content_type="application/json", headers=headers)
        if response.status_code >= 400:
            raise trying.urllib.error.HTTPError(
                request.full_url, response.status_code, "no", {}, io.BytesIO()
            )
        answer = io.BytesIO(response.content)
        answer.status = response.status_code
        return answer

    monkeypatch.setattr(trying.urllib.request, "urlopen", open_)


def make(client, producer, **told):
    return client.post(URL, {"producer": producer.slug, "channel": "sepay", **told})


def secret_in(answer):
    return re.search(r'id="key-secret" type="text" readonly value="([^"]+)"', answer.content.decode())[1]


def test_a_key_is_shown_once_and_kept_sealed(owner, django_assert_max_num_queries):
    producer, client = owner
    answer = make(client, producer)
    hook = BankHook.objects.get()
    secret = secret_in(answer)
    assert (hook.secret, hook.producer, answer["Cache-Control"]) == (secret, producer, "no-store")
    assert secret not in hook.sealed_secret
    assert secret not in client.get(URL).content.decode()
    assert sepay.sign(b"{}", stamp="1", secret=hook.secret) == sepay.sign(b"{}", stamp="1", secret=secret)


def test_payos_wants_its_own_key(owner):
    producer, client = owner
    assert make(client, producer, channel="payos", secret="ngan").status_code == 422
    answer = make(client, producer, channel="payos", secret=PAYOS)
    assert PAYOS not in answer.content.decode()
    assert BankHook.objects.get().secret == PAYOS


def test_changed_the_old_one_is_worth_nothing(owner, called):
    producer, client = owner
    old = secret_in(make(client, producer))
    hook = BankHook.objects.get()
    fresh = secret_in(client.post(reverse("portal:key-rotate", args=[hook.pk])))
    hook.refresh_from_db()
    assert (hook.secret, BankHook.objects.count()) == (fresh, 1)
    assert fresh != old
    client.post(reverse("portal:key-revoke", args=[hook.pk]))
    assert client.post(reverse("portal:key-rotate", args=[hook.pk])).status_code == 422
    hook.refresh_from_db()
    assert (hook.secret, hook.revoked_at is not None) == (fresh, True)
    said = client.post(reverse("portal:key-test", args=[hook.pk]), follow=True).content.decode()
    assert "Gọi thử bị từ chối (404)" in said


@pytest.mark.parametrize("told", [{"channel": "sepay"}, {"channel": "payos", "secret": PAYOS}])
def test_a_try_reaches_the_address_and_notes_nothing(owner, called, told):
    producer, client = owner
    make(client, producer, **told)
    hook = BankHook.objects.get()
    said = client.post(reverse("portal:key-test", args=[hook.pk]), follow=True).content.decode()
    assert "Gọi thử được: địa chỉ trả lời và khoá đúng." in said
    hook.refresh_from_db()
    assert hook.last_told_at is None


def test_at_most_four_in_use(owner):
    producer, client = owner
    for _number in range(4):
        assert make(client, producer).status_code == 200
    assert make(client, producer).status_code == 422
    client.post(reverse("portal:key-revoke", args=[BankHook.objects.first().pk]))
    assert make(client, producer).status_code == 200


def test_keys_are_changed_without_losing_a_secret(owner, settings):
    producer, _client = owner
    hook, secret = make_hook(channel="sepay", producer=producer, by=None)
    settings.OCOP_SECRETS_KEYS = ["a new passphrase of at least thirty letters", settings.SECRET_KEY]
    assert BankHook.objects.get().secret == secret
    out = io.StringIO()
    call_command("rotate_secrets", stdout=out)
    call_command("rotate_secrets", stdout=out)
    assert out.getvalue() == "Đã niêm lại 1 khoá.\nĐã niêm lại 0 khoá.\n"
    settings.OCOP_SECRETS_KEYS = settings.OCOP_SECRETS_KEYS[:1]
    assert BankHook.objects.get().secret == secret
    settings.OCOP_SECRETS_KEYS = ["quite another passphrase of thirty letters"]
    with pytest.raises(UnreadableSecretError):
        _read = BankHook.objects.get().secret
    with pytest.raises(CommandError, match=str(hook.pk)):
        call_command("rotate_secrets", stdout=out)
    path = reverse("payment_notices:bank", kwargs={"channel": "sepay", "address": hook.address})
    answer = Client().post(path, b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (503, "secret-unreadable")
