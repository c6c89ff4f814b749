"""Two officers and more, one file of any kind, at the same moment: nothing is entered twice, nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from catalogue.certification import ledger
from catalogue.certification.models import Decision, LedgerEntry, SourceFile
from catalogue.importing.applying import accept
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.given import FileKind, Given
from catalogue.importing.models import ImportTurn, ImportUpload
from catalogue.importing.planning import plan_import
from catalogue.importing.uploads import accept_upload, receive_upload
from catalogue.models import Product
from tests.factories.catalogue import make_producer, make_product, make_province
from tests.factories.certification import certify, make_decision
from tests.factories.importing import csv_file, evaluated_row, good_row, revoked_row
from tests.factories.races import at_once
from tests.factories.users import make_user

pytestmark = [
    pytest.mark.race,
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("places"),
]
COUNT = 12
ENTERED = {
    FileKind.RECOGNITIONS: "recognised",
    FileKind.EVALUATIONS: "evaluated",
    FileKind.REVOCATIONS: "revoked",
}
ROWS: dict[FileKind, Callable[..., dict[str, Any]]] = {
    FileKind.RECOGNITIONS: good_row,
    FileKind.EVALUATIONS: evaluated_row,
    FileKind.REVOCATIONS: revoked_row,
}


@pytest.fixture
def file_of():
    """A file of twelve rows; for revocations with the products that have a star."""

    def make(kind: FileKind) -> bytes:
        make_province()
        names = [f"Mắm số {number}" for number in range(COUNT)]
        if kind == FileKind.REVOCATIONS:
            producer, decision = make_producer(), make_decision(on=date(2026, 1, 17))
            for name in names:
                certify(make_product(name, producer=producer), 4, decision=decision)
        return csv_file([ROWS[kind](**{"Tên sản phẩm": name}) for name in names])

    return make


def entered(kind: FileKind) -> int:
    return LedgerEntry.objects.filter(kind=ENTERED[kind]).count()


@pytest.mark.parametrize("kind", FileKind)
def test_four_accepts_of_one_file_enter_nothing_twice(kind, file_of):
    content = file_of(kind)
    plans = [plan_import(content, given=Given(kind=kind)) for _officer in range(4)]
    results = at_once(*(lambda plan=plan: accept(plan).plan.counts for plan in plans))
    changed = [counts["created"] + counts["updated"] for counts in results]
    assert sorted(changed) == [0, 0, 0, COUNT]
    assert sorted(counts["unchanged"] for counts in results) == [0, COUNT, COUNT, COUNT]
    assert (Product.objects.count(), entered(kind)) == (COUNT, COUNT)
    assert (SourceFile.objects.count(), ImportTurn.objects.count()) == (1, 1)


@pytest.mark.parametrize("kind", FileKind)
def test_two_officers_accept_one_upload_once(kind, file_of):
    officer = make_user(role="programme_office")
    upload = receive_upload(file_of(kind), name="ds.csv", by=officer, given=Given(kind=kind))

    def decide():
        try:
            accept_upload(ImportUpload.objects.get(pk=upload.pk), by=officer)
        except ImportRefusedError as refused:
            return refused.code
        return "accepted"

    assert sorted(at_once(decide, decide)) == ["accepted", "already-decided"]
    assert entered(kind) == COUNT


def test_the_list_and_the_batch_page_at_once_revoke_each_product_once(file_of):
    """The same decision, handed in as a file by one officer and pasted into the page by another."""
    plan = plan_import(file_of(FileKind.REVOCATIONS), given=Given(kind=FileKind.REVOCATIONS))
    products = list(Product.objects.order_by("-pk"))

    def by_page():
        decision = ledger.get_or_create_decision(
            number="812/QĐ-UBND",
            decided_on=date(2026, 11, 20),
            authority="UBND tỉnh Thanh Hóa",
            tier="province",
        )
        batch = ledger.revoke_many(
            products, revoked_on=date(2026, 11, 20), decision=decision, ground="mark-misused"
        )
        return len(batch.entries) + len(batch.present)

    def by_file():
        counts = accept(plan).plan.counts
        return counts["updated"] + counts["unchanged"]

    assert at_once(by_file, by_page) == [COUNT, COUNT]
    assert (entered(FileKind.REVOCATIONS), Decision.objects.filter(number="812/QĐ-UBND").count()) == (
        COUNT,
        1,
    )
