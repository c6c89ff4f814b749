"""Files nobody should open: by page and by command each has one clear answer, and nothing is written."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook, ExternalSheetNames

from catalogue.certification.models import LedgerEntry, SourceFile
from catalogue.importing.models import ImportUpload
from catalogue.models import Product
from tests.factories.importing import csv_file, good_row, workbook_bytes, xlsx_file
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def with_sheet(xml: bytes) -> bytes:
    """A good workbook whose sheet is this XML instead."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_file([good_row()]))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for part in good.infolist():
            is_sheet = part.filename.startswith("xl/worksheets/")
            bad.writestr(part.filename, xml if is_sheet else good.read(part))
    return out.getvalue()


def million_rows() -> bytes:
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
    rows = "".join(row.format(number, hash((number, "x"))) for number in range(1, 1_000_001))
    return with_sheet(
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>".encode()
    )


def bomb() -> bytes:
    return with_sheet(b" " * (20 * 1024 * 1024))


def linked_elsewhere() -> bytes:
    book = Workbook()
    book.active.append(list(good_row()))
    book.active.append([*good_row(**{"Tên sản phẩm": "='[1]Danh sách'!A2"}).values()])
    link = ExternalLink(externalBook=ExternalBook(sheetNames=ExternalSheetNames(["Danh sách"]), id="rId1"))
    link.file_link = Relationship(
        type="externalLinkPath", Target="khac.xlsx", TargetMode="External", Id="rId1"
    )
    book._external_links.append(link)
    return workbook_bytes(book)


UNREADABLE = {
    "a million rows": (million_rows, "Tệp có quá 50000 dòng."),
    "a zip bomb": (bomb, "bung ra quá lớn"),
    "a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "có mật khẩu",
    ),
    "a NUL": (lambda: csv_file([good_row()]).replace("Ba Làng".encode(), b"Ba\x00"), "ký tự NUL"),
}
UNTRUE = {
    "a formula": (lambda: xlsx_file([good_row(Điểm="=40+42")]), "công thức trong ô chưa được tính"),
    "a link to another file": (linked_elsewhere, "công thức trong ô chưa được tính"),
}


def nothing_written() -> bool:
    return not any(model.objects.exists() for model in (LedgerEntry, Product, SourceFile))


@pytest.mark.parametrize(("make", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_opened_is_said_and_kept_nowhere(client, tmp_path, capsys, make, words):
    content = make()
    client.force_login(make_user(role="programme_office"))
    answer = client.post(reverse("importing:index"), {"file": SimpleUploadedFile("ds.xlsx", content)})
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["file"]
    assert words in error
    assert (ImportUpload.objects.count(), nothing_written()) == (0, True)

    (tmp_path / "ds.xlsx").write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        call_command("import_recognitions", str(tmp_path / "ds.xlsx"))
    assert (ended.value.code, words in capsys.readouterr().err, nothing_written()) == (2, True, True)


@pytest.mark.parametrize(("make", "words"), UNTRUE.values(), ids=UNTRUE)
def test_a_cell_that_holds_no_value_refuses_its_row(client, tmp_path, capsys, make, words):
    content = make()
    client.force_login(make_user(role="programme_office"))
    client.post(reverse("importing:index"), {"file": SimpleUploadedFile("ds.xlsx", content)})
    upload = ImportUpload.objects.get()
    (row,) = upload.rows.all()
    assert words in row.problems[0]["message"].lower()
    client.post(reverse("importing:accept", args=[upload.pk]), {"chi-dong-hop-le": "1"})
    assert nothing_written()

    (tmp_path / "ds.xlsx").write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        call_command("import_recognitions", str(tmp_path / "ds.xlsx"))
    assert (ended.value.code, words in capsys.readouterr().out.lower(), nothing_written()) == (1, True, True)
