"""Beside every entry: the file it was read from, the row, the hash."""

from __future__ import annotations

import hashlib

import pytest
from django.urls import reverse

from catalogue.certification.models import LedgerEntry
from catalogue.importing.applying import accept
from catalogue.importing.planning import plan_import
from tests.factories.catalogue import make_province
from tests.factories.importing import csv_file, good_row
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
FILE = csv_file([good_row()])
SHA256 = hashlib.sha256(FILE).hexdigest()


@pytest.fixture
def entry(today, client) -> LedgerEntry:
    make_province()
    officer = make_user(role="programme_office")
    accept(plan_import(FILE, name="ds-2025.csv"), by=officer)
    client.force_login(officer)
    return LedgerEntry.objects.get()


def pages(entry: LedgerEntry) -> list[str]:
    return [
        reverse("so-chung-nhan:inspect", args=[entry.pk]),
        reverse("certification:desk", args=[entry.product_id]),
        reverse("quyet-dinh:inspect", args=[entry.decision_id]),
    ]


def test_entry_product_and_decision_show_the_file_with_its_row_and_hash(client, entry):
    address = reverse("certification:source", args=[entry.source_id])
    for page in pages(entry):
        shown = client.get(page).content.decode()
        assert (f'href="{address}"' in shown, "ds-2025.csv" in shown, SHA256 in shown) == (
            True,
            True,
            True,
        ), page
    assert b"".join(client.get(address).streaming_content) == FILE


def test_who_may_not_see_files_gets_none(client, entry):
    client.force_login(make_user())
    address = reverse("certification:source", args=[entry.source_id])
    assert client.get(address).status_code in (302, 403)
