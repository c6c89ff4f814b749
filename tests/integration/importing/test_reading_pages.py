"""The preview of an annex, and putting right how it is read; what is remembered of headings."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.certification.models import Decision, LedgerEntry
from catalogue.importing.given import FileKind, Given
from catalogue.importing.lists import heading_set
from catalogue.importing.mappings import remember, remembered_columns
from catalogue.importing.models import ImportUpload, RememberedMapping
from catalogue.importing.planning import plan_import
from catalogue.importing.uploads import receive_upload
from tests.factories.importing import annex_csv, annex_xlsx, csv_file, good_row
from tests.factories.users import make_user

INDEX, MAPPINGS = reverse("importing:index"), reverse("importing:mappings")
TITLE = "(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15 tháng 5 năm 2025 của UBND tỉnh Thanh Hóa)"
HEADER = ["STT", "Tên sản phẩm", "Chủ thể", "Hạng sao"]
ROWS = [[1, "Nước mắm", "HTX Ba Làng", "4 sao"], [2, "Mắm tôm", "HTX Hậu Lộc", "4 sao"]]
ANNEX = [["DANH SÁCH 3 SẢN PHẨM"], [TITLE], HEADER, ["Huyện Hậu Lộc"], *ROWS, ["Tổng cộng: 2 sản phẩm"]]


@pytest.fixture
def reader(client):
    reader = make_user(role="trade_department")
    client.force_login(reader)
    return reader


def waiting(officer, rows, **given):
    return receive_upload(annex_csv(rows), name="ds.csv", by=officer, given=Given(**given))


def correct(client, upload, **fields):
    """Post the form as it stands with some fields changed."""
    form = client.get(reverse("importing:correct", args=[upload.pk])).context["form"]
    posted = {}
    for field in form:
        value = field.value()
        if value not in (None, False, ""):
            posted[field.html_name] = "on" if value is True else value
    posted |= {f"doc-{name.replace('column_', 'column-')}": value for name, value in fields.items()}
    posted = {name: value for name, value in posted.items() if value is not None}
    return client.post(reverse("importing:correct", args=[upload.pk]), posted)


def test_the_preview_shows_what_was_read_beside_the_rows(client, officer):
    page = client.get(waiting(officer, ANNEX).get_absolute_url()).content.decode()
    for words in (
        "Đọc được từ dòng tiêu đề",
        "1234/QĐ-UBND",
        "UBND tỉnh Thanh Hóa",
        "→ Huyện Hậu Lộc",
        "Dòng tiêu đề ghi 3 sản phẩm, đọc được 2 dòng.",
        "dòng tổng</span> Tổng cộng: 2 sản phẩm",
    ):
        assert words in page


def test_the_fields_are_filled_from_the_title_and_left_alone_give_nothing(client, officer):
    upload = waiting(officer, ANNEX)
    form = client.get(reverse("importing:correct", args=[upload.pk])).context["form"]
    told = {name: form[name].value() for name in ("decision", "decided_on", "authority", "place")}
    assert told == {
        "decision": "1234/QĐ-UBND",
        "decided_on": "15/05/2025",
        "authority": "UBND tỉnh Thanh Hóa",
        "place": "Thanh Hóa",
    }
    assert correct(client, upload).url == upload.get_absolute_url()
    upload.refresh_from_db()
    assert (upload.what_is_given, upload.created) == (Given(), 2)


def test_what_is_given_holds_before_the_title_and_both_are_shown(client, officer):
    upload = waiting(officer, ANNEX)
    correct(client, upload, decision="99/QĐ-UBND", decided_on="ngày 20 tháng 5 năm 2025")
    upload.refresh_from_db()
    assert upload.what_is_given == Given(decision="99/QĐ-UBND", decided_on=date(2025, 5, 20))
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "ghi số quyết định “1234/QĐ-UBND”, bạn cho biết “99/QĐ-UBND”: dùng điều bạn cho biết." in page
    client.post(reverse("importing:accept", args=[upload.pk]))
    decision = Decision.objects.get()
    assert (decision.number, decision.decided_on) == ("99/QĐ-UBND", date(2025, 5, 20))
    assert LedgerEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"decided_on": "31/02/2025"}, "decided_on"),
        ({"decided_on": "2025"}, "decided_on"),
        ({"decision": "tháng năm"}, "decision"),
    ],
)
def test_what_makes_no_sense_is_said_under_its_field_and_changes_nothing(client, officer, fields, field):
    upload = waiting(officer, ANNEX)
    response = correct(client, upload, **fields)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    upload.refresh_from_db()
    assert (upload.what_is_given, upload.created) == (Given(), 2)


def test_what_the_file_lacks_is_asked_for_and_can_be_given(client, officer):
    upload = waiting(officer, [HEADER, *ROWS], place="Thanh Hóa")
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "<b>2</b> dòng không có số quyết định." in page
    assert "<b>2</b> dòng không có ngày quyết định." in page
    assert f"{reverse('importing:correct', args=[upload.pk])}#id_doc-decision" in page
    correct(client, upload, decision="7/QĐ-UBND", decided_on="15/5/2025", authority="UBND tỉnh Thanh Hóa")
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "dòng không có" not in page
    assert "<b>2</b> công nhận còn hạn hôm nay" in page


def test_facts_may_be_given_with_the_upload(client, officer):
    file = SimpleUploadedFile("ds.csv", annex_csv([HEADER, *ROWS]))
    facts = {"decision": "7/QĐ-UBND", "decided_on": "15/5/2025", "place": "Thanh Hóa"}
    client.post(INDEX, {"file": file, **facts})
    upload = ImportUpload.objects.get()
    assert upload.what_is_given == Given(
        decision="7/QĐ-UBND", decided_on=date(2025, 5, 15), place="Thanh Hóa"
    )
    file = SimpleUploadedFile("ds.csv", annex_csv([HEADER, *ROWS]))
    response = client.post(INDEX, {"file": file, "decision": "không rõ"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["decision"])


def test_headings_nobody_knows_are_put_right_and_remembered(client, officer):
    rows = [
        [*HEADER[:1], "Mặt hàng", *HEADER[2:], "Vùng trồng"],
        [1, "Nước mắm", "HTX Ba Làng", "4 sao", "bãi"],
    ]
    upload = waiting(officer, [[TITLE], *rows])
    assert (upload.is_planned, upload.total) == (False, 0)
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "Chưa đọc được danh sách." in page
    assert "thiếu cột bắt buộc «Tên sản phẩm»" in page
    response = client.post(reverse("importing:accept", args=[upload.pk]), follow=True)
    assert "Chưa có bản xem trước để chấp nhận." in response.content.decode()

    response = correct(client, upload, column_1="product_name")
    assert response.url == reverse("importing:correct", args=[upload.pk])
    upload.refresh_from_db()
    assert "«Vùng trồng» (cột E)" in upload.trouble
    response = correct(client, upload, column_4="-")
    assert response.url == upload.get_absolute_url()
    upload.refresh_from_db()
    assert (upload.trouble, upload.created) == ("", 1)

    mapping = RememberedMapping.objects.get()
    assert mapping.columns == {"mat hang": "product_name", "vung trong": ""}
    assert mapping.remembered_by == officer
    again = annex_csv([rows[0][::-1], [*rows[1][::-1]]])
    assert plan_import(again, given=Given(place="Thanh Hóa")).counts["created"] == 1
    page = client.get(MAPPINGS).content.decode()
    assert "Mặt hàng → <b>Tên sản phẩm</b>" in page
    assert "Vùng trồng → <b>bỏ qua</b>" in page
    client.post(reverse("importing:forget", args=[mapping.pk]))
    assert RememberedMapping.objects.count() == 0
    assert waiting(officer, [[TITLE], *rows, []]).trouble != ""


def test_a_choice_is_not_remembered_when_not_asked(client, officer):
    upload = waiting(officer, [[TITLE], [*HEADER, "Vùng trồng"], [*ROWS[0], "bãi"]])
    correct(client, upload, column_4="-", remember=None)
    upload.refresh_from_db()
    assert (upload.trouble, RememberedMapping.objects.count()) == ("", 0)


def test_what_was_chosen_for_one_kind_of_file_says_nothing_of_another(client, officer):
    headings = ["Tên sản phẩm", "Quyết định", "Lý do"]
    remember(headings, {"quyet dinh": "recognised_by"}, kind=FileKind.REVOCATIONS, by=officer)
    folded = heading_set(headings)
    assert remembered_columns(folded, kind=FileKind.REVOCATIONS) == {"quyet dinh": "recognised_by"}
    assert remembered_columns(folded, kind=FileKind.RECOGNITIONS) == {}
    remember(headings, {"quyet dinh": "decision"}, kind=FileKind.RECOGNITIONS, by=officer)
    assert RememberedMapping.objects.count() == 2
    page = client.get(MAPPINGS).content.decode()
    assert "Quyết định → <b>Quyết định công nhận</b>" in page
    assert "Quyết định → <b>Số quyết định</b>" in page


def test_what_is_forgotten_between_preview_and_acceptance_enters_nothing(client, officer):
    mapping = remember([*HEADER, "Vùng trồng"], {"vung trong": ""}, by=officer)
    upload = waiting(officer, [[TITLE], [*HEADER, "Vùng trồng"], [*ROWS[0], "bãi"]])
    assert upload.created == 1
    mapping.delete()
    client.post(reverse("importing:accept", args=[upload.pk]))
    upload.refresh_from_db()
    assert (upload.state, upload.is_planned, LedgerEntry.objects.count()) == ("pending", False, 0)
    assert "«Vùng trồng»" in upload.trouble


def test_sheets_are_chosen_on_the_page(client, officer):
    sheets = {"Đợt 1": [[TITLE], HEADER, ROWS[0]], "Đợt 2": [[TITLE], HEADER, ROWS[1]], "Ghi chú": [["x"]]}
    upload = receive_upload(annex_xlsx(sheets), name="ds.xlsx", by=officer)
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "Đợt 1: 3" in page
    assert "Đợt 2: 3" in page
    assert "Ghi chú (không thấy dòng tiêu đề của danh sách)" in page
    assert correct(client, upload).url == upload.get_absolute_url()
    upload.refresh_from_db()
    assert (upload.what_is_given.sheets, upload.total) == ((), 2)
    correct(client, upload, sheets=["Đợt 2"])
    upload.refresh_from_db()
    assert (upload.what_is_given.sheets, upload.total) == (("Đợt 2",), 1)
    client.post(reverse("importing:accept", args=[upload.pk]))
    assert LedgerEntry.objects.get().product.title == "Mắm tôm"


def test_a_decided_upload_is_not_read_otherwise(client, officer):
    upload = waiting(officer, ANNEX)
    client.post(reverse("importing:accept", args=[upload.pk]))
    client.post(reverse("importing:correct", args=[upload.pk]), {"doc-decision": "9/QĐ-UBND"})
    upload.refresh_from_db()
    assert (upload.what_is_given, Decision.objects.get().number) == (Given(), "1234/QĐ-UBND")


def test_who_may_only_look_changes_nothing(client, reader):
    officer = make_user(role="programme_office")
    upload = waiting(officer, ANNEX)
    mapping = remember(HEADER, {"hang sao": "star"}, by=officer)
    assert client.get(upload.get_absolute_url()).status_code == 200
    assert "Sửa cách đọc tệp" not in client.get(upload.get_absolute_url()).content.decode()
    assert client.get(MAPPINGS).status_code == 200
    for address in (
        reverse("importing:correct", args=[upload.pk]),
        reverse("importing:forget", args=[mapping.pk]),
    ):
        assert client.post(address, {"doc-decision": "9/QĐ-UBND"}).status_code in (302, 403)
    upload.refresh_from_db()
    assert (upload.what_is_given, RememberedMapping.objects.count()) == (Given(), 1)


def test_headings_of_the_template_need_no_choice(client, officer):
    upload = receive_upload(csv_file([good_row()]), name="ds.csv", by=officer)
    assert [column["key"] for column in upload.reading["columns"]][:3] == [
        "product_name",
        "producer_name",
        "province",
    ]
    assert correct(client, upload).url == upload.get_absolute_url()
    assert RememberedMapping.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_mappings_asks_the_same_number_of_queries(client, officer, count):
    for number in range(count):
        remember([*HEADER, f"Cột {number}"], {f"cot {number}": ""}, by=officer)
    client.get(MAPPINGS)
    with CaptureQueriesContext(connection) as queries:
        client.get(MAPPINGS)
    assert len([one for one in queries if "importing_rememberedmapping" in one["sql"]]) == 2
