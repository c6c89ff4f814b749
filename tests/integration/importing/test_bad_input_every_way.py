"""What the ledger must never hold, handed in by page, by command and by another system: one answer, nothing written."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from catalogue.certification.models import Decision, LedgerEntry, SourceFile
from catalogue.importing.models import ImportRow, ImportUpload
from catalogue.models import Product
from catalogue.producers.models import Producer
from tests.factories.api import make_key, send
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.importing import csv_file, evaluated_row, good_row, revoked_row
from tests.factories.users import make_user

OF_A_DISTRICT = {"Hạng sao": "5 sao", "Cơ quan ban hành": "UBND huyện Hoằng Hóa"}
CASES = {
    "five stars by a district": ("recognitions", good_row(**OF_A_DISTRICT), "authority-not-competent"),
    "a decision of tomorrow": (
        "recognitions",
        good_row(**{"Ngày quyết định": "22/11/2026", "Hết hạn": "22/11/2029"}),
        "decision-in-future",
    ),
    "an end before the start": ("recognitions", good_row(**{"Hết hạn": "14/05/2025"}), "end-before-start"),
    "a star below three": ("recognitions", good_row(**{"Hạng sao": "2 sao"}), "star-below-three"),
    "an evaluation of tomorrow": (
        "evaluations",
        evaluated_row(**{"Ngày đánh giá": "22/11/2026"}),
        "evaluation-in-future",
    ),
    "parts that make another sum": (
        "evaluations",
        evaluated_row(**{"Tổng điểm": "70"}),
        "parts-do-not-add-up",
    ),
    "a revocation of tomorrow": (
        "revocations",
        revoked_row(**{"Ngày quyết định thu hồi": "22/11/2026"}),
        "decision-in-future",
    ),
    "a product never recognised": (
        "revocations",
        revoked_row(**{"Tên sản phẩm": "Chưa từng có sao"}),
        "nothing-to-revoke",
    ),
    "a product nobody knows": (
        "revocations",
        revoked_row(**{"Tên sản phẩm": "Không có thật"}),
        "product-unknown",
    ),
}
KEYS = {
    "Tên sản phẩm": "product_name",
    "Chủ thể": "producer_name",
    "Tỉnh": "province",
    "Quy cách": "pack",
    "Hạng sao": "star",
    "Số quyết định": "decision",
    "Ngày quyết định": "decided_on",
    "Hết hạn": "valid_to",
    "Cơ quan ban hành": "authority",
}


@pytest.fixture(autouse=True)
def shelf():
    certify(make_product("Chả mực Hạ Long"), 4, on=date(2026, 1, 17))
    make_product("Chưa từng có sao")


def everything():
    """All that an import could have written."""
    models = (Product, Producer, LedgerEntry, Decision, SourceFile)
    return [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in models]


@pytest.mark.parametrize(("kind", "row", "code"), CASES.values(), ids=CASES)
def test_by_page(client, kind, row, code):
    client.force_login(make_user(role="programme_office"))
    before = everything()
    file = SimpleUploadedFile("ds.csv", csv_file([row]))
    client.post(reverse("importing:index"), {"file": file, "kind": kind})
    shown = ImportRow.objects.get()
    assert (shown.action, [problem["code"] for problem in shown.problems]) == ("refused", [code])
    current = ImportUpload.objects.get()
    for asked in ({}, {"chi-dong-hop-le": "1"}):
        client.post(reverse("importing:accept", args=[current.pk]), asked)
        assert everything() == before


@pytest.mark.parametrize(("kind", "row", "code"), CASES.values(), ids=CASES)
def test_by_command(kind, row, code, tmp_path, capsys):
    before = everything()
    (tmp_path / "ds.csv").write_bytes(csv_file([row]))
    with pytest.raises(SystemExit) as ended:
        call_command(f"import_{kind}", str(tmp_path / "ds.csv"), json=True)
    told = json.loads(capsys.readouterr().out)
    assert (ended.value.code, [problem["code"] for problem in told["refused"]]) == (1, [code])
    assert everything() == before


@pytest.mark.parametrize(
    ("row", "code"),
    [pytest.param(row, code, id=name) for name, (kind, row, code) in CASES.items() if kind == "recognitions"],
)
def test_by_another_system(row, code):
    _token, secret = make_key()
    before = everything()
    record = {KEYS[heading]: value for heading, value in row.items() if heading in KEYS and value is not None}
    record["star"] = int(record["star"][0])
    for key in ("decided_on", "valid_to"):
        record[key] = "-".join(reversed(record[key].split("/")))
    answer = send(secret, [record])
    (told,) = answer.json()["records"]
    assert (answer.status_code, [problem["code"] for problem in told["problems"]]) == (409, [code])
    assert everything() == before
