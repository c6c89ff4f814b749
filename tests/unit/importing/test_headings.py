"""Which column a heading means, and what is said about those nobody knows."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pytest

from catalogue.importing.column_sets import COLUMN_SETS, RECOGNITIONS
from catalogue.importing.columns import COLUMNS
from catalogue.importing.errors import FileError
from catalogue.importing.export import template_csv
from catalogue.importing.given import FileKind
from catalogue.importing.header_rows import find_header
from catalogue.importing.headings import (
    Meanings,
    column_letter,
    map_header,
    refuse_incomplete,
    refuse_unknown,
)

ROOT = Path(__file__).parents[3]
NEEDED = ["Tên sản phẩm", "Chủ thể", "Tỉnh", "Hạng sao"]


def read_header(row, *, row_number, known=RECOGNITIONS, chosen=None):
    header = map_header(row, row_number=row_number, meanings=Meanings(known, chosen or {}))
    refuse_incomplete(header)
    return header


def keys(row):
    return [headed.column.key for headed in read_header(row, row_number=1).columns]


@pytest.mark.parametrize(
    "heading",
    [
        "HẠNG SAO",
        "hạng sao",
        "Hang sao",
        "Hạng\nsao",
        " Hạng  sao: ",
        "Hạng sao (*)",
        unicodedata.normalize("NFD", "Hạng sao"),
        "star",
        "Xếp hạng",
    ],
)
def test_a_heading_is_known_however_it_is_written(heading):
    assert keys(["Tên sản phẩm", "Chủ thể", "Tỉnh", heading]) == [
        "product_name",
        "producer_name",
        "province",
        "star",
    ]


def test_the_headings_of_the_public_list_are_all_known():
    with (ROOT / "storefront/demo/data/ocop_products.csv").open(encoding="utf-8") as lines:
        header = read_header(next(csv.reader(lines)), row_number=1)
    assert header.unknown == ()
    assert len(header.columns) == 23


def test_missing_columns_are_named():
    with pytest.raises(FileError) as refused:
        read_header(["Tên sản phẩm", "Quy cách"], row_number=3)
    assert refused.value.code == "headings-missing"
    assert str(refused.value).startswith(
        "Dòng tiêu đề (dòng 3) thiếu các cột bắt buộc «Chủ thể», «Tỉnh», «Hạng sao»."
    )


def test_a_province_code_is_enough_for_the_province():
    assert "province_code" in keys(["Tên sản phẩm", "Chủ thể", "Mã tỉnh", "Hạng sao"])


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(FileError) as refused:
        read_header([*NEEDED, "Xếp hạng"], row_number=1)
    assert refused.value.code == "heading-repeated"
    assert "Cột D «Hạng sao» và cột E «Xếp hạng»" in str(refused.value)


def test_unknown_headings_are_named_with_their_column_and_the_nearest_known_one():
    header = read_header([*NEEDED, "Vùng trồng", "Quy cáck"], row_number=1)
    with pytest.raises(FileError) as refused:
        refuse_unknown(header)
    assert refused.value.code == "headings-unknown"
    assert "«Vùng trồng» (cột E)" in str(refused.value)
    assert "«Quy cáck» (cột F, có phải «Quy cách»?)" in str(refused.value)


def test_the_header_is_found_below_title_lines():
    rows = [
        ["DANH SÁCH SẢN PHẨM OCOP"],
        ["Kèm theo Quyết định số 1/QĐ-UBND"],
        [],
        ["STT", *NEEDED],
        ["1", "a", "b", "c", "3"],
    ]
    place = find_header(rows, meanings=Meanings())
    assert (place.first, place.last, place.headings) == (3, 3, ("STT", *NEEDED))


def test_no_header_is_found_in_other_data():
    assert find_header([["a", "b"], ["1", "2"]], meanings=Meanings()) is None


@pytest.mark.parametrize(
    ("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(place, letter):
    assert column_letter(place) == letter


def test_the_template_is_the_one_in_the_documentation_and_holds_every_required_column():
    assert (ROOT / "docs/import-template.csv").read_bytes().decode("utf-8") == template_csv()
    headings = next(csv.reader(io.StringIO(template_csv().removeprefix("\ufeff"))))
    assert {column.label for column in COLUMNS if column.required} <= set(headings)
    assert read_header(headings, row_number=1).unknown == ()


@pytest.mark.parametrize("kind", FileKind)
def test_the_documentation_names_every_column_and_every_spelling(kind):
    guide = "".join(
        (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("import.md", "import-kinds.md")
    )
    spellings = [heading for column in COLUMN_SETS[kind].columns for heading in column.headings]
    assert [heading for heading in spellings if heading not in guide] == []


@pytest.mark.parametrize("kind", [FileKind.EVALUATIONS, FileKind.REVOCATIONS])
def test_each_template_is_the_one_in_the_documentation(kind):
    kept = (ROOT / f"docs/import-template-{kind}.csv").read_bytes().decode("utf-8")
    assert kept == template_csv(kind)


@pytest.mark.parametrize("kind", FileKind)
def test_no_spelling_leads_to_two_columns_of_one_kind(kind):
    known = COLUMN_SETS[kind]
    assert len(known.by_key) == len(known.columns)
    for column in known.columns:
        for heading in column.headings:
            assert known.named(heading) is column


@pytest.mark.parametrize("kind", FileKind)
def test_every_kind_has_a_template_that_reads_as_its_own_header(kind):
    header = read_header(
        next(csv.reader(io.StringIO(template_csv(kind).removeprefix("\ufeff")))),
        row_number=1,
        known=COLUMN_SETS[kind],
    )
    assert header.unknown == ()
    assert [headed.column.key for headed in header.columns] == [
        one.key for one in COLUMN_SETS[kind].of_template
    ]
