"""A worker that is killed in the middle of writing leaves nothing; two workers enter nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from catalogue.certification.models import LedgerEntry, SourceFile
from catalogue.importing import progress, works
from catalogue.importing.models import ImportUpload, ImportWork
from catalogue.models import Product
from catalogue.producers.models import Producer
from tests.factories.catalogue import make_province
from tests.factories.importing import csv_file, good_row
from tests.factories.users import make_user
from tests.integration.importing.test_race import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROWS = [
    good_row(**{"Tên sản phẩm": f"Mắm số {number}", "Chủ thể": f"HTX {number % 3}"}) for number in range(12)
]

WORKER = """
import os, sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.MEDIA_ROOT = sys.argv[2]
django.setup()
from catalogue.importing import progress, shelf, works
shelf.PART = 4
def tell(self, phase, done, total):
    if (phase, done) == ("writing", 8):
        from catalogue.models import Product
        print("written", Product.objects.count(), flush=True)
        time.sleep(60)
progress.Reporter.tell = tell
works.carry_out.call(int(sys.argv[3]))
"""


def planned(officer) -> ImportUpload:
    works.carry_out.call(works.hand_in(csv_file(ROWS), name="ds.csv", by=officer).works.get().pk)
    return ImportUpload.objects.get()


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Producer, Product, LedgerEntry, SourceFile))


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "ROWS_AT_ONCE", 5)
    monkeypatch.setattr(works.carry_out.__class__, "enqueue", lambda *args, **kwargs: None)
    make_province()


def test_killed_in_the_middle_it_has_written_nothing_and_can_be_done_again(monkeypatch):
    officer = make_user(role="programme_office")
    upload = planned(officer)
    work = works.ask_for(upload, "accept", by=officer)
    arguments = [connection.settings_dict["NAME"], str(settings.MEDIA_ROOT), str(work.pk)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "storefront.settings.test"}
    worker = subprocess.Popen(  # noqa: S603 -- our own words
        [sys.executable, "-c", WORKER, *arguments], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "written 8\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert counts() == (0, 0, 0, 0)
    work.refresh_from_db()
    assert (work.state, work.is_interrupted) == (ImportWork.State.RUNNING, True)
    again = works.ask_for(upload, "accept", by=officer)
    assert works.carry_out.call(again.pk) == "done"
    assert counts() == (3, 12, 12, 1)
    assert list(upload.works.values_list("state", flat=True)) == ["done", "failed", "done"]


@pytest.mark.race
def test_two_workers_with_one_piece_of_work_do_it_once():
    officer = make_user(role="programme_office")
    work = works.ask_for(planned(officer), "accept", by=officer)
    ended = at_once(*[lambda: works.carry_out.call(work.pk)] * 3)
    assert sorted(ended) == ["", "", "done"]
    assert counts() == (3, 12, 12, 1)


@pytest.mark.race
def test_two_officers_ask_at_once_and_one_is_told_it_is_under_way():
    upload = planned(make_user(role="programme_office"))

    def ask():
        try:
            return works.ask_for(upload, "accept", by=make_user(role="programme_office")).task
        except works.ImportRefusedError as refused:
            return refused.code

    assert sorted(at_once(ask, ask, ask)) == ["accept", "work-under-way", "work-under-way"]


@pytest.mark.race
def test_a_worker_thought_dead_that_comes_back_enters_nothing_twice(monkeypatch):
    """Silent for long, but alive: the second one waits for it, and finds the file decided."""
    officer = make_user(role="programme_office")
    upload = planned(officer)
    first = works.ask_for(upload, "accept", by=officer)
    ImportWork.objects.filter(pk=first.pk).update(state=ImportWork.State.RUNNING)
    assert first.__class__.objects.get(pk=first.pk).is_interrupted
    second = works.ask_for(upload, "accept", by=officer)
    ImportWork.objects.filter(pk=first.pk).update(state=ImportWork.State.FAILED)
    awake = ImportWork.objects.select_related("upload", "asked_by").get(pk=first.pk)

    def first_wakes():
        try:
            works._carry_out(awake)
        except works.ImportRefusedError as refused:
            return refused.code
        return "done"

    ended = sorted(at_once(first_wakes, lambda: works.carry_out.call(second.pk)))
    assert ended in (["done", "refused"], ["already-decided", "done"])
    assert counts() == (3, 12, 12, 1)
    assert progress.progress_of(second.pk) == {}
