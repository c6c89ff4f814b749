"""The renewal calendar as officers see it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.certification import ledger
from catalogue.programme.renewals import count_steps, renewals_due
from catalogue.programme.steps import Step
from tests.factories.catalogue import make_producer, make_product, make_province
from tests.factories.certification import certify, claim, make_decision, revoke
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 21)
ADDRESS = "/quan-tri/lich-gia-han/"


@pytest.fixture
def officer(client):
    user = make_user(role="programme_office")
    client.force_login(user)
    return user


def make_ending(days, title="", **facts):
    """A product whose star ends in so many days."""
    product = make_product(title, **facts)
    end = TODAY + timedelta(days=days)
    certify(product, star=4, on=end - timedelta(days=1090), valid_to=end)
    return product


def titles(client, **query):
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    return [product.title for product in answer.context["object_list"]]


def test_the_step_follows_the_days_left():
    begun = {
        180: Step.DAYS_180, 121: Step.DAYS_180, 120: Step.DAYS_120, 31: Step.DAYS_120, 30: Step.DAYS_30,
        1: Step.DAYS_30, 0: Step.OVERDUE, -1: Step.OVERDUE, -300: Step.OVERDUE,
    }  # fmt: skip
    for days in (181, *begun):
        make_ending(days)
    due = {(product.ends_on - TODAY).days: product.step for product in renewals_due(on=TODAY)}
    assert due == begun
    assert count_steps(renewals_due(on=TODAY)) == {
        Step.DAYS_180: 2,
        Step.DAYS_120: 2,
        Step.DAYS_30: 2,
        Step.OVERDUE: 3,
    }


def test_what_is_not_waiting_for_a_renewal_is_left_out():
    revoke(make_ending(20), on=TODAY)
    claim(make_product())
    make_product()
    renewed = make_ending(10)
    certify(renewed, star=4, on=date(2026, 11, 20), valid_from=date(2026, 12, 1))
    again = make_ending(-100)
    certify(again, star=4, on=date(2026, 9, 1))
    assert not renewals_due(on=TODAY).exists()


def test_an_extension_moves_the_end():
    product = make_ending(-20)
    ledger.extend_recognition(
        product, until=TODAY + timedelta(days=90), decision=make_decision(on=date(2026, 10, 20))
    )
    told = renewals_due(on=TODAY).get()
    assert (told.ends_on, told.step) == (TODAY + timedelta(days=90), Step.DAYS_120)
    assert renewals_due(on=date(2026, 10, 19)).get().step == Step.DAYS_30


def test_list_counts_and_order(client, officer):
    make_ending(-400, "Quá lâu")
    make_ending(-5, "Vừa quá")
    make_ending(150, "Còn xa")
    make_ending(12, "Sắp hết")
    assert titles(client) == ["Sắp hết", "Còn xa", "Vừa quá", "Quá lâu"]
    answer = client.get(ADDRESS, {"step": "overdue"})
    assert [tab["count"] for tab in answer.context["tabs"]] == [4, 1, 0, 1, 2]
    assert titles(client, step="overdue") == ["Vừa quá", "Quá lâu"]
    assertContains(answer, "quá 400")
    assertContains(
        client.get(ADDRESS), "Bộ tiêu chí 2026: nộp hồ sơ đánh giá lại trong khoảng 180 đến 120 ngày"
    )
    assertContains(client.get(ADDRESS), "22/10/2026 – 21/12/2026")


def test_filters_in_the_address_and_in_the_counts(client, officer):
    vinh = make_producer("Cơ sở Vinh", province=make_province("Nghệ An", "40"))
    make_ending(12, "Nhút Thanh Chương", producer=vinh)
    make_ending(12, "Nem chua")
    assert titles(client, province=vinh.province_id) == ["Nhút Thanh Chương"]
    assert titles(client, producer=vinh.pk) == ["Nhút Thanh Chương"]
    assert titles(client, q="nhut") == ["Nhút Thanh Chương"]
    tabs = client.get(ADDRESS, {"province": vinh.province_id, "step": "overdue"}).context["tabs"]
    assert [tab["count"] for tab in tabs] == [1, 1, 0, 0, 0]
    assert tabs[1]["query"] == f"province={vinh.province_id}&step=30"


def test_export_runs_no_formula(client, officer):
    make_ending(12, "=HYPERLINK(1)")
    told = b"".join(client.get(ADDRESS, {"export": "csv"}).streaming_content).decode()
    assert "'=HYPERLINK(1)" in told
    assert "\n=" not in told
    book = client.get(ADDRESS, {"export": "xlsx"})
    content = b"".join(book.streaming_content) if book.streaming else book.content
    heads, row = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert row[0] == "'=HYPERLINK(1)"
    assert heads[4:8] == ("hết hạn ngày", "nộp hồ sơ từ", "nộp hồ sơ đến", "mốc")
    assert row[7] == "Còn đến 30 ngày"


def test_results_for_the_page_to_fetch(client, officer):
    make_ending(12, "Nem chua")
    assertContains(client.get(reverse("programme:calendar_results")), "Nem chua")


@pytest.mark.parametrize("count", [1, 3])
def test_asks_as_often_for_one_as_for_three(client, officer, count, django_assert_num_queries):
    producer = make_producer()
    for _place in range(count):
        make_ending(12, producer=producer)
    client.get(ADDRESS)
    with django_assert_num_queries(14):
        client.get(ADDRESS)


@pytest.mark.parametrize(
    ("role", "seen"), [("trade_department", True), ("operator", True), ("editor", False)]
)
def test_those_who_read_the_ledger_see_the_pages(client, role, seen):
    client.force_login(make_user(role=role))
    for name in ("overview", "calendar", "calendar_results"):
        assert (client.get(reverse(f"programme:{name}")).status_code == 200) is seen
    home = client.get("/quan-tri/", follow=True)
    (assertContains if seen else assertNotContains)(home, "/quan-tri/lich-gia-han/")
    assertNotContains(home, "/quan-tri/thu-hoi-theo-quyet-dinh/")
