"""The first page: what waits, by number and with its way."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from storefront.transfers.receiving import receive_transfer
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.portal import WAYS, make_order, make_owner
from tests.factories.transfers import tell_of
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_what_waits_is_counted_and_each_link_finds_just_that():
    producer, client = make_owner()
    for state in WAYS:
        make_order(producer, state=state)
    waiting = make_order(producer, method="vietqr")
    receive_transfer(tell_of(waiting, memo="mua"), producer=producer, channel="statement")
    late = make_order(producer, state="cancelled", method="vietqr")
    receive_transfer(tell_of(late), producer=producer, channel="statement")
    found = client.get(reverse("portal:start")).context["waiting"]
    assert [(str(each.label), each.count) for each in found] == [
        ("Đơn mới", 2),
        ("Tiền chờ ghi nhận", 3),
        ("Chờ đóng gói", 1),
        ("Chờ gửi đi", 1),
        ("Người mua xin trả hàng", 1),
        ("Hàng trả đang về", 1),
        ("Phải hoàn tiền", 1),
        ("Tiền chưa rõ của đơn nào", 1),
    ]
    for each in found:
        assert client.get(each.href).context["page"].paginator.count == each.count, each.href


@pytest.mark.usefixtures("today")
def test_stars_that_end_within_half_a_year_are_named():
    producer, client = make_owner()
    soon = make_product("Mắm sắp hết sao", producer=producer)
    certify(soon, on=date(2024, 2, 1))
    certify(make_product("Mắm còn lâu", producer=producer), on=date(2026, 2, 1))
    ending = client.get(reverse("portal:start")).context["ending"]
    assert [(each.title, each.certified_until) for each in ending] == [("Mắm sắp hết sao", date(2027, 2, 1))]


def test_the_account_page_leads_producers_to_the_portal(client):
    _producer, browser = make_owner()
    account = reverse("customer:profile-view")
    assert 'href="/gian-hang/"' in browser.get(account).content.decode()
    client.force_login(make_user())
    assert "/gian-hang/" not in client.get(account).content.decode()
