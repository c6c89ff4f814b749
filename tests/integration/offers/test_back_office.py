"""Officers write promotions and codes by form; what is kept of prices and discounts nobody edits."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from storefront.offers.back_office import Voucher
from storefront.offers.models import DiscountBearer, PriceChange, Promotion
from storefront.offers.vouchers import uses_of
from tests.factories.offers import make_event, make_promotion, make_voucher
from tests.factories.purchases import make_basket, make_good, place
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
LISTS = ["khuyen-mai", "ma-giam-gia", "khuyen-mai-tap-trung", "lich-su-gia", "giam-gia-tren-don"]


@pytest.fixture(params=["trade_department", "operator"])
def officer(client, request):
    client.force_login(make_user(role=request.param))
    return client


@pytest.fixture
def editor(client):
    client.force_login(make_user(role="editor"))
    return client


def fields(**typed):
    return {
        "name": "Tuần hàng Tết",
        "kind": "percent",
        "value": "20",
        "minimum": "0",
        "begins": "2026-11-01 08:00",
        "ends": "2026-12-01 08:00",
        "needs_code": "on",
        "borne_by": "operator",
        **typed,
    }


def bought_with(voucher):
    basket = make_basket((make_good(price=100_000), 1))
    basket.vouchers.add(voucher)
    return place(basket).group.orders.get()


def test_a_promotion_is_written_and_changed(officer):
    assert officer.post(reverse("khuyen-mai:add"), fields()).status_code == 302
    promotion = Promotion.objects.get()
    assert (promotion.offer.name, int(promotion.offer.benefit.value)) == ("Tuần hàng Tết", 20)
    officer.post(reverse("khuyen-mai:edit", args=[promotion.pk]), fields(value="30", is_stopped="on"))
    promotion = Promotion.objects.get()
    assert (int(promotion.offer.benefit.value), promotion.offer.status) == (30, "Suspended")


def test_a_promotion_beyond_the_cap_is_refused_with_the_reason(officer):
    page = officer.post(reverse("khuyen-mai:add"), fields(value="60"))
    assert "nhiều nhất là 50" in page.content.decode()
    assert Promotion.objects.count() == 0


def test_one_code_and_a_batch(officer):
    promotion = make_promotion()
    officer.post(reverse("ma-giam-gia:add"), {"promotion": promotion.pk, "code": "tet 2027"})
    assert list(Voucher.objects.values_list("code", flat=True)) == ["TET2027"]
    officer.post(reverse("ma-giam-gia:add"), {"promotion": promotion.pk, "number": 50})
    assert Voucher.objects.count() == 51
    assert Voucher.objects.filter(offers=promotion.offer).count() == 51
    answer = officer.get(reverse("ma-giam-gia:index"), {"export": "csv"})
    assert len(b"".join(answer.streaming_content).decode().strip().splitlines()) == 52


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"code": "AB"},
        {"code": "CÓ DẤU"},
        {"number": "0"},
        {"number": "2001"},
        {"code": "TET2027", "number": 2},
    ],
)
def test_a_code_that_cannot_be_is_refused(officer, typed):
    promotion = make_promotion()
    assert officer.post(reverse("ma-giam-gia:add"), {"promotion": promotion.pk, **typed}).status_code == 200
    assert Voucher.objects.count() == 0


def test_a_code_taken_is_refused(officer):
    voucher = make_voucher("TET2027")
    page = officer.post(reverse("ma-giam-gia:add"), {"promotion": make_promotion().pk, "code": "TET2027"})
    assert "Đã có mã này rồi" in page.content.decode()
    assert list(Voucher.objects.all()) == [voucher]


def test_the_use_of_a_code_is_seen_without_who_bought(officer):
    voucher = make_voucher("TET2027", uses_per_code=3)
    order = bought_with(voucher)
    assert uses_of([voucher]) == {voucher.pk: 1}
    assert "1 / 3" in officer.get(reverse("ma-giam-gia:index")).content.decode()
    page = officer.get(reverse("ma-giam-gia:inspect", args=[voucher.pk])).content.decode()
    assert order.number in page
    assert "Nguyễn Thị Hoa" not in page


def test_discounts_are_exported_with_who_bears_them(officer):
    order = bought_with(make_voucher(borne_by="sponsor", sponsor="Ngân hàng A"))
    answer = officer.get(reverse("giam-gia-tren-don:index"), {"export": "csv"})
    [heads, row] = b"".join(answer.streaming_content).decode().strip().splitlines()
    assert heads.count(",") == row.count(",") == 10
    assert order.number in row
    assert "Nhà tài trợ" in row
    assert "Ngân hàng A" in row


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_takes_as_many_queries_for_one_as_for_three(officer, name):
    address = reverse(f"{name}:index")
    bought_with(make_voucher(event=make_event()))
    officer.get(address)
    one = queries_of(officer, address)
    for _time in range(2):
        bought_with(make_voucher(event=make_event()))
    assert queries_of(officer, address) == one


@pytest.mark.parametrize("name", LISTS)
def test_an_editor_sees_none_of_it(editor, name):
    assert editor.get(reverse(f"{name}:index")).status_code == 302
    assert editor.post(reverse("khuyen-mai:add"), fields()).status_code == 302
    assert Promotion.objects.count() == 0


@pytest.mark.parametrize("name", ["lich-su-gia", "giam-gia-tren-don"])
def test_what_is_kept_cannot_be_edited(client, name):
    user = make_user()
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    bought_with(make_voucher())
    for action, args in (("add", []), ("edit", [1]), ("delete", [1])):
        try:
            address = reverse(f"{name}:{action}", args=args)
        except NoReverseMatch:
            continue
        assert client.post(address, {}).status_code in {302, 403, 404}
    assert (PriceChange.objects.count(), DiscountBearer.objects.count()) == (1, 1)
