"""Two officers, one file, at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from catalogue.certification.models import LedgerEntry, SourceFile
from catalogue.importing.applying import accept
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.models import ImportTurn, ImportUpload
from catalogue.importing.planning import plan_import
from catalogue.importing.uploads import accept_upload, receive_upload
from catalogue.models import Product
from tests.factories.catalogue import make_province
from tests.factories.importing import csv_file, good_row
from tests.factories.users import make_user

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROWS = [
    good_row(**{"Tên sản phẩm": f"Mắm số {number}", "Chủ thể": f"HTX {number % 3}"}) for number in range(12)
]


def at_once(*calls):
    def run(call):
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_two_accepts_of_one_file_enter_nothing_twice():
    make_province()
    plans = [plan_import(csv_file(ROWS), on=date(2026, 11, 21)) for _officer in range(4)]
    results = at_once(*(lambda plan=plan: accept(plan).plan.counts for plan in plans))
    assert sorted(counts["created"] for counts in results) == [0, 0, 0, 12]
    assert sorted(counts["unchanged"] for counts in results) == [0, 12, 12, 12]
    assert (Product.objects.count(), LedgerEntry.objects.count()) == (12, 12)
    assert (SourceFile.objects.count(), ImportTurn.objects.count()) == (1, 1)


def test_two_officers_accept_one_upload_once():
    make_province()
    officer = make_user(role="programme_office")
    upload = receive_upload(csv_file(ROWS), name="ds.csv", by=officer)

    def decide():
        try:
            accept_upload(ImportUpload.objects.get(pk=upload.pk), by=officer)
        except ImportRefusedError as refused:
            return refused.code
        return "accepted"

    assert sorted(at_once(decide, decide)) == ["accepted", "already-decided"]
    assert LedgerEntry.objects.count() == 12
