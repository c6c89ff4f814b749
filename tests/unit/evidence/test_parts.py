"""Periods, the list of Mẫu 02, words for paper: no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Product
from storefront.evidence.asking import Asking, asked_of
from storefront.evidence.checklist import MISSING, OUTSIDE, RECORDED, checklist_of
from storefront.evidence.figures import tables_of
from storefront.evidence.forms import PeriodForm
from storefront.evidence.parts import Column, Link, Section, Table, address, tidy
from storefront.evidence.period import Period

USUAL = Period(date(2025, 11, 21), date(2026, 11, 21))
DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))


def errors(**asked):
    form = PeriodForm(asked, usual=USUAL)
    return {name: [error.code for error in found.as_data()] for name, found in form.errors.items()}


def test_a_period_is_of_days_in_vietnam():
    period = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert period.starts_at == datetime(2026, 2, 28, 17, tzinfo=UTC)
    assert period.ends_at == datetime(2026, 3, 31, 17, tzinfo=UTC)
    assert period.query == "tu=2026-03-01&den=2026-03-31"


@given(DAYS, st.integers(0, 1500))
def test_months_hold_each_day_of_the_period_once(first, length):
    period = Period(first, first + timedelta(days=length))
    months = period.months()
    assert months == sorted({day.replace(day=1) for day in (first + timedelta(n) for n in range(length + 1))})


def test_what_is_not_asked_is_usual():
    form = PeriodForm({}, usual=USUAL)
    assert form.is_valid()
    assert form.period() == USUAL
    form = PeriodForm({"tu": "2026-01-01", "den": ""}, usual=USUAL)
    assert form.is_valid()
    assert form.period() == Period(date(2026, 1, 1), USUAL.last)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"tu": "2026-05-02", "den": "2026-05-01"}, {"den": ["ends-before-it-begins"]}),
        ({"tu": "2026-05-01", "den": "2026-05-01"}, {}),
        ({"den": "2026-11-21"}, {}),
        ({"den": "2026-11-22"}, {"den": ["future"]}),
        ({"tu": "2027-01-01"}, {"tu": ["future"]}),
        ({"tu": "2018-05-06"}, {"tu": ["before-the-programme"]}),
        ({"tu": "2018-05-07"}, {}),
        ({"tu": "hôm qua"}, {"tu": ["invalid"]}),
        ({"tu": "2026-02-30"}, {"tu": ["invalid"]}),
        ({"den": "9" * 400}, {"den": ["invalid"]}),
        ({"den": "\x00"}, {"den": ["invalid"]}),
    ],
)
def test_periods_that_are_none(asked, expected):
    assert errors(**asked) == expected


def test_the_list_counts_records_over_sections_and_never_points():
    told = [
        Section("xuc-tien", "Hội chợ", proofs={"market": 0}),
        Section("thuong-mai", "Đơn", proofs={"market": 3}),
        Section("giay-to", "Giấy tờ", proofs={"trademark": 1, "other": 5}),
        Section("diem-ban", "Điểm bán", proofs={"market": 2}),
    ]
    found = checklist_of(told)
    states = {item.name: (item.state, item.count, item.section) for item in found.items}
    assert len(found.items) == 15
    assert states["Thị trường, xúc tiến thương mại"] == (RECORDED, 5, "thuong-mai")
    assert states["Sở hữu trí tuệ"] == (RECORDED, 1, "giay-to")
    assert states["Câu chuyện sản phẩm"] == (MISSING, 0, "")
    assert states["Tài chính hai năm"] == (OUTSIDE, 0, "")
    assert (found.recorded, found.kept_here, len(found.outside)) == (2, 10, 5)
    assert not found.verified


def test_criteria_come_from_the_sheet_in_force():
    product = Product(criteria_set=1, nature="goods")
    asked = asked_of(product, on=date(2026, 11, 21))
    assert asked.names("xuc-tien") == "4.3 Quảng bá sản phẩm"
    assert [criterion.code for criterion in asked.of("giay-to")] == ["3.5", "9", "10"]
    assert asked.of("chung-nhan") == ()
    assert asked.source == (
        "Quyết định 26/2026/QĐ-TTg, bản sao, Phụ lục II, bộ 1, chưa đối chiếu với bản chính thức"
    )


def test_another_set_is_told_by_the_first_sheet_and_a_service_by_none():
    told = asked_of(Product(criteria_set=9, nature="goods"), on=date(2026, 11, 21))
    assert told.names("xuc-tien") == "4.3 Quảng bá sản phẩm"
    assert "hệ thống chưa có bộ tiêu chí của sản phẩm này" in told.source
    assert asked_of(Product(criteria_set=26, nature="service"), on=date(2026, 11, 21)) == Asking({})
    assert asked_of(Product(criteria_set=1, nature="goods"), on=date(2018, 6, 1)) == Asking({})


@given(st.text())
def test_tidy_text_is_one_line_for_paper(text):
    told = tidy(text)
    assert told == tidy(told)
    assert "\x00" not in told
    assert "\n" not in told


def test_addresses_are_whole():
    assert address("/diem-ban/lam-son/") == "https://saolang.example/diem-ban/lam-son/"
    assert address("https://balang.example/") == "https://balang.example/"
    assert address("") == ""


def test_tables_as_csv_run_nothing_and_end_with_addresses():
    columns = (Column("Nơi"), Column("Số", numeric=True))
    table = Table("noi", "Nơi", columns, ((Link("=1+1", "https://a.example/"), -3), ("@x", 0)))
    empty = Table("trong", "Trống", columns, ())
    assert not table.is_wide
    ((key, content),) = tables_of([Section("a", "A", tables=(table, empty))])
    assert key == "noi"
    assert content.decode() == "\ufeffNơi,Số,Địa chỉ\r\n'=1+1,-3,https://a.example/\r\n'@x,0,\r\n"
