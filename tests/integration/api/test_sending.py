"""Records by API go through the import page's rules and come to the same ledger."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import Any

import pytest

from catalogue.certification.models import LedgerEntry, SourceFile
from catalogue.importing.applying import accept
from catalogue.importing.planning import plan_import
from catalogue.models import Product
from catalogue.producers.models import Producer
from storefront.api import limits
from storefront.api.models import IdempotencyRecord
from tests.factories.api import good_record, make_key, send
from tests.factories.importing import csv_file, good_row

pytestmark = pytest.mark.django_db


def nothing_written() -> bool:
    models = (LedgerEntry, SourceFile, Product, Producer)
    return not any(model.objects.exists() for model in models)


def test_a_record_becomes_a_recognition_with_its_proof() -> None:
    token, secret = make_key()
    answer = send(secret, [good_record()])
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert {name: told[name] for name in ("written", "created", "updated", "unchanged", "refused")} == {
        "written": True,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "refused": 0,
    }
    entry = LedgerEntry.objects.get()
    assert (entry.star, entry.valid_to, entry.source_row) == (4, date(2028, 5, 15), 1)
    assert (entry.recorded_by, entry.caller) == (token.owner, f"api:{token.pk}")
    with entry.source.file.open("rb") as kept:
        assert json.loads(kept.read()) == {"records": [good_record()]}
    (record,) = told["records"]
    assert (record["row"], record["reference"], record["outcome"]) == (1, "HS-1", "created")
    assert record["product"] == entry.product.public_id
    assert record["problems"] == []


def test_the_same_facts_by_file_and_by_api_are_one_ledger() -> None:
    accept(plan_import(csv_file([good_row()])))
    _token, secret = make_key()
    told = send(secret, [good_record()]).json()
    assert [record["outcome"] for record in told["records"]] == ["unchanged"]
    assert (LedgerEntry.objects.count(), Product.objects.count()) == (1, 1)


def test_created_updated_unchanged_and_refused_in_one_call() -> None:
    _token, secret = make_key()
    send(secret, [good_record(), good_record(product_name="Mắm tôm")])
    records = [
        good_record(pack="chai 1 lít"),
        good_record(product_name="Mắm tôm"),
        good_record(product_name="Mắm tép"),
        good_record(product_name="Mắm ruốc", star=5),
    ]
    told = send(secret, records, key="lan-2", accept_good_rows=True).json()
    assert [record["outcome"] for record in told["records"]] == ["updated", "unchanged", "created", "refused"]
    assert told["records"][0]["changes"][0] == {
        "field": "pack",
        "label": "Quy cách",
        "old": "chai 500 ml",
        "new": "chai 1 lít",
        "is_correction": False,
    }
    assert not Product.objects.filter(title="Mắm ruốc").exists()


def test_an_evaluation_alone_keeps_its_exact_score() -> None:
    _token, secret = make_key()
    record = {
        "product_name": "Trà Vân",
        "producer_name": "HTX Vân",
        "province_code": "38",
        "score": "69.5",
        "council": "Hội đồng tỉnh Thanh Hóa",
        "tier": "province",
        "evaluated_on": "2026-05-15",
        "request_kind": "first",
        "legal_form": "cooperative",
    }
    assert send(secret, [record]).status_code == 200
    entry = LedgerEntry.objects.get()
    assert (entry.kind, str(entry.score)) == ("evaluated", "69.50")


def test_one_bad_record_holds_all_back_and_says_it_in_the_pages_words() -> None:
    _token, secret = make_key()
    bad = {"decision": "12/QĐ-UBND", "star": 5}
    answer = send(secret, [good_record(), good_record(product_name="Mắm tôm", **bad)])
    assert answer.status_code == 409
    assert answer["Content-Type"].startswith("application/problem+json")
    told = answer.json()
    assert (told["code"], told["written"]) == ("rows-refused", False)
    assert [record["outcome"] for record in told["records"]] == ["created", "refused"]
    assert nothing_written()
    page = plan_import(
        csv_file(
            [
                good_row(),
                good_row(**{"Tên sản phẩm": "Mắm tôm", "Số quyết định": "12/QĐ-UBND", "Hạng sao": "5"}),
            ]
        )
    )
    by_page = [(problem.field, problem.code, problem.reason) for problem in page.refused]
    by_api = [(p["field"], p["code"], p["message"]) for p in told["records"][1]["problems"]]
    assert [one[:2] for one in by_api] == [one[:2] for one in by_page]
    assert all(reason in message for (_f, _c, message), (_g, _d, reason) in zip(by_api, by_page, strict=True))


def test_refusals_speak_english_when_asked() -> None:
    _token, secret = make_key()
    answer = send(secret, [good_record()], HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9", key=None)
    assert (answer.status_code, answer["Content-Language"]) == (400, "en")
    assert send(secret, [good_record()], HTTP_ACCEPT_LANGUAGE="fr", key=None)["Content-Language"] == "vi"


CASES: list[tuple[str, Any, str, str]] = [
    ("float score", good_record(score=69.5), "score-not-text", "/records/0/score"),
    ("whole score", good_record(score=70.0), "score-not-text", "/records/0/score"),
    ("half a star", good_record(star=3.5), "not-whole-number", "/records/0/star"),
    ("too precise", good_record(score="69.555"), "score-not-text", "/records/0/score"),
    ("unknown field", good_record(stars=4), "field-unknown", "/records/0/stars"),
    ("star as text", good_record(star="4"), "not-whole-number", "/records/0/star"),
    ("star as truth", good_record(star=True), "not-whole-number", "/records/0/star"),
    ("star six", good_record(star=6), "too-large", "/records/0/star"),
    ("no name", {"producer_name": "A", "province": "Thanh Hóa"}, "field-missing", "/records/0/product_name"),
    ("day first", good_record(valid_to="15/05/2028"), "pattern", "/records/0/valid_to"),
    ("tier", good_record(tier="huyện"), "not-one-of", "/records/0/tier"),
]


@pytest.mark.parametrize(
    ("record", "code", "pointer"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_schema_is_strict(record: dict[str, Any], code: str, pointer: str) -> None:
    _token, secret = make_key()
    answer = send(secret, [record], accept_good_rows=True)
    assert answer.status_code == 422
    told = answer.json()
    assert told["code"] == "schema"
    assert [(error["code"], error["pointer"]) for error in told["errors"]] == [(code, pointer)]
    assert nothing_written()
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "schema"),
        (b"{", 400, "json-broken"),
        (b"[" * 100_000, 400, "json-broken"),
        (b"\xff\xfe\x00", 400, "json-broken"),
        (b'{"records": [], "records": []}', 400, "field-repeated"),
        (b'{"records": []}', 422, "schema"),
        (b"[]", 422, "schema"),
        (b"null", 422, "schema"),
        (b'{"records": [1]}', 422, "schema"),
        (b'{"records": NaN}', 400, "json-broken"),
        (b'{"records": [{"star": -Infinity}]}', 400, "json-broken"),
        (b'{"records": [{"star": ' + b"9" * 5000 + b"}]}", 400, "json-broken"),
        (b'{"records": [{"star": 1e999}]}', 422, "schema"),
        (b'{"records": [{"star": 1e300}]}', 422, "schema"),
        (b'{"a":' * 50_000, 400, "json-broken"),
        (b'{"records": [{"product_name": "\xed\xa0\x80"}]}', 400, "json-broken"),
        ('{"records": [{}]}'.encode("utf-16"), 400, "json-broken"),
        ('{"records": [{"product_name": "M\u1eafm"}]}'.encode("utf-16"), 400, "json-broken"),
        (b'{"records": [{"product_name": "M\xe0m"}]}', 400, "json-broken"),
        (b'{"records": [{"star": 3, "star": 4}]}', 400, "field-repeated"),
        (gzip.compress(b'{"records": []}', mtime=0), 400, "json-broken"),
        (b'{"records": [{"product_name": "\\ud800", "producer_name": "A"}]}', 422, "schema"),
    ],
)
def test_what_is_no_batch_gets_one_answer(body: bytes, status: int, code: str) -> None:
    _token, secret = make_key()
    answer = send(secret, None, body=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert nothing_written()


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"content_type": "text/csv"}, "not-json"),
        ({"content_type": "application/x-www-form-urlencoded"}, "not-json"),
        ({"content_type": "application/json; charset=utf-16"}, "not-json"),
        ({"HTTP_CONTENT_ENCODING": "gzip"}, "content-encoded"),
        ({"HTTP_CONTENT_ENCODING": "br"}, "content-encoded"),
    ],
)
def test_other_forms_are_refused_before_they_are_read(headers: dict[str, str], code: str) -> None:
    """Ten megabytes of zeros packed into ten kilobytes stay packed."""
    _token, secret = make_key()
    body = (
        gzip.compress(b'{"records": [' + b" " * 10_000_000) if "HTTP_CONTENT_ENCODING" in headers else b"{}"
    )
    answer = send(secret, None, body=body, **headers)
    assert (answer.status_code, answer.json()["code"]) == (415, code)
    assert nothing_written()
    assert not IdempotencyRecord.objects.exists()


def test_the_charset_may_be_told_and_a_mark_may_stand_first() -> None:
    _token, secret = make_key()
    body = b"\xef\xbb\xbf" + json.dumps({"records": [good_record()]}).encode()
    assert send(secret, None, body=body, content_type='application/json; charset="UTF-8"').status_code == 200


def test_a_zero_byte_in_a_record_refuses_that_record() -> None:
    _token, secret = make_key()
    answer = send(secret, [good_record(note="a\x00b")])
    assert answer.status_code == 409
    assert [p["code"] for p in answer.json()["records"][0]["problems"]] == ["control-character"]
    assert nothing_written()


@pytest.mark.parametrize("count", [1001, 100_000])
def test_too_many_records_are_told_in_one_sentence(count: int) -> None:
    _token, secret = make_key()
    record = {"product_name": "A", "producer_name": "B"} if count < 2000 else {}
    answer = send(secret, [record] * count)
    assert (answer.status_code, answer.json()["code"]) == (422, "too-many-records")
    assert "errors" not in answer.json()
    assert nothing_written()


def test_a_body_too_large_is_not_read() -> None:
    _token, secret = make_key()
    answer = send(secret, None, body=b" " * (limits.LARGEST_BODY + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    answer = send(secret, None, body=b" " * (26 * 1024 * 1024))
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


def test_a_thousand_records_in_one_call() -> None:
    _token, secret = make_key()
    records = [good_record(product_name=f"Mắm số {number}") for number in range(1000)]
    told = send(secret, records).json()
    assert told["created"] == LedgerEntry.objects.count() == 1000


def test_correcting_needs_the_owners_right() -> None:
    token, secret = make_key()
    send(secret, [good_record()])
    token.owner.groups.get().permissions.remove(
        token.owner.groups.get().permissions.get(codename="record_correction")
    )
    answer = send(secret, [good_record(valid_to="2028-05-16")], key="lan-2")
    assert (answer.status_code, answer.json()["code"]) == (403, "correction-not-allowed")
    assert LedgerEntry.objects.count() == 1
