"""The OpenAPI document is kept: what changes in it is seen in review."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.test import Client

from catalogue.importing.from_records import record_columns
from catalogue.importing.given import FileKind
from storefront.api.schemas import EvaluationRecord, RecordBatch, RevocationBatch, RevocationRecord, Strict

pytestmark = pytest.mark.django_db
SNAPSHOT = settings.BASE_DIR / "docs" / "openapi.json"
GUIDE = settings.BASE_DIR / "docs" / "api.md"


def test_the_document_is_the_one_that_is_kept() -> None:
    """Renew it with `manage.py openapi_document > docs/openapi.json`."""
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == json.loads(SNAPSHOT.read_text())


def test_the_document_is_the_same_in_every_language() -> None:
    assert Client().get("/api/v1/openapi.json", HTTP_ACCEPT_LANGUAGE="en").json() == json.loads(
        SNAPSHOT.read_text()
    )


def test_there_is_no_page_that_loads_foreign_scripts() -> None:
    assert Client().get("/api/v1/docs").status_code == 404


@pytest.mark.parametrize(
    ("record", "kind"),
    [(EvaluationRecord, FileKind.RECOGNITIONS), (RevocationRecord, FileKind.REVOCATIONS)],
)
def test_a_record_has_the_columns_of_a_file(record: type[Strict], kind: FileKind) -> None:
    assert list(record.model_fields) == ["reference", *(column.key for column in record_columns(kind))]


def test_a_list_of_evaluations_has_no_columns_of_its_own() -> None:
    assert {column.key for column in record_columns(FileKind.EVALUATIONS)} < set(
        EvaluationRecord.model_fields
    )


def test_the_guide_names_every_address_and_field() -> None:
    guide = GUIDE.read_text()
    for address in json.loads(SNAPSHOT.read_text())["paths"]:
        assert address in guide, address
    for schema in (RecordBatch, EvaluationRecord, RevocationBatch, RevocationRecord):
        for field in schema.model_fields:
            assert f"`{field}`" in guide, field
