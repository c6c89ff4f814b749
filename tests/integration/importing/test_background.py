"""A long list is planned and accepted in the background: seen, stopped, interrupted, asked for again."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from catalogue.certification.models import LedgerEntry
from catalogue.importing import progress, works
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.models import ImportUpload, ImportWork
from catalogue.models import Product
from tests.factories.importing import csv_file, good_row
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
ROWS = [
    good_row(**{"Tên sản phẩm": f"Mắm số {number}", "Chủ thể": f"HTX {number % 2}"}) for number in range(6)
]


@pytest.fixture(autouse=True)
def _everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "ROWS_AT_ONCE", 5)


def hand_in(officer, rows=ROWS) -> ImportUpload:
    return works.hand_in(csv_file(rows), name="ds.csv", by=officer)


def only_work(upload) -> tuple[str, str]:
    (work,) = upload.works.all()
    return work.task, work.state


def test_a_long_list_is_planned_and_then_accepted_by_the_worker(officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        upload = hand_in(officer)
    assert (upload.is_planned, upload.rows.count(), only_work(upload)) == (False, 0, ("plan", "waiting"))
    asked[0]()
    upload.refresh_from_db()
    assert (upload.is_planned, upload.created, only_work(upload)) == (True, 6, ("plan", "done"))
    assert Product.objects.count() == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert works.accept_or_ask(upload, by=officer) is False
    upload.refresh_from_db()
    assert (upload.state, upload.decided_by, LedgerEntry.objects.count()) == ("accepted", officer, 6)
    assert list(upload.works.values_list("task", "state")) == [("accept", "done"), ("plan", "done")]


def test_a_short_list_is_planned_and_accepted_at_once(officer):
    upload = hand_in(officer, ROWS[:5])
    assert (upload.is_planned, upload.works.count()) == (True, 0)
    assert works.accept_or_ask(upload, by=officer) is True
    assert LedgerEntry.objects.count() == 5


def test_what_is_under_way_cannot_be_asked_for_twice(officer):
    upload = hand_in(officer)
    with pytest.raises(ImportRefusedError) as refused:
        works.ask_for(upload, "accept", by=make_user(role="programme_office"))
    assert (refused.value.code, only_work(upload)) == ("work-under-way", ("plan", "waiting"))


def test_a_task_that_comes_twice_is_carried_out_once(officer):
    upload = hand_in(officer)
    work = upload.works.get()
    assert works.carry_out.call(work.pk) == "done"
    assert works.carry_out.call(work.pk) == ""


def test_without_a_preview_nothing_can_be_accepted(officer):
    upload = hand_in(officer)
    works.stop(upload.works.get())
    work = works.ask_for(upload, "accept", by=officer)
    assert works.carry_out.call(work.pk) == "refused"
    work.refresh_from_db()
    assert work.message == "Chưa có bản xem trước để chấp nhận. Hãy tính bản xem trước đã."
    assert (ImportUpload.objects.get().state, Product.objects.count()) == ("pending", 0)


def test_stopped_before_it_begins_it_never_begins(officer):
    upload = hand_in(officer)
    work = upload.works.get()
    works.stop(work)
    assert (works.carry_out.call(work.pk), only_work(upload)) == ("", ("plan", "stopped"))
    assert upload.rows.count() == 0


def test_stopped_in_the_middle_of_writing_it_leaves_nothing(officer, monkeypatch):
    upload = hand_in(officer)
    works.carry_out.call(upload.works.get().pk)
    monkeypatch.setattr("catalogue.importing.shelf.PART", 2)
    work = works.ask_for(ImportUpload.objects.get(), "accept", by=officer)
    monkeypatch.setattr(progress, "_EVERY", 0)
    written = progress.Reporter.tell

    def tell(reporter, phase, done, total):
        if (phase, done) == ("writing", 4):
            assert Product.objects.count() == 4
            works.stop(work)
        written(reporter, phase, done, total)

    monkeypatch.setattr(progress.Reporter, "tell", tell)
    ended = works.carry_out.call(work.pk)
    work.refresh_from_db()
    assert (ended, work.message) == ("stopped", "")
    upload.refresh_from_db()
    assert (upload.state, Product.objects.count(), LedgerEntry.objects.count()) == ("pending", 0, 0)


def test_progress_is_told_while_it_lasts(client, officer, monkeypatch):
    upload, seen = hand_in(officer), []
    monkeypatch.setattr("catalogue.importing.shelf.PART", 3)
    works.carry_out.call(upload.works.get().pk)
    work = works.ask_for(ImportUpload.objects.get(), "accept", by=officer)
    written = progress.Reporter.tell

    def tell(reporter, phase, done, total):
        written(reporter, phase, done, total)
        reporter.beat()
        if phase == "writing":
            seen.append(client.get(reverse("importing:progress", args=[upload.pk])).json())

    monkeypatch.setattr(progress.Reporter, "tell", tell)
    works.carry_out.call(work.pk)
    told = {"under_way": True, "phase": "Đang ghi vào sổ", "total": 6}
    assert seen == [{**told, "done": 0, "percent": 0}, {**told, "done": 3, "percent": 50}]
    after = client.get(reverse("importing:progress", args=[upload.pk])).json()
    assert after == {"under_way": False, "phase": "Đã xong", "done": 0, "total": 0, "percent": 0}


def test_when_nobody_is_heard_of_the_page_says_so_and_offers_to_start_again(client, officer):
    upload = hand_in(officer)
    upload.works.update(state=ImportWork.State.RUNNING)
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "bị gián đoạn giữa chừng" in page
    assert "Chưa có gì được ghi vào sổ" in page
    assert client.post(reverse("importing:again", args=[upload.pk])).status_code == 302
    assert list(upload.works.values_list("task", "state")) == [("plan", "waiting"), ("plan", "failed")]


def test_a_worker_that_is_heard_of_is_not_interrupted(officer):
    upload = hand_in(officer)
    upload.works.update(state=ImportWork.State.RUNNING)
    work = upload.works.get()
    with progress.reporting(work.pk):
        assert (work.is_under_way, work.is_interrupted) == (True, False)
    assert (work.is_under_way, work.is_interrupted) == (False, True)


def test_an_error_leaves_nothing_and_is_told_as_an_interruption(client, officer, monkeypatch):
    upload = hand_in(officer)
    monkeypatch.setattr(works, "refresh_preview", lambda upload: 1 / 0)
    assert works.carry_out.call(upload.works.get().pk) == "failed"
    assert "bị gián đoạn giữa chừng" in client.get(upload.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("address", "task"), [("stop", "accept"), ("again", "accept"), ("stop", "plan")])
def test_who_may_not_ask_may_neither_stop_nor_start_again(client, officer, address, task):
    upload = hand_in(officer)
    upload.works.update(task=task)
    client.force_login(make_user(role="trade_department"))
    assert client.post(reverse(f"importing:{address}", args=[upload.pk])).status_code == 302
    assert only_work(upload) == (task, "waiting")


def test_the_register_changed_meanwhile_the_preview_is_made_anew_and_nothing_written(officer):
    upload = hand_in(officer)
    works.carry_out.call(upload.works.get().pk)
    first = works.hand_in(csv_file(ROWS[:1]), name="một.csv", by=officer)
    works.accept_or_ask(first, by=officer)
    work = works.ask_for(ImportUpload.objects.get(pk=upload.pk), "accept", by=officer)
    assert works.carry_out.call(work.pk) == "refused"
    upload.refresh_from_db()
    assert (upload.state, upload.created, upload.unchanged) == ("pending", 5, 1)
    assert (LedgerEntry.objects.count(), upload.planned_on) == (1, date(2026, 11, 21))
