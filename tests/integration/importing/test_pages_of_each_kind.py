"""The officer's page asks the kind of a file, and speaks of it in the kind's own words."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.certification.models import LedgerEntry
from catalogue.importing.given import FileKind, Given
from catalogue.importing.models import ImportUpload
from catalogue.importing.uploads import receive_upload
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.importing import csv_file, evaluated_row, good_row, revoked_row
from tests.factories.users import make_user

INDEX = reverse("importing:index")


@pytest.fixture
def starred():
    product = make_product("Chả mực Hạ Long")
    certify(product, 4, on=date(2026, 1, 17))
    return product


def upload(client, kind, *rows):
    file = SimpleUploadedFile("ds.csv", csv_file(rows))
    return client.post(INDEX, {"file": file, "kind": kind}, follow=True)


def accept(client, **data):
    current = ImportUpload.objects.get()
    return client.post(reverse("importing:accept", args=[current.pk]), data, follow=True).content.decode()


def test_the_form_offers_three_kinds_each_with_a_sentence_and_a_template(client, officer):
    page = client.get(INDEX).content.decode()
    for title, kind in (
        ("Danh sách công nhận", "recognitions"),
        ("Kết quả đánh giá", "evaluations"),
        ("Danh sách thu hồi", "revocations"),
    ):
        assert title in page
        assert f'value="{kind}"' in page
        template = client.get(reverse("importing:template", args=[kind]))
        assert template.content.decode().startswith("\ufeffSTT,Tên sản phẩm,")
        assert reverse("importing:template", args=[kind]) in page
    assert 'value="recognitions" id="id_kind_0" checked' in page
    assert client.get(reverse("importing:template", args=["recipes"])).status_code == 404


def test_revocations_from_upload_to_ledger(client, officer, starred):
    page = upload(client, "revocations", revoked_row()).content.decode()
    assert "Chấp nhận sẽ thu hồi hạng sao của <b>1</b> sản phẩm" in page
    assert "<b>1</b> sản phẩm bị thu hồi hạng sao" in page
    assert "Thu hồi từ" in page
    assert "Hết hạn" not in page
    assert "20/11/2026" in page
    assert LedgerEntry.objects.filter(kind="revoked").count() == 0

    assert "Đã thu hồi hạng sao của 1 sản phẩm; 0 đã thu hồi từ trước." in accept(client)
    entry = LedgerEntry.objects.get(kind="revoked")
    assert (entry.product, entry.recorded_by, entry.caller) == (starred, officer, "import")

    again = upload(client, "revocations", revoked_row()).content.decode()
    assert "Mọi dòng đã được thu hồi từ trước" in again


def test_evaluations_from_upload_to_ledger(client, officer):
    page = upload(client, "evaluations", evaluated_row()).content.decode()
    assert "ghi kết quả đánh giá của <b>1</b> sản phẩm mới" in page
    assert "Không sản phẩm nào được công nhận hạng sao" in page
    assert "Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Thanh Hóa" in page
    assert "Đã nhập: tạo mới 1" in accept(client)
    assert LedgerEntry.objects.get().kind == "evaluated"


def test_the_same_file_of_another_kind_is_another_upload(client, officer):
    row = {**evaluated_row(), **good_row()}
    del row["Số quyết định"], row["Ngày quyết định"], row["Hết hạn"], row["Hạng sao đề nghị"]
    for kind in ("recognitions", "evaluations", "evaluations"):
        assert upload(client, kind, row).status_code == 200
    assert sorted(ImportUpload.objects.values_list("kind", flat=True)) == ["evaluations", "recognitions"]


def test_the_list_shows_and_filters_kinds(client, officer, starred):
    revocations = receive_upload(
        csv_file([revoked_row()]), name="thu-hoi.csv", by=officer, given=Given(kind=FileKind.REVOCATIONS)
    )
    recognitions = receive_upload(csv_file([good_row()]), name="cong-nhan.csv", by=officer)
    page = client.get(f"{INDEX}?loai=revocations").content.decode()
    assert revocations.get_absolute_url() in page
    assert recognitions.get_absolute_url() not in page
    assert "?trang-thai=pending&amp;loai=revocations" in page
    assert recognitions.get_absolute_url() in client.get(f"{INDEX}?loai=khac").content.decode()


def test_who_may_not_revoke_may_not_accept_revocations(client, starred):
    clerk = make_user(role="trade_department")
    rights = Permission.objects.filter(codename__in=["add_importupload", "accept_importupload"])
    clerk.user_permissions.add(*rights)
    client.force_login(clerk)
    page = upload(client, "revocations", revoked_row()).content.decode()
    assert "chấp nhận cần quyền" in page
    assert "Chỉ cán bộ có quyền ghi thu hồi mới chấp nhận được." in accept(client)
    assert ImportUpload.objects.get().is_pending
    assert LedgerEntry.objects.filter(kind="revoked").count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_of_revocations_asks_as_often_for_many(client, officer, django_assert_num_queries, count):
    rows = []
    for number in range(count):
        certify(make_product(f"Chả số {number}"), 4, on=date(2026, 1, 17))
        rows.append(revoked_row(**{"Tên sản phẩm": f"Chả số {number}"}))
    given = Given(kind=FileKind.REVOCATIONS)
    current = receive_upload(csv_file(rows), name="thu-hoi.csv", by=officer, given=given)
    client.get(current.get_absolute_url())
    with django_assert_num_queries(15):
        client.get(current.get_absolute_url())
