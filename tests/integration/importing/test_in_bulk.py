"""Written together or one by one, a file leaves the same register; and never by more than a few queries."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from catalogue.certification import ledger
from catalogue.certification.errors import LedgerError
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.importing import shelf
from catalogue.importing.applying import accept
from catalogue.importing.planning import plan_import
from catalogue.models import Product, ProductCategory
from catalogue.producers.models import Producer
from catalogue.producers.registration import Registration, register_producer
from catalogue.search.indexing import refresh_products
from tests.factories.catalogue import make_product, make_province
from tests.factories.importing import csv_file, good_row
from tests.factories.rollback import rolled_back
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db
LEFT_OUT = {"id", "public_id", "date_created", "date_updated", "registered_at", "recorded_at", "timestamp"}
OWN_NUMBERS = {
    *("fingerprint", "object_id", "data", "product", "partner", "producer", "corrects", "parent"),
    *("product_class", "decision", "source"),
}

FIRST = [
    good_row(**{"Tên sản phẩm": f"Mắm số {number}", "Chủ thể": f"HTX Biển {number % 3}", "Mã số thuế": tax})
    for number, tax in enumerate(["2800000001", "", "", "2800000001", "", "", "2800000001"])
]
SEA = {"Chủ thể": "HTX Biển 0"}
TOURISM = "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch"
SECOND = [
    good_row(**SEA, **{"Tên sản phẩm": "Mắm số 0", "Hết hạn": "15/03/2028"}),
    good_row(
        **{"Tên sản phẩm": "Mắm số 1", "Chủ thể": "HTX Biển 1", "Quy cách": "can 2 lít"},
        **{"Ngành": "Đồ uống", "Bộ tiêu chí": "15"},
    ),
    good_row(
        **{"Tên sản phẩm": "Mắm số 2", "Chủ thể": "HTX Biển 2", "Điện thoại": "0912345678", "Điểm": "75,5"},
        **{"Hội đồng": "Hội đồng OCOP tỉnh", "Cấp": "tỉnh", "Ngày đánh giá": "01/05/2025"},
    ),
    good_row(
        **SEA,
        **{"Tên sản phẩm": "Mắm mới", "Số quyết định": None, "Ngày quyết định": "2024", "Hết hạn": None},
    ),
    good_row(
        **{"Tên sản phẩm": "Làng nghề", "Chủ thể": "HTX Biển 0!", "Ngành": TOURISM, "Bộ tiêu chí": "26"}
    ),
]


def told(objects):
    """What rows say, without the numbers the database gave them."""
    rows = []
    for one in objects:
        fields = {
            field.name: str(getattr(one, field.attname))
            for field in one._meta.concrete_fields
            if field.name not in LEFT_OUT | OWN_NUMBERS
        }
        product = getattr(one, "product", None)
        fields["of"] = str(product or getattr(one, "producer", ""))
        for name in ("product_class", "decision", "source"):
            fields[name] = str(getattr(one, name, ""))
        if corrected := getattr(one, "corrects", None):
            fields["corrects"] = (corrected.kind, corrected.source_row, str(corrected.source))
        if isinstance(one, ModelLogEntry):
            fields["data"] = {
                name: value for name, value in one.data.items() if name not in ("entry", "corrects")
            }
        rows.append(fields)
    return sorted(rows, key=str)


def register():
    return {
        "producers": told(Producer.objects.all()),
        "partners": sorted(Producer.objects.values_list("slug", "partner__code", "partner__name")),
        "products": told(Product.objects.select_related("producer")),
        "groups": sorted(ProductCategory.objects.values_list("product__title", "category__name")),
        "decisions": told(Decision.objects.all()),
        "ledger": told(LedgerEntry.objects.select_related("product", "corrects__source")),
        "log": told(ModelLogEntry.objects.exclude(action="")),
    }


def imported(django_capture_on_commit_callbacks, by):
    register_producer("HTX Biển 0!", province=make_province(), state="active")
    for name, rows in (("một.csv", FIRST), ("hai.csv", SECOND)):
        with django_capture_on_commit_callbacks(execute=True):
            assert plan_import(csv_file(rows)).refused == []
            result = accept(plan_import(csv_file(rows), name=name), by=by)
        assert result.plan.refused == []
    assert refresh_products(Product.objects.values_list("pk", flat=True)) == 0
    return register()


def test_a_file_written_at_once_and_row_by_row_leave_one_register(
    monkeypatch, django_capture_on_commit_callbacks
):
    officer = make_user(role="programme_office")
    with rolled_back():
        together = imported(django_capture_on_commit_callbacks, officer)
    monkeypatch.setattr(shelf, "PART", 1)
    monkeypatch.setattr(ledger, "in_bulk", lambda products: nullcontext(list(products)))
    one_by_one = imported(django_capture_on_commit_callbacks, officer)
    assert len(together["ledger"]) == 14
    assert together == one_by_one


def test_producers_registered_together_are_those_registered_one_by_one():
    names = ["HTX Ba Làng", "HTX Ba Làng", "Ba Làng HTX", "HTX " + "dài " * 40, "HTX " + "dài " * 40]
    province = make_province()
    with rolled_back():
        for name in names:
            register_producer(name, legal_form="cooperative", province=province)
        single = told(Producer.objects.all()), sorted(Producer.objects.values_list("slug", "partner__code"))
    registration = Registration()
    registration.write(
        [registration.draft(name, legal_form="cooperative", province=province) for name in names]
    )
    assert (
        told(Producer.objects.all()),
        sorted(Producer.objects.values_list("slug", "partner__code")),
    ) == single


def queries_of(count: int) -> tuple[int, int]:
    rows = [
        good_row(**{"Tên sản phẩm": f"Mắm {count} {n}", "Chủ thể": f"HTX {count} {n}", "Xã": f"Hoằng {n}"})
        for n in range(count)
    ]
    with CaptureQueriesContext(
        connection,
    ) as planning:
        plan = plan_import(csv_file(rows))
    with CaptureQueriesContext(connection) as writing, transaction.atomic():
        accept(plan)
    written = [query for query in writing if not query["sql"].startswith("INSERT")]
    return len(planning), len(written)


def test_three_hundred_rows_take_the_queries_of_three():
    """Insertions aside: SQLite takes some twenty rows in one of them."""
    queries_of(1)
    few, many = queries_of(3), queries_of(300)
    assert many == few


def test_in_bulk_each_entry_is_checked_against_the_one_before_it():
    from datetime import date

    product = make_product()
    facts = {"number": "12/QĐ-UBND", "authority": "UBND tỉnh Thanh Hóa", "tier": "province"}
    with transaction.atomic(), ledger.in_bulk([product]):
        first = ledger.get_or_create_decision(decided_on=date(2025, 1, 17), **facts)
        second = ledger.get_or_create_decision(decided_on=date(2025, 3, 17), **facts)
        ledger.record_recognition(product, star=4, decision=first)
        ledger.record_recognition(product, star=4, decision=first)
        with pytest.raises(LedgerError) as refused:
            ledger.record_recognition(product, star=4, decision=second)
        ledger.revoke_recognition(product, revoked_on=date(2025, 2, 1), decision=first, ground="law-broken")
    assert refused.value.code == "overlap"
    assert [entry.kind for entry in LedgerEntry.objects.order_by("pk")] == ["recognised", "revoked"]


def test_what_fails_in_bulk_leaves_nothing():
    product = make_product()

    def enter_and_fail():
        with transaction.atomic(), ledger.in_bulk([product]):
            ledger.record_reported_claim(product, star=4, reported_year=2024)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        enter_and_fail()
    assert (LedgerEntry.objects.count(), ModelLogEntry.objects.filter(action="ocop.reported").count()) == (
        0,
        0,
    )


def test_the_database_still_refuses_what_no_entry_may_say():
    """The bulk writer passes by no constraint: a star of six is refused by the table itself."""
    from django.db import IntegrityError

    product = make_product()
    with pytest.raises(IntegrityError), transaction.atomic(), ledger.in_bulk([product]) as bulk:
        bulk.add(LedgerEntry(product=product, kind="reported", star=6, fingerprint="x"))
    assert LedgerEntry.objects.count() == 0
