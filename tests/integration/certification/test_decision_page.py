"""A decision's page: its signed copy, what rests on it, and the same as a file."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains

from catalogue.certification import ledger
from catalogue.certification.decision_files import DecisionFile
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, make_decision
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PDF = b"%PDF-1.7\n%\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def officer(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    user = make_user(role="programme_office")
    client.force_login(user)
    return user


@pytest.fixture
def decision():
    return make_decision(on=date(2026, 1, 17), number="377/QĐ-UBND")


def attach(client, decision, name, content):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("quyet-dinh:attach", args=[decision.pk]), {"file": file}, follow=True)


def test_a_signed_copy_is_kept_with_its_hash_and_given_back_whole(client, officer, decision):
    certify(make_product(), star=4, decision=decision)
    answer = attach(client, decision, "QĐ 377.pdf", PDF)
    kept = DecisionFile.objects.get()
    assertContains(answer, kept.sha256)
    assert (kept.name, kept.size, kept.uploaded_by) == ("QĐ 377.pdf", len(PDF), officer)
    got = client.get(reverse("quyet-dinh:file", args=[decision.pk, kept.pk]))
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", b"<html>", "Chỉ nhận tệp PDF, JPG hoặc PNG."),
        ("a.html", PDF, "Chỉ nhận tệp PDF, JPG hoặc PNG."),
        ("a.png", PDF, "Chỉ nhận tệp PDF, JPG hoặc PNG."),
    ],
)
def test_another_kind_of_file_is_refused(client, officer, decision, name, content, told):
    assertContains(attach(client, decision, name, content), told)
    assert not DecisionFile.objects.exists()


def test_too_large_a_file_is_refused(client, officer, decision, monkeypatch):
    monkeypatch.setattr("catalogue.certification.decision_files.LARGEST", 16)
    attach(client, decision, "a.pdf", PDF)
    assert not DecisionFile.objects.exists()


def test_the_same_content_is_kept_once(client, officer, decision):
    attach(client, decision, "a.pdf", PDF)
    assertContains(attach(client, decision, "b.pdf", PDF), "Tệp này đã có bên quyết định.")
    assert [file.name for file in DecisionFile.objects.all()] == ["a.pdf"]


def test_who_may_not(client, officer, decision):
    attach(client, decision, "a.pdf", PDF)
    address = reverse("quyet-dinh:file", args=[decision.pk, DecisionFile.objects.get().pk])
    client.force_login(make_user(role="trade_department"))
    assert client.get(address).status_code == 200
    assertNotContains(client.get(reverse("quyet-dinh:inspect", args=[decision.pk])), "desk-attach")
    attach(client, decision, "b.pdf", PDF + b"more")
    assert DecisionFile.objects.count() == 1
    client.force_login(make_user(role="editor"))
    assert client.get(address).status_code != 200
    client.logout()
    assert client.get(address).status_code == 302


def test_what_rests_on_it_is_counted_listed_and_exported(client, officer, decision):
    certify(make_product(title="=Nem chua"), star=4, decision=decision, place_as_certified="Hoằng Phụ")
    wrong = certify(make_product(title="Nước mắm"), star=3, decision=decision)
    ledger.correct_entry(wrong, reason="Nhầm")
    address = reverse("quyet-dinh:inspect", args=[decision.pk])
    page = client.get(address)
    assert page.context["counts"] == [("Công nhận", 1), ("Đã đính chính", 1)]
    assert [str(field["value"]) for field in page.context["fields"]][-1] == "cấp tỉnh"
    book = load_workbook(io.BytesIO(client.get(address, {"export": "xlsx"}).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[1:6:2] for row in rows[1:]] == [
        ("'=Nem chua", "Công nhận", 4),
        ("Nước mắm", "Công nhận", 3),
    ]
    assert [row[8] for row in rows[1:]] == ["Còn hạn", "Đã đính chính"]
    told = client.get(address, {"export": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(told) == 3
    assert "17/01/2026" in told[1]
    assert client.get(address, {"export": "exe"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_asks_as_often_for_one_as_for_three(client, officer, decision, count, django_assert_num_queries):
    for _place in range(count):
        certify(make_product(), star=4, decision=decision)
    address = reverse("quyet-dinh:inspect", args=[decision.pk])
    client.get(address)
    with django_assert_num_queries(14):
        client.get(address)
