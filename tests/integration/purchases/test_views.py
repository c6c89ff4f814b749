"""Following an order group without an account."""

from __future__ import annotations

import pytest

from tests.factories.purchases import make_basket, make_good, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return place(make_basket((make_good("Nước mắm"), 1))).group


def test_the_link_shows_the_orders(client, group):
    assert group.get_absolute_url().startswith(f"/don-hang/{group.number}~")
    answer = client.get(group.get_absolute_url())
    assert answer.status_code == 200
    assert group.orders.get().number in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("damage", ["cut", "letter", "number", "bare", "odd"])
def test_a_changed_link_is_a_calm_404(client, group, damage):
    path = group.get_absolute_url()
    broken = {
        "cut": path[:-5] + "/",
        "letter": path[:-3] + ("A" if path[-3] != "A" else "B") + path[-2:],
        "number": path.replace(group.number, "SL22222222"),
        "bare": f"/don-hang/{group.number}/",
        "odd": "/don-hang/%00~%ff/",
    }[damage]
    answer = client.get(broken)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Không mở được đơn hàng" in page
    assert "Nguyễn Thị Hoa" not in page


def test_lookup_shows_only_what_this_browser_ordered(client, group):
    assert group.number not in client.get("/don-hang/").content.decode()
    session = client.session
    session["order_groups"] = [group.number]
    session.save()
    page = client.get("/don-hang/").content.decode()
    assert group.number in page
    assert group.get_absolute_url() in page
