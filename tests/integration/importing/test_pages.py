"""The officer's page: upload, preview, accept or cancel; and people who may not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.certification.models import LedgerEntry
from catalogue.importing.given import Given
from catalogue.importing.models import ImportUpload
from catalogue.importing.uploads import receive_upload
from catalogue.models import Product
from tests.factories.importing import csv_file, good_row
from tests.factories.users import make_user

INDEX = reverse("importing:index")
BAD_ROW = good_row(**{"Tên sản phẩm": "Mắm tôm", "Hạng sao": "2"})


def upload(client, *rows, content=None, name="ds.csv", **data):
    content = csv_file(rows) if content is None else content
    return client.post(INDEX, {"file": SimpleUploadedFile(name, content), **data})


def waiting(officer, *rows):
    return receive_upload(csv_file(rows), name="ds.csv", by=officer)


def test_upload_preview_accept(client, officer):
    response = upload(client, good_row())
    current = ImportUpload.objects.get()
    assert response.url == current.get_absolute_url()
    page = client.get(response.url).content.decode()
    assert "Chấp nhận sẽ tạo mới <b>1</b>" in page
    assert "Nước mắm Ba Làng" in page
    assert LedgerEntry.objects.count() == 0

    response = client.post(reverse("importing:accept", args=[current.pk]), follow=True)
    page = response.content.decode()
    product = Product.objects.get()
    assert "Đã nhập: tạo mới 1, cập nhật 0, không đổi 0." in page
    assert product.get_absolute_url() in page
    current.refresh_from_db()
    assert (current.state, current.decided_by, current.source.name) == ("accepted", officer, "ds.csv")
    assert LedgerEntry.objects.get().recorded_by == officer


def test_a_bad_row_keeps_the_file_out_until_the_good_rows_are_accepted(client, officer):
    upload(client, good_row(), BAD_ROW)
    current = ImportUpload.objects.get()
    page = client.get(f"{current.get_absolute_url()}?loc=refused").content.decode()
    assert "Chỉ công nhận từ 3 sao trở lên, tệp ghi 2 sao." in page
    assert "HTX Ba Làng · Thanh Hóa" in page
    assert page.count('id="dong-') == 1
    client.post(reverse("importing:accept", args=[current.pk]))
    assert Product.objects.count() == 0
    client.post(reverse("importing:accept", args=[current.pk]), {"chi-dong-hop-le": "1"})
    assert Product.objects.count() == 1
    current.refresh_from_db()
    assert (current.state, current.good_rows_only) == ("accepted", True)


def test_cancel_writes_nothing_and_keeps_the_preview(client, officer):
    current = waiting(officer, good_row())
    client.post(reverse("importing:cancel", args=[current.pk]))
    client.post(reverse("importing:accept", args=[current.pk]))
    current.refresh_from_db()
    assert (current.state, Product.objects.count()) == ("cancelled", 0)
    assert "Nước mắm Ba Làng" in client.get(current.get_absolute_url()).content.decode()


def test_an_upload_is_accepted_once(client, officer):
    current = waiting(officer, good_row())
    for _time in range(2):
        client.post(reverse("importing:accept", args=[current.pk]))
    assert LedgerEntry.objects.count() == 1


def test_what_was_not_seen_is_not_accepted(client, officer):
    current = waiting(officer, good_row())
    other = waiting(officer, good_row(), good_row(**{"Tên sản phẩm": "Mắm tôm"}))
    client.post(reverse("importing:accept", args=[other.pk]))
    page = client.post(reverse("importing:accept", args=[current.pk]), follow=True).content.decode()
    assert "Sổ đã thay đổi từ khi xem trước" in page
    current.refresh_from_db()
    assert (current.state, current.unchanged) == ("pending", 1)
    assert LedgerEntry.objects.count() == 2


def test_the_same_file_handed_in_twice_is_one_upload(client, officer):
    assert upload(client, good_row()).url == upload(client, good_row(), name="khac.csv").url
    assert ImportUpload.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"%PDF-1.7", "Đây là tệp PDF"),
        (b"a,b\n1,2", "Không tìm thấy dòng tiêu đề"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_under_the_field(client, officer, content, words):
    response = upload(client, content=content, name="ds.xlsx")
    assert response.status_code == 422
    assert words in response.content.decode()
    assert ImportUpload.objects.count() == 0


def test_no_file_chosen_is_told(client, officer):
    assert "Hãy chọn một tệp." in client.post(INDEX).content.decode()


def test_unknown_columns_are_passed_over_when_ticked(client, officer):
    upload(client, good_row(**{"Vùng trồng": "x"}), ignore_unknown="on")
    page = client.get(ImportUpload.objects.get().get_absolute_url()).content.decode()
    assert "Cột không nhận ra, không được nhập: «Vùng trồng» (cột K)" in page


def test_filters_stay_in_the_address_while_turning_pages(client, officer):
    rows = [good_row(**{"Tên sản phẩm": f"Mắm số {number}"}) for number in range(120)]
    current = waiting(officer, *rows)
    page = client.get(f"{current.get_absolute_url()}?loc=created&tim=mam&trang=2").content.decode()
    assert "Trang 2 trên 3" in page
    assert "?loc=created&amp;tim=mam&amp;trang=3" in page
    assert "Mắm số 60" in page
    found = client.get(f"{current.get_absolute_url()}?tim=MẮM SỐ 77").content.decode()
    assert "Mắm số 77" in found
    assert "Mắm số 60" not in found


def test_the_preview_tells_how_many_stars_count_today(client, officer):
    current = waiting(
        officer,
        good_row(),
        good_row(**{"Tên sản phẩm": "Cũ", "Ngày quyết định": "15/05/2021", "Hết hạn": "15/05/2024"}),
        good_row(**{"Tên sản phẩm": "Nghe nói", "Ngày quyết định": "2021", "Hết hạn": None}),
    )
    page = client.get(current.get_absolute_url()).content.decode()
    assert "<b>1</b> công nhận còn hạn hôm nay" in page
    assert "<b>1</b> công nhận đã hết hạn" in page
    assert "<b>1</b> chưa đủ minh chứng" in page


@pytest.mark.parametrize("count", [1, 30])
def test_the_preview_asks_as_often_for_many_rows_as_for_few(
    client, officer, django_assert_num_queries, count
):
    current = waiting(officer, *(good_row(**{"Tên sản phẩm": f"Mắm {number}"}) for number in range(count)))
    client.get(current.get_absolute_url())
    with django_assert_num_queries(15):
        client.get(current.get_absolute_url())


def test_files_to_take_away(client, officer):
    content = csv_file([good_row(), good_row(**{"Tên sản phẩm": "+1+1", "Hạng sao": "2"})])
    current = receive_upload(content, name="ds.csv", by=officer)
    original = client.get(reverse("importing:file", args=[current.pk]))
    assert b"".join(original.streaming_content) == content
    assert original["Content-Disposition"] == 'attachment; filename="ds.csv"'
    refused = client.get(reverse("importing:refused", args=[current.pk])).content.decode()
    assert "3,'+1+1,HTX Ba Làng,star,star-below-three," in refused
    assert client.get(reverse("importing:template")).content.decode().startswith("\ufeffSTT,Tên sản phẩm,")


def test_the_history_filters_by_state(client, officer):
    current = waiting(officer, good_row())
    assert current.get_absolute_url() in client.get(INDEX).content.decode()
    assert current.get_absolute_url() not in client.get(f"{INDEX}?trang-thai=accepted").content.decode()


def test_the_menu_leads_to_the_page(client, officer):
    assert INDEX in client.get("/quan-tri/").content.decode()


@pytest.mark.parametrize("role", ["", "editor", "trade_department", "operator"])
def test_others_change_nothing(client, role):
    officer = make_user(role="programme_office")
    current = waiting(officer, good_row())
    client.force_login(make_user(role=role))
    before = ImportUpload.objects.values().get()
    assert upload(client, BAD_ROW).status_code in (302, 403)
    for name in ("accept", "cancel", "refresh"):
        response = client.post(reverse(f"importing:{name}", args=[current.pk]))
        assert response.status_code in (302, 403)
        assert response.headers.get("Location", "") != current.get_absolute_url()
    assert ImportUpload.objects.values().get() == before
    assert LedgerEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "sees"), [("", False), ("editor", False), ("trade_department", True), ("operator", True)]
)
def test_who_sees_what_was_handed_in(client, role, sees):
    current = waiting(make_user(role="programme_office"), good_row())
    client.force_login(make_user(role=role))
    for address in (INDEX, current.get_absolute_url(), reverse("importing:refused", args=[current.pk])):
        assert (client.get(address).status_code == 200) == sees


def test_strangers_are_sent_to_sign_in(client):
    assert client.get(INDEX).url.startswith("/quan-tri/login/")


def test_the_same_file_with_something_else_given_is_another_upload(client, officer):
    first = waiting(officer, good_row())
    again = waiting(officer, good_row())
    other = receive_upload(
        csv_file([good_row()]), name="ds.csv", by=officer, given=Given(decision="9/QĐ-UBND", kind=first.kind)
    )
    assert (again.pk, other.pk == first.pk) == (first.pk, False)
    assert other.what_is_given == Given(decision="9/QĐ-UBND")
