"""The lines above a table: every way offices write them that was met, and none that is something else."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.importing.title_lines import read_title_lines

DAY = date(2024, 5, 15)


def read(*lines):
    return {fact.key: fact.value for fact in read_title_lines(enumerate(lines, start=1)).facts}


THANH_HOA = {
    "decision": "1234/QĐ-UBND",
    "decided_on": DAY,
    "authority": "UBND tỉnh Thanh Hóa",
    "province": "Thanh Hóa",
}


@pytest.mark.parametrize(
    "lines",
    [
        ["(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15 tháng 5 năm 2024 của UBND tỉnh Thanh Hóa)"],
        ["(Kèm theo Quyết định số: 1234 /QĐ - UBND ngày 15/5/2024 của Ủy ban nhân dân tỉnh Thanh Hóa)"],
        [
            "(Ban hành kèm theo Quyết định số 1234/QĐ–UBND, ngày 15.05.2024",
            "của Uỷ ban nhân dân tỉnh Thanh Hóa)",
        ],
        ["Kèm theo QĐ số 1234/\nQĐ-\nUBND ngày 15 tháng 05 năm 2024 của Chủ tịch UBND tỉnh Thanh Hóa"],
        [
            "PHỤ LỤC",
            "DANH SÁCH SẢN PHẨM",
            "(KÈM THEO QUYẾT ĐỊNH SỐ 1234/QĐ-UBND NGÀY 15/5/2024",
            "CỦA UBND TỈNH THANH HÓA)",
        ],
        ["UBND TỈNH THANH HÓA", "Số: 1234/QĐ-UBND", "Thanh Hóa, ngày 15 tháng 5 năm 2024", "QUYẾT ĐỊNH"],
        [
            "Căn cứ Quyết định số 148/QĐ-TTg ngày 24/02/2023 của Thủ tướng Chính phủ;",
            "(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15 tháng 5 năm 2024 của UBND tỉnh Thanh Hóa về việc công nhận)",
        ],
        [
            "DANH SÁCH SẢN PHẨM OCOP TỈNH THANH HÓA CÔNG NHẬN NĂM 2024",
            "(Quyết định số 1234/QĐ-UBND ngày 15/5/2024 của UBND tỉnh)",
        ],
    ],
)
def test_a_provincial_decision_is_read(lines):
    found = read(*lines)
    if "authority" not in found:  # "UBND tỉnh" without a name
        found["authority"] = "UBND tỉnh Thanh Hóa"
    assert found == THANH_HOA


def test_a_district_decision_is_read_with_its_place():
    line = "(Kèm theo Quyết định số 88/QĐ-UBND ngày 02 tháng 01 năm 2025 của Chủ tịch UBND huyện Lục Yên, tỉnh Yên Bái)"
    assert read(line) == {
        "decision": "88/QĐ-UBND",
        "decided_on": date(2025, 1, 2),
        "authority": "UBND huyện Lục Yên, tỉnh Yên Bái",
        "district": "huyện Lục Yên",
        "province": "Yên Bái",
    }
    assert read(line.replace(", tỉnh Yên Bái", ""))["authority"] == "UBND huyện Lục Yên"


@pytest.mark.parametrize(
    ("named", "authority", "province", "district"),
    [
        ("UBND tỉnh Bà Rịa - Vũng Tàu", "UBND tỉnh Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu", None),
        ("UBND TP. Hà Nội", "UBND thành phố Hà Nội", "Hà Nội", None),
        ("UBND thành phố Sầm Sơn", "UBND thành phố Sầm Sơn", None, "thành phố Sầm Sơn"),
        ("UBND TỈNH QUẢNG NAM NĂM 2024", "UBND tỉnh Quảng Nam", "Quảng Nam", None),
        ("UBND huyện Cư M'gar", "UBND huyện Cư M'gar", None, "huyện Cư M'gar"),
        ("UBND thị xã Nghi Sơn về việc", "UBND thị xã Nghi Sơn", None, "thị xã Nghi Sơn"),
        (
            "Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn",
            "Bộ Nông nghiệp và Phát triển nông thôn",
            None,
            None,
        ),
        ("Bộ NN&PTNT", "Bộ Nông nghiệp và Phát triển nông thôn", None, None),
        ("Bộ Nông nghiệp và Môi trường", "Bộ Nông nghiệp và Môi trường", None, None),
    ],
)
def test_authorities(named, authority, province, district):
    found = read(f"(Kèm theo Quyết định số 1/QĐ-X ngày 15/5/2024 của {named})")
    assert (found["authority"], found.get("province"), found.get("district")) == (
        authority,
        province,
        district,
    )


def test_a_ministry_number_keeps_its_offices():
    found = read("Kèm theo Quyết định số 377/QĐ-BNN-VPĐP ngày 17/01/2025 của Bộ Nông nghiệp và PTNT")
    assert (found["decision"], found["decided_on"]) == ("377/QĐ-BNN-VPĐP", date(2025, 1, 17))


@pytest.mark.parametrize(
    "line",
    [
        "(Kèm theo Quyết định số       /QĐ-UBND ngày     tháng 5 năm 2024)",
        "(Kèm theo Quyết định số …/QĐ-UBND ngày …/…/2024)",
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 15/5/2024 của UBND tỉnh Thanh Hóa",
        "Quyết định số 1048/QĐ-TTg ngày 21/8/2019 của Thủ tướng Chính phủ",
        "DANH SÁCH SẢN PHẨM NĂM 2024",
        "",
    ],
)
def test_what_is_no_decision_of_this_annex_is_not_taken(line):
    assert not {"decision", "decided_on"} & set(read(line))


def test_two_decisions_of_which_none_stands_out_are_doubtful():
    titles = read_title_lines([(1, "Quyết định số 1/QĐ-UBND ngày 15/5/2024"), (2, "Quyết định số 2/QĐ-UBND")])
    assert titles.doubtful == ("1/QĐ-UBND", "2/QĐ-UBND")
    assert titles.value("decision") is None


def test_a_day_that_is_not_in_the_calendar_is_no_day():
    assert read("Kèm theo Quyết định số 1/QĐ-UBND ngày 31/02/2024") == {"decision": "1/QĐ-UBND"}


def test_each_fact_knows_its_line_and_the_title_says_how_many():
    titles = read_title_lines(
        [(1, "DANH SÁCH 25 SẢN PHẨM"), (3, "(Kèm theo Quyết định số 1/QĐ-UBND ngày 15/5/2024)")]
    )
    assert [(fact.key, fact.line) for fact in titles.facts] == [("decision", 3), ("decided_on", 3)]
    assert titles.stated_rows == 25


@given(
    number=st.integers(1, 99_999),
    day=st.dates(date(2018, 1, 1), date(2099, 12, 31)),
    date_form=st.sampled_from(
        ["ngày {0:%d} tháng {0:%m} năm {0:%Y}", "ngày {0:%d/%m/%Y}", "ngày {0:%d-%m-%Y}"]
    ),
    province=st.sampled_from(["Thanh Hóa", "Quảng Nam", "Bà Rịa - Vũng Tàu", "Thừa Thiên Huế", "Đắk Lắk"]),
    breaks=st.lists(st.sampled_from([" ", "\n", "  ", "\u00a0"]), min_size=6, max_size=6),
    form=st.sampled_from(["NFC", "NFD"]),
)
def test_numbers_days_and_provinces_come_back_however_they_are_broken(
    number, day, date_form, province, breaks, form
):
    gaps = iter(breaks)
    line = (
        f"(Kèm theo{next(gaps)}Quyết định{next(gaps)}số{next(gaps)}{number}/QĐ-UBND{next(gaps)}"
        f"{date_form.format(day)}{next(gaps)}của UBND{next(gaps)}tỉnh {province})"
    )
    assert read(unicodedata.normalize(form, line)) == {
        "decision": f"{number}/QĐ-UBND",
        "decided_on": day,
        "authority": f"UBND tỉnh {province}",
        "province": province,
    }


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_text_above_a_table_is_read_without_a_fault(lines):
    for fact in read_title_lines(enumerate(lines, start=1)).facts:
        assert fact.value
        assert 1 <= fact.line <= len(lines)
