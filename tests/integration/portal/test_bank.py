"""Statements handed in by their producer, and transfers a person places."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from storefront.order.models import Order
from storefront.payment.sources import balance_of
from storefront.transfers.models import BankStatement, BankTransfer
from storefront.transfers.receiving import receive_transfer
from tests.factories.portal import make_order, make_owner
from tests.factories.purchases import make_paying_producer
from tests.factories.transfers import tell_of

pytestmark = pytest.mark.django_db
HEADING = "Ngày giao dịch,Ghi có,Nội dung,Mã giao dịch"


@pytest.fixture
def owner(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_owner()


def hand_in(client, producer, *rows, name="sao-ke.csv"):
    file = SimpleUploadedFile(name, "\n".join([HEADING, *rows]).encode())
    return client.post(reverse("portal:statements"), {"producer": producer.slug, "file": file}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def unplaced(order, **facts):
    transfer = receive_transfer(
        tell_of(order, memo="mua mam", **facts), producer=order.producer, channel="statement"
    )
    return transfer.transfer


def test_a_statement_pays_orders_and_says_what_it_did(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    rows = [f"20/11/2026,125000,{order.number} chuyen tien,FT1", "20/11/2026,50000,ung ho,FT2"]
    response = hand_in(client, producer, *rows)
    assert told(response) == [
        "Đã đọc 2 khoản tiền về: 2 mới, 0 đã biết từ trước. Trong số mới: 1 đủ tiền một đơn, 1 chưa rõ của đơn nào."
    ]
    assert balance_of(order).outstanding == 0
    statement = BankStatement.objects.get()
    assert (statement.producer, statement.rows, statement.new) == (producer, 2, 2)
    assert told(hand_in(client, producer, *rows)) == ["Tệp này đã gửi rồi: không có gì ghi thêm."]
    longer = hand_in(client, producer, *rows, "21/11/2026,1000,khac,FT3")
    assert told(longer)[0].startswith("Đã đọc 3 khoản tiền về: 1 mới, 2 đã biết từ trước.")
    assert balance_of(order).paid == 125_000


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["20/11/2026,12x,mua,FT1"], "Dòng 2"),
        (["32/11/2026,1000,mua,FT1"], "Dòng 2"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken_over(owner, rows, words):
    producer, client = owner
    response = hand_in(client, producer, "20/11/2026,5000,dung,FT0"[:0] or rows[0])
    assert response.status_code == 422
    assert words in response.content.decode()
    assert (BankStatement.objects.count(), BankTransfer.objects.count()) == (0, 0)


@pytest.mark.parametrize("content", [b"", b"khong phai sao ke", b"PK\x03\x04 rach", b"\x00\xff" * 40])
def test_a_file_that_is_no_statement_is_refused(owner, content):
    producer, client = owner
    file = SimpleUploadedFile("anh.csv", content)
    response = client.post(reverse("portal:statements"), {"producer": producer.slug, "file": file})
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not BankStatement.objects.exists()


def test_a_statement_for_another_producer_is_refused(owner):
    _producer, client = owner
    other = make_paying_producer()
    response = hand_in(client, other, "20/11/2026,1000,x,FT1")
    assert response.status_code == 422
    assert not BankTransfer.objects.exists()


def test_transfers_are_listed_by_what_they_did(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    exact = receive_transfer(tell_of(order), producer=producer, channel="statement").transfer
    loose = unplaced(order)
    listed = client.get(reverse("portal:transfers"))
    assert {each.pk for each in listed.context["page"].object_list} == {exact.pk, loose.pk}
    for outcome, transfer in (("exact", exact), ("unmatched", loose)):
        page = client.get(reverse("portal:transfers"), {"ket_qua": outcome})
        assert [each.pk for each in page.context["page"].object_list] == [transfer.pk]


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_the_same_for_one_and_twenty(owner, number, django_assert_num_queries):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    for _each in range(number):
        unplaced(order)
    with django_assert_num_queries(6):
        client.get(reverse("portal:transfers"))


@pytest.mark.parametrize("number", [1, 5])
def test_a_transfer_costs_the_same_for_one_and_five_likely_orders(owner, number, django_assert_num_queries):
    producer, client = owner
    orders = [make_order(producer, method="vietqr") for _each in range(number)]
    transfer = unplaced(orders[0])
    with django_assert_num_queries(6):
        page = client.get(reverse("portal:transfer", args=[transfer.pk]))
    assert len(page.context["likely"]) == number


def test_a_person_places_a_transfer_by_a_number_typed_anyhow(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    transfer = unplaced(order)
    page = client.get(reverse("portal:transfer", args=[transfer.pk]))
    assert [(each.number, each.fits) for each in page.context["likely"]] == [(order.number, True)]
    response = client.post(
        reverse("portal:assign", args=[transfer.pk]),
        {"number": f" {order.number[:4].lower()} {order.number[4:]} "},
    )
    assert response.url == reverse("portal:order", args=[order.number])
    transfer.refresh_from_db()
    assert (transfer.outcome, transfer.matched_by) == ("exact", producer.users.get())
    again = client.post(reverse("portal:assign", args=[transfer.pk]), {"number": order.number}, follow=True)
    assert told(again)[-1:] == ["Khoản tiền này đã được ghép."]
    assert balance_of(Order.objects.get()).paid == 125_000


def test_an_unknown_number_is_refused_at_the_field(owner):
    producer, client = owner
    transfer = unplaced(make_order(producer, method="vietqr"))
    response = client.post(reverse("portal:assign", args=[transfer.pk]), {"number": "DH22222222"})
    assert (response.status_code, response.context["typed"]) == (422, "DH22222222")
    transfer.refresh_from_db()
    assert transfer.outcome == "unmatched"


def test_a_transfer_that_is_no_payment_is_put_aside(owner):
    producer, client = owner
    order = make_order(producer, method="vietqr")
    transfer = unplaced(order)
    client.post(reverse("portal:ignore", args=[transfer.pk]))
    transfer.refresh_from_db()
    assert (transfer.outcome, balance_of(order).paid) == ("ignored", 0)
    paid = receive_transfer(tell_of(order), producer=producer, channel="statement").transfer
    refused = client.post(reverse("portal:ignore", args=[paid.pk]), follow=True)
    assert told(refused)[-1:] == ["Khoản tiền này đã được ghép."]
