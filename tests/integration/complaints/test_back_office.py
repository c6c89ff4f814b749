"""Officers find, read, send on, answer and close; others see nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from storefront.complaints.models import Complaint
from tests.factories.catalogue import make_producer
from tests.factories.complaints import make_complaint, make_order
from tests.factories.purchases import make_good
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def enter(client, role):
    user = make_user(role=role)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", ["operator", "trade_department"])
def test_both_offices_read_and_answer_and_reading_is_noted(client, role):
    complaint = make_complaint(kind="mark")
    user = enter(client, role)
    page = client.get(reverse("khieu-nai:inspect", args=[complaint.pk])).content.decode()
    assert "Hũ bị vỡ." in page
    assert ModelLogEntry.objects.filter(action="complaints.read", user=user).count() == 1
    answer = client.post(
        reverse("khieu-nai:move", args=[complaint.pk]), {"move": "answer", "text": "Đã kiểm tra."}
    )
    assert answer.status_code == 302
    complaint.refresh_from_db()
    assert (complaint.state, complaint.events.last().by) == ("answered", user)


@pytest.mark.parametrize("role", ["editor", "programme_office"])
def test_others_of_the_staff_see_nothing(client, role):
    complaint = make_complaint()
    enter(client, role)
    for name, args in (("index", []), ("inspect", [complaint.pk]), ("move", [complaint.pk])):
        address = reverse(f"khieu-nai:{name}", args=args)
        answer = (
            client.post(address, {"move": "close", "text": "X"}) if name == "move" else client.get(address)
        )
        assert answer.status_code in {302, 403}
        assert complaint.number not in answer.content.decode()
    complaint.refresh_from_db()
    assert (complaint.state, complaint.events.count()) == ("received", 1)


def test_the_office_names_who_answers(client):
    complaint, producer = make_complaint(kind="other"), make_producer("HTX Biển")
    enter(client, "operator")
    client.post(reverse("khieu-nai:move", args=[complaint.pk]), {"move": "send", "producer": producer.pk})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.producer) == ("with_producer", producer)


def test_the_list_is_filtered_by_its_address_and_tells_no_names(client, today):
    late, fresh = make_complaint(kind="mark"), make_complaint(kind="qr")
    Complaint.objects.filter(pk=late.pk).update(due_on="2026-11-20")
    enter(client, "trade_department")
    page = client.get(reverse("khieu-nai:index"), {"waiting": "qua-han"}).content.decode()
    assert (late.number in page, fresh.number in page) == (True, False)
    assert "Quá hạn 20/11/2026" in page
    page = client.get(reverse("khieu-nai:index"), {"kind": "qr"}).content.decode()
    assert (late.number in page, fresh.number in page) == (False, True)
    assert [word in page for word in ("Nguyễn Thị Hoa", "912345678", "Hũ bị vỡ")] == [False] * 3


def test_the_export_has_numbers_and_no_names(client):
    complaint = make_complaint(order=make_order())
    enter(client, "operator")
    answer = client.get(reverse("khieu-nai:index"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert complaint.number in text
    assert complaint.order.number in text
    assert "Nguyễn" not in text


@pytest.mark.parametrize(("count", "queries"), [(1, 11), (3, 11)])
def test_the_list_costs_the_same_however_long(client, count, queries):
    good = make_good(stock=50)
    for _number in range(count):
        make_complaint(order=make_order(good))
    enter(client, "operator")
    client.get(reverse("khieu-nai:index"))
    with CaptureQueriesContext(connection) as taken:
        client.get(reverse("khieu-nai:index"))
    assert len(taken) == queries
