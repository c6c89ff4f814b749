"""A decision that takes stars back, sent by another system: the rules of the page, rights of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from catalogue.certification.models import LedgerEntry
from catalogue.certification.status_reading import product_status
from catalogue.importing.applying import accept
from catalogue.importing.given import FileKind, Given
from catalogue.importing.planning import plan_import
from catalogue.models import Product
from storefront.api.models import ApiToken
from tests.factories.api import good_record, make_key, revoked, send
from tests.factories.importing import csv_file, good_row
from tests.factories.tables import rows_of_every_table
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def revoke(secret: str | None, records: Any, **extra: Any) -> Any:
    return send(secret, records, to="revocations", **extra)


@pytest.fixture
def recognised() -> Product:
    accept(plan_import(csv_file([good_row()])))
    return Product.objects.get()


def test_a_revocation_ends_the_star_and_keeps_its_proof(recognised: Product, today: date) -> None:
    token, secret = make_key(scope="revocations")
    answer = revoke(secret, [revoked(reference="TH-1")])
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert {name: told[name] for name in ("written", "created", "updated", "unchanged", "refused")} == {
        "written": True,
        "created": 0,
        "updated": 1,
        "unchanged": 0,
        "refused": 0,
    }
    assert told["records"][0] | {"changes": [], "warnings": []} == {
        "row": 1,
        "reference": "TH-1",
        "outcome": "updated",
        "product": recognised.public_id,
        "changes": [],
        "warnings": [],
        "problems": [],
    }
    entry = LedgerEntry.objects.get(kind="revoked")
    assert (entry.ground, entry.effective_on, entry.decision.number) == (
        "mark-misused",
        date(2026, 11, 2),
        "77/QĐ-UBND",
    )
    assert (entry.recorded_by, entry.caller, entry.source_row) == (token.owner, f"api:{token.pk}", 1)
    status = product_status(Product.objects.get(), today)
    assert (status.state.value, status.revoked_on) == ("revoked", date(2026, 11, 2))
    assert revoke(secret, [revoked()], key="lan-2").json()["unchanged"] == 1
    assert LedgerEntry.objects.filter(kind="revoked").count() == 1


def test_what_is_said_for_all_and_a_certificate_are_enough(recognised: Product) -> None:
    _token, secret = make_key(scope="revocations")
    certificate = LedgerEntry.objects.get().pk
    for_all = {"decision": "77/QĐ-UBND", "decided_on": "2026-11-02", "authority": "UBND tỉnh Thanh Hóa"}
    answer = revoke(secret, [{"certificate": certificate, "ground": "Ngừng sản xuất, kinh doanh"}], **for_all)
    assert (answer.status_code, answer.json()["updated"]) == (200, 1)
    assert LedgerEntry.objects.get(kind="revoked").ground == "production-stopped"


def test_one_that_was_never_recognised_holds_all_back_in_the_pages_words(recognised: Product) -> None:
    _token, secret = make_key(scope="revocations")
    before = set(LedgerEntry.objects.values_list("pk", flat=True))
    answer = revoke(secret, [revoked(), revoked(product_name="Mắm tôm")])
    assert (answer.status_code, answer.json()["code"]) == (409, "rows-refused")
    told = answer.json()["records"]
    assert [record["outcome"] for record in told] == ["updated", "refused"]
    rows = [
        {
            "Tên sản phẩm": name,
            "Chủ thể": "HTX Ba Làng",
            "Tỉnh": "Thanh Hóa",
            "Số quyết định": "77/QĐ-UBND",
            "Ngày quyết định": "02/11/2026",
            "Căn cứ thu hồi": "mark-misused",
        }
        for name in ("Nước mắm Ba Làng", "Mắm tôm")
    ]
    page = plan_import(csv_file(rows), given=Given(kind=FileKind.REVOCATIONS))
    assert [problem["code"] for problem in told[1]["problems"]] == [problem.code for problem in page.refused]
    assert set(LedgerEntry.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("scope", ["evaluation-records", "certificates"])
def test_a_key_of_another_scope_revokes_nothing(scope: str, recognised: Product) -> None:
    _token, secret = make_key(scope=scope)
    before = rows_of_every_table()
    answer = revoke(secret, [revoked()])
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    assert rows_of_every_table() == before


def test_a_key_for_revoking_enters_nothing_else() -> None:
    _token, secret = make_key(scope="revocations")
    assert send(secret, [good_record()]).json()["code"] == "scope-missing"
    assert not LedgerEntry.objects.exists()


def test_the_owner_needs_the_right_to_revoke(recognised: Product) -> None:
    token, secret = make_key(scope="revocations")
    role = token.owner.groups.get()
    role.permissions.remove(role.permissions.get(codename="record_revocation"))
    before = rows_of_every_table()
    answer = revoke(secret, [revoked()])
    assert (answer.status_code, answer.json()["code"]) == (403, "owner-not-allowed")
    assert rows_of_every_table() == before


def test_a_dry_run_of_a_revocation_changes_nothing(recognised: Product) -> None:
    _token, secret = make_key(scope="revocations")
    before = rows_of_every_table()
    dry = revoke(secret, [revoked()], dry_run=True)
    assert rows_of_every_table() == before
    assert dry.json() == {**revoke(secret, [revoked()]).json(), "written": False, "dry_run": True}


def test_only_who_may_revoke_hands_out_such_a_key(client: Any) -> None:
    officer = make_user(role="programme_office")
    role = officer.groups.get()
    role.permissions.remove(role.permissions.get(codename="record_revocation"))
    client.force_login(officer)
    client.post("/quan-tri/chia-khoa/moi/", {"name": "Thu hồi", "scope": "revocations"})
    assert not ApiToken.objects.exists()
    client.force_login(make_user(role="programme_office"))
    client.post("/quan-tri/chia-khoa/moi/", {"name": "Thu hồi", "scope": "revocations"})
    assert ApiToken.objects.get().scope == "revocations"


EVALUATION = {
    "product_name": "Trà Vân",
    "producer_name": "HTX Vân",
    "province": "Thanh Hóa",
    "star": 4,
    "score": "69.5",
    "council": "Hội đồng đánh giá, phân hạng cấp tỉnh",
    "evaluated_on": "2026-05-15",
}


def test_evaluations_make_no_star_by_api_as_by_file() -> None:
    _token, secret = make_key()
    answer = send(secret, [EVALUATION], kind="evaluations")
    assert (answer.status_code, answer.json()["created"]) == (200, 1), answer.content
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.tier, entry.proposed_star) == ("evaluated", "province", 4)
    row = {
        "Tên sản phẩm": "Trà Vân",
        "Chủ thể": "HTX Vân",
        "Tỉnh": "Thanh Hóa",
        "Hạng sao đề nghị": "4 sao",
        "Điểm": "69,5",
        "Hội đồng": "Hội đồng đánh giá, phân hạng cấp tỉnh",
        "Ngày đánh giá": "15/05/2026",
    }
    plan = plan_import(csv_file([row]), given=Given(kind=FileKind.EVALUATIONS))
    assert [(one.action.value, [str(w) for w in one.warnings]) for one in plan.rows] == [
        ("unchanged", answer.json()["records"][0]["warnings"])
    ]


def test_a_list_of_evaluations_knows_no_decision() -> None:
    _token, secret = make_key()
    before = rows_of_every_table()
    answer = send(
        secret,
        [EVALUATION, {**EVALUATION, "decision": "1/QĐ-UBND", "valid_to": "2029-01-01"}],
        kind="evaluations",
        decision="1/QĐ-UBND",
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "field-of-another-kind")
    assert [error["pointer"] for error in answer.json()["errors"]] == [
        "/decision",
        "/records/1/decision",
        "/records/1/valid_to",
    ]
    assert {name: rows for name, rows in rows_of_every_table().items() if rows != before[name]} == {}


def test_the_council_and_its_day_may_be_said_for_all() -> None:
    _token, secret = make_key()
    record = {key: value for key, value in EVALUATION.items() if key not in ("council", "evaluated_on")}
    for_all = {"authority": EVALUATION["council"], "decided_on": EVALUATION["evaluated_on"]}
    assert send(secret, [record], kind="evaluations", **for_all).status_code == 200
    again = send(secret, [EVALUATION], kind="evaluations", key="lan-2")
    assert (again.json()["unchanged"], LedgerEntry.objects.count()) == (1, 1)
