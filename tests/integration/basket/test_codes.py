"""Typing a code into the basket: what it says, and what it changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from storefront.basket import codes
from storefront.basket.models import Basket
from tests.factories.catalogue import make_producer
from tests.factories.offers import make_voucher
from tests.factories.purchases import make_good

pytestmark = pytest.mark.django_db


def fill(client, *goods):
    for good in goods:
        client.post(reverse("basket:add", args=[good.pk]), {"quantity": 1})


def type_code(client, text):
    """What the basket's page says after a code was typed, and which codes are in."""
    page = client.post(reverse("basket:code"), {"code": text}, follow=True)
    basket = Basket.objects.get()
    return page, list(basket.vouchers.values_list("code", flat=True))


def test_a_code_takes_its_part_off_and_can_be_taken_out(client):
    voucher = make_voucher("TET2027")
    fill(client, make_good(price=100_000))
    page, inside = type_code(client, " tet-2027")
    assert inside == ["TET2027"]
    assert page.context["goods"] == 90_000
    assert "10.000\u00a0₫" in page.content.decode()
    assert "Đã tính phần giảm của mã TET2027" in client.get(reverse("checkout:index")).content.decode()
    page = client.post(reverse("basket:code-remove", args=[voucher.pk]), follow=True)
    assert page.context["goods"] == 100_000
    assert Basket.objects.get().vouchers.count() == 0


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"begins": timezone.now() + timedelta(hours=2)}, "dùng được từ"),
        (
            {"begins": timezone.now() - timedelta(days=3), "ends": timezone.now() - timedelta(hours=1)},
            "đã hết hạn",
        ),
        ({"is_stopped": True}, "đã ngừng"),
        ({"kind": "amount", "value": 50_000, "minimum": 200_000}, "dùng cho đơn từ 200.000"),
    ],
)
def test_a_code_that_does_not_hold_stays_out(client, facts, words):
    make_voucher("TET2027", **facts)
    fill(client, make_good(price=100_000))
    page, inside = type_code(client, "TET2027")
    assert words in page.content.decode()
    assert (inside, page.context["goods"]) == ([], 100_000)


def test_a_code_for_other_goods_stays_out(client):
    make_voucher("TET2027", producer=make_producer())
    fill(client, make_good(price=100_000))
    page, inside = type_code(client, "TET2027")
    assert "không áp dụng cho món nào" in page.content.decode()
    assert inside == []


def test_an_unknown_code_and_one_already_in(client):
    make_voucher("TET2027")
    fill(client, make_good(price=100_000))
    page, inside = type_code(client, "TET2028")
    assert "Không có mã giảm giá này" in page.content.decode()
    assert inside == []
    type_code(client, "TET2027")
    page, inside = type_code(client, "TET2027")
    assert "đã có trong giỏ" in page.content.decode()
    assert inside == ["TET2027"]


def test_a_second_code_on_goods_already_cheaper_stays_out(client):
    make_voucher("MOT2027")
    make_voucher("HAI2027")
    fill(client, make_good(price=100_000))
    type_code(client, "MOT2027")
    page, inside = type_code(client, "HAI2027")
    assert "đã được giảm theo cách khác" in page.content.decode()
    assert (inside, page.context["goods"]) == (["MOT2027"], 90_000)


def test_an_empty_basket_takes_no_code(client):
    make_voucher("TET2027")
    page = client.post(reverse("basket:code"), {"code": "TET2027"}, follow=True)
    assert "Hãy chọn hàng trước" in page.content.decode()


def test_codes_cannot_be_guessed_through(client, monkeypatch):
    monkeypatch.setattr(codes, "_TRIES", 2)
    make_voucher("TET2027")
    fill(client, make_good(price=100_000))
    for _time in range(2):
        type_code(client, "SAI9999")
    page, inside = type_code(client, "TET2027")
    assert "quá nhiều lần" in page.content.decode()
    assert inside == []


def test_anothers_code_cannot_be_taken_out(client):
    voucher = make_voucher("TET2027")
    fill(client, make_good(price=100_000))
    mine = Basket.objects.get()
    other = Basket.objects.create()
    other.vouchers.add(voucher)
    client.post(reverse("basket:code-remove", args=[voucher.pk]))
    assert list(other.vouchers.all()) == [voucher]
    assert mine.vouchers.count() == 0


def test_looking_changes_nothing(client):
    assert client.get(reverse("basket:code")).status_code == 405
