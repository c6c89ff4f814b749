"""Annexes as offices lay them out: titles, merged cells, headings between rows, totals, signatures, sheets."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.importing.errors import FileError, HeadingsError
from catalogue.importing.given import FileKind, Given
from catalogue.importing.reading import read_table
from catalogue.importing.records import read_records
from tests.factories.importing import annex_csv, annex_xlsx

TITLE = "(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15 tháng 5 năm 2024 của UBND tỉnh Thanh Hóa)"
TITLES = [["PHỤ LỤC"], ["DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN"], [TITLE], []]
PLAIN = [
    ["STT", "Tên sản phẩm", "Chủ thể", "Hạng sao", "Ghi chú"],
    [1, "Nước mắm", "HTX Ba Làng", "4 sao", None],
    [2, "Mắm tôm", "HTX Hậu Lộc", "3 sao", "mới"],
]


def records(content, **given):
    return read_records(read_table(content, given=Given(**given)))


def facts(record, *keys):
    told = [record.get(key) for key in keys]
    return tuple(getattr(one, "number", None) or getattr(one, "day", None) or one for one in told)


def both(rows, merges=()):
    """The same rows as CSV and as XLSX."""
    yield annex_csv(rows)
    yield annex_xlsx({"Phụ lục": rows}, merges={"Phụ lục": merges})


def test_the_title_lines_tell_decision_and_place_of_every_row():
    for content in both([*TITLES, *PLAIN]):
        first, second = records(content)
        for record in (first, second):
            assert facts(record, "decision", "decided_on", "authority", "province") == (
                "1234/QĐ-UBND",
                date(2024, 5, 15),
                "UBND tỉnh Thanh Hóa",
                "Thanh Hóa",
            )
        assert (first.row, first.problems, second.get("star")) == (6, [], 3)


def test_a_cell_holds_before_a_heading_that_before_what_is_given_that_before_the_title():
    rows = [
        *TITLES,
        ["STT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Hạng sao", "Số quyết định"],
        ["I. Hạng 4 sao"],
        [1, "Nước mắm", "HTX Ba Làng", "Nghệ An", "5 sao", "7/QĐ-UBND"],
        ["II. Tỉnh Hà Tĩnh"],
        [2, "Mắm tôm", "HTX Hậu Lộc", None, "3 sao", None],
        ["III. Hạng 3 sao"],
        [3, "Mắm tép", "HTX Hậu Lộc", None, None, None],
    ]
    told = [
        facts(record, "star", "province", "decision", "decided_on")
        for record in records(annex_csv(rows), place="tỉnh Nam Định", decision="9/QĐ-UBND")
    ]
    assert told == [
        (5, "Nghệ An", "7/QĐ-UBND", None),
        (3, "Hà Tĩnh", "9/QĐ-UBND", date(2024, 5, 15)),
        (3, "Nam Định", "9/QĐ-UBND", date(2024, 5, 15)),
    ]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (None, ("1234/QĐ-UBND", date(2024, 5, 15))),
        ("2024", ("1234/QĐ-UBND", date(2024, 5, 15))),
        ("15/5/2024", ("1234/QĐ-UBND", date(2024, 5, 15))),
        ("16/5/2024", (None, date(2024, 5, 16))),
        ("2023", (None, 2023)),
    ],
)
def test_a_row_of_another_day_is_not_of_the_titles_decision(cell, told):
    rows = [*TITLES, [*PLAIN[0], "Ngày quyết định"], [*PLAIN[1], cell]]
    (record,) = records(annex_csv(rows))
    decision, decided = record.get("decision"), record.get("decided_on")
    assert (decision.number if decision else None, decided.day or decided.year) == told


def test_headings_carry_star_group_and_place_and_end():
    rows = [
        *TITLES,
        ["STT", "Tên sản phẩm", "Chủ thể"],
        ["A. Sản phẩm đạt 4 sao (2 sản phẩm)"],
        ["I", "Huyện Hậu Lộc"],
        [1, "Mắm tôm", "HTX Hậu Lộc"],
        ["II", "Thị xã Nghi Sơn"],
        [1, "Nước mắm", "HTX Ba Làng"],
        ["B. Sản phẩm đạt 3 sao"],
        ["Nhóm: Đồ uống"],
        [1, "Rượu nếp", "HTX Nga Sơn"],
    ]
    merges = ["A6:C6", "A11:C11", "A12:C12"]
    for content in both(rows, merges):
        told = [
            (one.get("product_name"), *facts(one, "star", "district", "group")) for one in records(content)
        ]
        assert told == [
            ("Mắm tôm", 4, "Huyện Hậu Lộc", None),
            ("Nước mắm", 4, "Thị xã Nghi Sơn", None),
            ("Rượu nếp", 3, None, 2),
        ]
        (listed,) = read_table(content).reading.lists
        assert [(one.number, one.rows) for one in listed.sections] == [
            (6, 2),
            (7, 1),
            (9, 1),
            (11, 1),
            (12, 1),
        ]
        assert [(one.line, one.stated, one.found) for one in listed.stated] == [(6, 2, 2)]


def test_a_row_with_data_is_never_a_heading():
    rows = [
        *TITLES,
        ["STT", "Tên sản phẩm", "Chủ thể", "Hạng sao"],
        [1, "Trà 4 sao", "HTX Hậu Lộc", "3 sao"],
        [2, "Nước mắm", None, None],
        [3, "Huyện Hậu Lộc", "HTX Huyện Hậu Lộc", "3 sao"],
    ]
    told = [(one.get("product_name"), one.get("star"), len(one.problems)) for one in records(annex_csv(rows))]
    assert told == [("Trà 4 sao", 3, 0), ("Nước mắm", None, 1), ("Huyện Hậu Lộc", 3, 0)]


def test_what_is_merged_downwards_holds_for_each_row():
    rows = [
        *TITLES,
        ["STT", "Chủ thể", "Tên sản phẩm", "Hạng sao"],
        [1, "HTX Ba Làng", "Nước mắm", "4 sao"],
        [2, None, "Mắm tôm", "4 sao"],
        [3, None, "Mắm tép", None],
        [4, "HTX Nga Sơn", "Rượu nếp", "3 sao"],
    ]
    content = annex_xlsx({"PL": rows}, merges={"PL": ["B6:B8", "D7:D8", "B10:B40"]})
    told = [(one.row, one.get("producer_name"), one.get("star")) for one in records(content)]
    assert told == [
        (6, "HTX Ba Làng", 4),
        (7, "HTX Ba Làng", 4),
        (8, "HTX Ba Làng", 4),
        (9, "HTX Nga Sơn", 3),
    ]


def test_too_many_merged_cells_are_refused(monkeypatch):
    monkeypatch.setattr("catalogue.importing.merged_cells.MOST_MERGES", 2)
    content = annex_xlsx({"PL": PLAIN}, merges={"PL": ["A5:A6", "B5:B6", "C5:C6"]})
    with pytest.raises(FileError) as refused:
        read_table(content)
    assert refused.value.code == "too-many-merged-cells"


def test_a_header_of_two_rows_and_numbered_columns():
    rows = [
        *TITLES,
        ["STT", "Sản phẩm", None, "Chủ thể", None, "Điểm", None, None, None, "Quyết định", None],
        [None, "Tên", "Mã", "Tên", "Địa chỉ", "Phần A", "Phần B", "Phần C", "Tổng", "Số", "Ngày"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)"],
        [
            1,
            "Nước mắm",
            "38-1",
            "HTX Ba Làng",
            "Hải Lĩnh",
            "30",
            "20",
            "25,5",
            "75,5",
            "1/QĐ-UBND",
            "15/5/2024",
        ],
    ]
    keys = "row_label product_name product_code producer_name address part_a part_b part_c score decision decided_on"
    for content in both(
        [*rows[:4], rows[4], *rows[5:]], merges=["A5:A6", "B5:C5", "D5:E5", "F5:I5", "J5:K5"]
    ):
        with pytest.raises(HeadingsError) as refused:
            read_table(content)
        assert "«Hạng sao»" in str(refused.value)
        (listed,) = refused.value.reading.lists
        assert [headed.column.key for headed in listed.header.columns] == keys.split()
        assert (listed.header.unknown, listed.row_count) == ((), 1)


def test_totals_and_signatures_are_left_out_and_the_total_is_compared():
    rows = [
        *TITLES,
        *PLAIN,
        ["Tổng cộng: 25 sản phẩm"],
        [],
        ["Nơi nhận:", None, None, "TM. ỦY BAN NHÂN DÂN"],
        ["- Như Điều 3;", None, None, "KT. CHỦ TỊCH"],
        ["- Lưu: VT.", None, None, "PHÓ CHỦ TỊCH"],
        [None, None, None, "Nguyễn Văn Nam"],
        ["./."],
    ]
    for content in both(rows):
        table = read_table(content)
        (listed,) = table.reading.lists
        assert len(table.rows) == 2
        assert [(one.line, one.stated, one.found) for one in listed.stated] == [(8, 25, 2)]
        assert [one.why.value for one in listed.left_out] == ["total", *["ending"] * 5]


@pytest.mark.parametrize(
    "total",
    [
        ["Tổng cộng", None, "2"],
        [None, "Tổng số: 02 sản phẩm"],
        ["Cộng", 2],
        ["Danh sách này có 2 sản phẩm./."],
        ["Tổng: 2 sản phẩm (Hai sản phẩm)"],
    ],
)
def test_totals_that_are_right(total):
    for content in both([*TITLES, *PLAIN, total]):
        (listed,) = read_table(content).reading.lists
        assert [(one.stated, one.is_right) for one in listed.stated] == [(2, True)]


def test_a_product_called_like_a_total_stays_a_product():
    rows = [
        *TITLES,
        *PLAIN,
        [3, "Tổng hợp hạt dinh dưỡng", "HTX Ba Làng", "3 sao"],
        [4, "Cộng", "HTX Cộng", "3 sao"],
    ]
    assert [one.get("product_name") for one in records(annex_csv(rows))][2:] == [
        "Tổng hợp hạt dinh dưỡng",
        "Cộng",
    ]


def test_the_header_repeated_on_every_page_is_left_out():
    rows = [*TITLES, *PLAIN, PLAIN[0], [3, "Mắm tép", "HTX Nga Sơn", "3 sao", None]]
    assert [one.row for one in records(annex_csv(rows))] == [6, 7, 9]


SHEETS = {
    "Bìa": [["UBND TỈNH THANH HÓA"], [TITLE]],
    "4 sao": [["Hạng 4 sao"], PLAIN[0], PLAIN[1]],
    "3 sao": [PLAIN[0], PLAIN[2], [3, "Mắm tép", None, "3 sao", None]],
    "Tổng hợp": [["STT", "Huyện", "Điểm"], [1, "Hậu Lộc", 2]],
}


def test_all_lists_of_a_workbook_are_read_and_the_others_named():
    table = read_table(annex_xlsx(SHEETS))
    assert [(row.sheet, row.line) for row in table.rows] == [("4 sao", 3), ("3 sao", 2), ("3 sao", 3)]
    assert len({row.number for row in table.rows}) == 3
    assert [name for name, _why in table.reading.skipped] == ["Bìa", "Tổng hợp"]
    told = read_records(table)
    assert {facts(one, "decision", "province") for one in told} == {("1234/QĐ-UBND", "Thanh Hóa")}
    assert told[2].problems[0].message == "Trang tính «3 sao», dòng 3, cột «Chủ thể»: ô còn trống."
    assert told[2].problems[0].as_dict()["row"] == 3


def test_the_officer_chooses_sheets():
    table = read_table(annex_xlsx(SHEETS), given=Given(sheets=("3 SAO",)))
    assert [(row.sheet, row.line) for row in table.rows] == [("", 2), ("", 3)]
    assert (table.sheet, len(table.reading.skipped)) == ("3 sao", 3)
    with pytest.raises(FileError) as refused:
        read_table(annex_xlsx(SHEETS), given=Given(sheets=("5 sao",)))
    assert (refused.value.code, refused.value.field) == ("sheet-not-found", "sheets")
    assert "«4 sao»" in str(refused.value)


def test_a_chosen_meaning_holds_before_the_usual_one_and_before_a_remembered_one():
    rows = [
        ["Tên hàng", "Chủ thể", "Tỉnh", "Hạng sao", "Điểm"],
        ["Nước mắm", "HTX Ba Làng", "Thanh Hóa", "4", "82"],
    ]
    chosen = {"ten hang": "product_name", "diem": ""}
    table = read_table(annex_csv(rows), given=Given(columns=chosen))
    assert (table.header.left_out, table.header.unknown) == (((4, "Điểm"),), ())
    seen = []

    def remembered(headings):
        seen.append(headings)
        return {"ten hang": "pack", "diem": "part_a"}

    table = read_table(
        annex_csv(rows), given=Given(columns={"ten hang": "product_name"}), remembered=remembered
    )
    assert [one.column.key for one in table.header.columns] == [
        *("product_name", "producer_name", "province", "star", "part_a")
    ]
    assert seen == [frozenset({"ten hang", "chu the", "tinh", "hang sao", "diem"})]


def test_what_is_given_must_make_sense():
    with pytest.raises(FileError) as refused:
        records(annex_csv([*TITLES, *PLAIN]), decision="khoảng tháng năm")
    assert (refused.value.code, refused.value.field) == ("decision-number-invalid", "decision")


def test_a_place_given_stands_for_the_place_of_the_title():
    (record, _other) = records(annex_csv([*TITLES, *PLAIN]), place="Xã Trí Quang, huyện Hậu Lộc, Nghệ An")
    assert facts(record, "commune", "district", "province") == ("Xã Trí Quang", "Huyện Hậu Lộc", "Nghệ An")


def test_a_revocation_takes_its_decision_from_the_title_too():
    rows = [*TITLES, ["STT", "Tên sản phẩm", "Chủ thể"], [1, "Nước mắm", "HTX Ba Làng"]]
    (record,) = records(annex_csv(rows), kind=FileKind.REVOCATIONS)
    assert facts(record, "decision", "decided_on", "province") == (
        "1234/QĐ-UBND",
        date(2024, 5, 15),
        "Thanh Hóa",
    )
