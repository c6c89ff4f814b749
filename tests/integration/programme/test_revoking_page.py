"""The officer's page: nothing is written before it was seen, and only what was seen."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from catalogue.certification.models import Decision, LedgerEntry
from tests.factories.catalogue import make_group, make_producer, make_product, make_province
from tests.factories.certification import certify, make_decision
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

FACTS = {
    "number": "QĐ 812/QĐ-UBND",
    "decided_on": "20/11/2026",
    "authority": "UBND tỉnh Thanh Hóa",
    "tier": "province",
    "revoked_on": "21/11/2026",
    "ground": "mark-misused",
}
ADDRESS = "/quan-tri/thu-hoi-theo-quyet-dinh/"


@pytest.fixture
def officer(client):
    user = make_user(role="programme_office")
    client.force_login(user)
    return user


def make_starred(title, **facts):
    product = make_product(title, **facts)
    certify(product, star=4, on=date(2026, 1, 17))
    return product


def send(client, step, **facts):
    return client.post(ADDRESS, {**FACTS, "step": step, **facts})


def revoked():
    return set(LedgerEntry.objects.filter(kind="revoked").values_list("product__title", flat=True))


def test_preview_by_names_and_codes_writes_nothing(client, officer):
    by_name, by_code = make_starred("Mắm tôm Hậu Lộc"), make_product("Chè lam Phủ Quảng")
    certify(by_code, star=4, on=date(2026, 1, 17), product_code="OCOP-38-017")
    make_starred("Ngoài danh sách")
    answer = send(client, "preview", names=f"mam tom hau loc\nOCOP-38-017\n{by_name.public_id}\n\n")
    assert {one.product for one in answer.context["good"]} == {by_name, by_code}
    assert answer.context["refused_count"] == 0
    assertContains(answer, "Quyết định 812/QĐ-UBND ngày 20/11/2026")
    assertContains(answer, "4 sao OCOP, còn hạn đến 17/01/2029", count=2)
    assert not revoked()
    assert not Decision.objects.filter(number="812/QĐ-UBND").exists()


def test_confirm_revokes_what_was_left_ticked(client, officer):
    first, second, third = (make_starred(f"Bánh gai số {place}") for place in range(3))
    names = "\n".join(product.title for product in (first, second, third))
    answer = send(client, "confirm", names=names, products=[first.pk, third.pk])
    decision = Decision.objects.get(number="812/QĐ-UBND")
    assertRedirects(answer, reverse("quyet-dinh:inspect", args=[decision.pk]))
    assert revoked() == {first.title, third.title}
    entry = LedgerEntry.objects.filter(kind="revoked").first()
    assert (entry.recorded_by, entry.caller, entry.ground) == (officer, "page", "mark-misused")


def test_confirmed_twice_is_entered_once(client, officer):
    product = make_starred("Bánh gai")
    for _time in range(2):
        send(client, "confirm", names="Bánh gai", products=[product.pk])
    assert LedgerEntry.objects.filter(kind="revoked").count() == 1
    answer = send(client, "preview", names="Bánh gai")
    assert [one.product for one in answer.context["present"]] == [product]


def test_one_never_recognised_refuses_the_batch_until_the_good_are_accepted(client, officer):
    good, stranger = make_starred("Bánh gai"), make_product("Chưa từng có sao")
    told = {"names": "Bánh gai\nChưa từng có sao", "products": [good.pk, stranger.pk]}
    answer = send(client, "confirm", **told)
    assertContains(answer, "Chưa thu hồi sản phẩm nào: 1 sản phẩm trong danh sách bị từ chối.")
    assertContains(answer, "Sản phẩm chưa từng được công nhận nên không có gì để thu hồi.")
    assert not revoked()
    assert not Decision.objects.filter(number="812/QĐ-UBND").exists()
    send(client, "confirm", **told, accept_good="1")
    assert revoked() == {"Bánh gai"}


def test_a_line_nobody_knows_or_two_share_is_refused_not_guessed(client, officer):
    one = make_starred("Bánh gai", producer=make_producer("Hợp tác xã Tứ Trụ"))
    make_starred("Bánh gai", producer=make_producer("Hợp tác xã Lam Sơn"))
    answer = send(client, "preview", names="Bánh gai\nKhông có thật")
    assert [line.number for line in answer.context["problems"]] == [1, 2]
    assertContains(answer, "Có 2 sản phẩm cùng tên; ghi thêm tên chủ thể sau dấu chấm phẩy.")
    answer = send(client, "preview", names="Bánh gai\tHợp tác xã Tứ Trụ")
    assert [told.product for told in answer.context["good"]] == [one]
    answer = send(client, "confirm", names="Bánh gai; HTX không có\nKhông có thật", products=[one.pk])
    assert not revoked()


def test_preview_by_filter_takes_what_has_a_star_that_day(client, officer):
    here = make_starred("Trong tỉnh")
    make_product("Chưa công nhận")
    elsewhere = make_province("Nghệ An", "40")
    make_starred("Ngoài tỉnh", producer=make_producer("Cơ sở Vinh", province=elsewhere))
    drink = make_group("Đồ uống")
    make_starred("Khác ngành", group=drink)
    answer = send(client, "preview", where=here.province_id, group=make_group("Thực phẩm").pk, star="4")
    assert [one.product for one in answer.context["good"]] == [here]


def test_what_joins_the_filter_after_the_preview_is_not_revoked(client, officer):
    seen = make_starred("Đã xem")
    make_starred("Đến sau")
    send(client, "confirm", where=seen.province_id, products=[seen.pk])
    assert revoked() == {"Đã xem"}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "Chọn sản phẩm: dán tên hoặc mã, hoặc chọn ít nhất một điều kiện lọc."),
        ({"names": "Bánh gai", "decided_on": "01/12/2026"}, "Quyết định đề ngày 01/12/2026, sau hôm nay"),
        ({"names": "Bánh gai", "ground": "khong-co"}, "khong-co"),
        ({"star": "3"}, "Không có sản phẩm nào đang có sao thoả các điều kiện này."),
        ({"names": "x\n" * 501}, "Một lần thu hồi nhiều nhất 500 sản phẩm."),
    ],
)
def test_one_clear_answer_and_nothing_written(client, officer, facts, told):
    make_starred("Bánh gai")
    assertContains(send(client, "preview", **facts), told)
    assert not revoked()


def test_a_decision_known_with_another_tier_is_told_beside_its_field(client, officer):
    make_starred("Bánh gai")
    make_decision(
        on=date(2026, 11, 20), number="812/QĐ-UBND", tier="ministry", authority="UBND tỉnh Thanh Hóa"
    )
    answer = send(client, "preview", names="Bánh gai")
    assert "tier" in answer.context["form"].errors


def test_edit_returns_to_the_form_as_it_was(client, officer):
    make_starred("Bánh gai")
    assertContains(send(client, "edit", names="Bánh gai"), "Bánh gai</textarea>")


@pytest.mark.parametrize("role", ["trade_department", "operator", "editor"])
def test_others_may_neither_see_nor_do_it(client, role):
    product = make_starred("Bánh gai")
    client.force_login(make_user(role=role))
    assert client.get(ADDRESS).status_code == 302
    send(client, "confirm", names="Bánh gai", products=[product.pk])
    assert not revoked()


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(ADDRESS).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_preview_asks_as_often_for_one_as_for_three(client, officer, count, django_assert_num_queries):
    producer = make_producer()
    for place in range(count):
        make_starred(f"Bánh gai số {place}", producer=producer)
    names = "\n".join(f"Bánh gai số {place}" for place in range(count))
    send(client, "preview", names=names)
    with django_assert_num_queries(13):
        send(client, "preview", names=names)
