"""What a call says for all its records, and a call that only asks what would be done."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalogue.certification.models import Decision, LedgerEntry, SourceFile
from catalogue.certification.storage import private_files
from catalogue.models import Product
from storefront.api.models import IdempotencyRecord
from tests.factories.api import good_record, make_key, send
from tests.factories.catalogue import make_province
from tests.factories.tables import rows_of_every_table

pytestmark = pytest.mark.django_db

FOR_ALL = {
    "decision": "1234/QĐ-UBND",
    "decided_on": "2025-05-15",
    "authority": "UBND tỉnh Thanh Hóa",
    "place": "tỉnh Thanh Hóa",
}


def bare(**changes: Any) -> dict[str, Any]:
    """The good record without what `FOR_ALL` says."""
    return good_record(decision=None, decided_on=None, province=None, **changes)


def decisions() -> list[tuple[str, date, str]]:
    return list(Decision.objects.order_by("number").values_list("number", "decided_on", "authority"))


def test_what_is_said_for_all_stands_where_a_record_says_nothing() -> None:
    _token, secret = make_key()
    assert send(secret, [bare(), bare(product_name="Mắm tôm")], **FOR_ALL).json()["created"] == 2
    assert decisions() == [("1234/QĐ-UBND", date(2025, 5, 15), "UBND tỉnh Thanh Hóa")]
    assert {entry.place_as_certified for entry in LedgerEntry.objects.all()} == {"Thanh Hóa"}


def test_the_same_facts_said_once_or_in_each_record_are_one_ledger() -> None:
    _token, secret = make_key()
    send(secret, [good_record(authority="UBND tỉnh Thanh Hóa")])
    told = send(secret, [bare()], key="lan-2", **FOR_ALL).json()
    assert (told["unchanged"], LedgerEntry.objects.count()) == (1, 1)


def test_a_records_own_word_wins() -> None:
    """One that names another decision takes neither its day nor its authority from the one for all."""
    _token, secret = make_key()
    own = good_record(
        product_name="Mắm tôm", decision="99/QĐ-UBND", decided_on="2024-03-01", valid_to="2027-03-01"
    )
    bare_of_day = bare(product_name="Mắm tép", valid_to=None) | {"decision": "77/QĐ-UBND", "province": "Huế"}
    make_province("Huế", "46")
    assert send(secret, [bare(), own, bare_of_day], **FOR_ALL).status_code == 200
    assert decisions() == [
        ("1234/QĐ-UBND", date(2025, 5, 15), "UBND tỉnh Thanh Hóa"),
        ("99/QĐ-UBND", date(2024, 3, 1), "UBND tỉnh Thanh Hóa"),
    ]
    unproven = LedgerEntry.objects.get(product__title="Mắm tép")
    assert (unproven.kind, unproven.claim_text) == ("reported", "77/QĐ-UBND")
    assert unproven.product.province.name == "Huế"


def test_without_a_place_at_all_a_record_is_refused() -> None:
    _token, secret = make_key()
    for_all = {**FOR_ALL, "place": None}
    answer = send(secret, [bare()], **for_all)
    assert answer.status_code == 409
    problems = answer.json()["records"][0]["problems"]
    assert [(problem["field"], problem["code"]) for problem in problems] == [("province", "required")]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"decided_on": "2025-02-30"}, "date-invalid"),
        ({"decided_on": "2025"}, "date-invalid"),
        ({"decided_on": 2025}, "date-invalid"),
        ({"decision": 1234}, "not-text"),
        ({"place": "x" * 201}, "too-long"),
        ({"dry_run": "yes"}, "not-boolean"),
        ({"commune": "Hải Lĩnh"}, "field-unknown"),
    ],
)
def test_what_is_said_for_all_is_as_strict(changes: dict[str, Any], code: str) -> None:
    _token, secret = make_key()
    answer = send(secret, [bare()], **{**FOR_ALL, **changes})
    assert (answer.status_code, [error["code"] for error in answer.json()["errors"]]) == (422, [code])
    assert not LedgerEntry.objects.exists()


def test_a_district_is_told_of_its_own_province_only() -> None:
    make_province("Huế", "46")
    _token, secret = make_key()
    records = [
        bare(),
        bare(product_name="Mắm tôm") | {"province": "Thanh Hoá"},
        bare(product_name="Mắm tép") | {"province": "Huế"},
        bare(product_name="Mắm ruốc") | {"province_code": "46"},
    ]
    answer = send(secret, records, **{**FOR_ALL, "place": "huyện Hoằng Hóa, tỉnh Thanh Hóa"})
    assert answer.status_code == 200, answer.content
    entries = LedgerEntry.objects.order_by("source_row")
    assert [entry.place_as_certified for entry in entries] == [
        "Huyện Hoằng Hóa, Thanh Hóa",
        "Huyện Hoằng Hóa, Thanh Hoá",
        "Huế",
        "Huế",
    ]


def test_a_decision_for_all_that_is_none_refuses_the_call() -> None:
    _token, secret = make_key()
    answer = send(secret, [bare()], **{**FOR_ALL, "decision": "theo văn bản"})
    assert (answer.status_code, answer.json()["code"]) == (409, "decision-number-invalid")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/decision"]
    assert not LedgerEntry.objects.exists()
    assert not IdempotencyRecord.objects.exists()


def kept_files() -> set[Path]:
    return {path for path in Path(private_files().location).rglob("*") if path.is_file()}


def test_a_dry_run_answers_as_in_earnest_and_changes_nothing() -> None:
    _token, secret = make_key()
    send(secret, [good_record()])
    records = [good_record(pack="chai 1 lít"), good_record(product_name="Mắm tôm"), good_record(star=5)]
    for only_good in (False, True):
        before, files = rows_of_every_table(), kept_files()
        dry = send(secret, records, key="lan-2", accept_good_rows=only_good, dry_run=True)
        assert rows_of_every_table() == before
        assert kept_files() == files
    earnest = send(secret, records, key="lan-2", accept_good_rows=True)
    assert (dry.status_code, earnest.status_code) == (200, 200)
    told, done = dry.json(), earnest.json()
    assert (told.pop("written"), told.pop("dry_run")) == (False, True)
    assert (done.pop("written"), done.pop("dry_run")) == (True, False)
    new = done["records"][1]
    assert (new["outcome"], new["product"]) == (
        "created",
        Product.objects.get(title="Mắm tôm").public_id,
    )
    new["product"] = None  # a product that is not there has no code yet
    assert told == done


def test_a_dry_run_is_refused_as_in_earnest() -> None:
    _token, secret = make_key()
    bad = [good_record(decided_on="2027-01-01")]
    dry, earnest = send(secret, bad, dry_run=True), send(secret, bad)
    assert (dry.status_code, earnest.status_code) == (409, 409)
    assert dry.json() == {**earnest.json(), "dry_run": True}


def test_a_dry_run_leaves_its_key_free() -> None:
    _token, secret = make_key()
    assert send(secret, [good_record()], key="lan-1", dry_run=True).json()["dry_run"] is True
    assert not IdempotencyRecord.objects.exists()
    answer = send(secret, [good_record()], key="lan-1")
    assert (answer.json()["created"], "Idempotent-Replayed" in answer) == (1, False)
    again = send(secret, [good_record()], key="lan-1", dry_run=True)
    assert (again.json()["unchanged"], "Idempotent-Replayed" in again) == (1, False)
    assert SourceFile.objects.count() == 1


def test_a_dry_run_needs_the_same_rights() -> None:
    _token, secret = make_key(scope="certificates")
    assert send(secret, [good_record()], dry_run=True).status_code == 403
    token, secret = make_key()
    send(secret, [good_record()])
    role = token.owner.groups.get()
    role.permissions.remove(role.permissions.get(codename="record_correction"))
    answer = send(secret, [good_record(valid_to="2028-05-16")], key="lan-2", dry_run=True)
    assert (answer.status_code, answer.json()["code"]) == (403, "correction-not-allowed")
