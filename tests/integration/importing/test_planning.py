"""What a file would do, before anything is written."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.certification.models import LedgerEntry
from catalogue.importing.applying import accept
from catalogue.importing.errors import FileError
from catalogue.importing.given import Given
from catalogue.importing.planning import plan_import
from catalogue.models import Product
from catalogue.producers.models import Producer
from tests.factories.catalogue import make_producer, make_product, make_province
from tests.factories.importing import csv_file, good_row, xlsx_file


def plan_of(*rows, **options):
    return plan_import(csv_file(rows), **options)


def only(plan):
    (row,) = plan.rows
    return row


def test_a_good_row_would_create_and_writes_nothing():
    plan = plan_of(good_row())
    assert plan.as_json() == {"created": 1, "updated": 0, "unchanged": 0, "refused": []}
    assert (Product.objects.count(), Producer.objects.count(), LedgerEntry.objects.count()) == (0, 0, 0)


def test_csv_and_xlsx_of_one_list_give_one_plan():
    rows = [
        good_row(),
        good_row(
            **{"Tên sản phẩm": "Mắm tôm", "Số quyết định": None, "Ngày quyết định": "2021", "Hết hạn": None}
        ),
    ]
    assert plan_import(csv_file(rows)).digest == plan_import(xlsx_file(rows)).digest


REFUSALS = {
    "product-missing": ({"Tên sản phẩm": None}, "product_name", "required"),
    "producer-missing": ({"Chủ thể": None}, "producer_name", "required"),
    "name-of-signs": ({"Tên sản phẩm": "( )"}, "product_name", "required"),
    "province-missing": ({"Tỉnh": None}, "province", "required"),
    "province-unknown": ({"Tỉnh": "Hàm Rồng"}, "province", "province-unknown"),
    "star-below-three": ({"Hạng sao": "2 sao"}, "star", "star-below-three"),
    "star-wrong": ({"Hạng sao": "7"}, "star", "star-invalid"),
    "score-contradicts-star": ({"Điểm": "69,99"}, "score", "score-contradicts-star"),
    "score-too-high": ({"Điểm": "100,5"}, "score", "score-out-of-range"),
    "not-competent": ({"Hạng sao": "5"}, "authority", "authority-not-competent"),
    "district-not-competent": ({"Cấp": "Huyện"}, "authority", "authority-not-competent"),
    "authority-not-competent": (
        {"Cơ quan ban hành": "UBND huyện Hoằng Hóa"},
        "authority",
        "authority-not-competent",
    ),
    "decision-in-future": (
        {"Ngày quyết định": "22/11/2026", "Hết hạn": None},
        "decided_on",
        "decision-in-future",
    ),
    "year-in-future": ({"Ngày quyết định": "2027", "Hết hạn": None}, "decided_on", "decision-in-future"),
    "end-before-start": ({"Hết hạn": "15/05/2025"}, "valid_to", "end-before-start"),
    "term-too-long": ({"Hết hạn": "15/05/2035"}, "valid_to", "term-too-long"),
    "end-is-a-year": ({"Hết hạn": "2028"}, "valid_to", "date-incomplete"),
    "year-before-the-programme": (
        {"Ngày quyết định": "2016", "Hết hạn": None},
        "decided_on",
        "reported-too-early",
    ),
    "garbled": ({"Tên sản phẩm": "Nước mắm".encode().decode("latin-1")}, "product_name", "garbled-text"),
    "no-such-day": ({"Ngày quyết định": "31/02/2025"}, "decided_on", "date-invalid"),
    "month-first": ({"Ngày quyết định": "05/15/2025"}, "decided_on", "date-month-first"),
    "before-the-programme": ({"Ngày quyết định": "15/05/2017", "Hết hạn": None}, "decided_on", "no-rule-set"),
    "phone-with-letters": ({"Điện thoại": "0912 abc 678"}, "phone", "phone-invalid"),
    "gtin-check-digit": ({"GTIN": "4006381333932"}, "gtin", "gtin-check-digit"),
    "tax-code": ({"Mã số thuế": "123"}, "tax_code", "tax-code-invalid"),
    "group-unknown": ({"Ngành": "Đồ chơi"}, "group", "group-unknown"),
    "group-contradicts-set": ({"Bộ tiêu chí": "14"}, "group", "group-contradicts-set"),
    "set-unknown": ({"Bộ tiêu chí": "27"}, "criteria_set", "criteria-set-unknown"),
    "decision-number": ({"Số quyết định": "của huyện"}, "decision", "decision-number-invalid"),
    "decision-dates-differ": (
        {"Số quyết định": "1/QĐ-UBND ngày 1/4/2025"},
        "decided_on",
        "decision-dates-differ",
    ),
    "evaluated-without-score": (
        {"Ngày đánh giá": "01/05/2025", "Hội đồng": "HĐ tỉnh"},
        "score",
        "score-missing",
    ),
    "evaluated-without-council": (
        {"Ngày đánh giá": "01/05/2025", "Điểm": "80"},
        "council",
        "council-missing",
    ),
    "parts-do-not-add-up": (
        {
            "Ngày đánh giá": "01/05/2025",
            "Hội đồng": "HĐ tỉnh",
            "Điểm": "80",
            "Điểm A": "30",
            "Điểm B": "20",
            "Điểm C": "29",
        },
        "score",
        "parts-do-not-add-up",
    ),
    "part-too-high": (
        {"Ngày đánh giá": "01/05/2025", "Hội đồng": "HĐ tỉnh", "Điểm": "80", "Điểm A": "45"},
        "part_a",
        "part-too-high",
    ),
    "prices-out-of-order": ({"Giá từ": "190.000", "Giá đến": "110.000"}, "price_from", "prices-out-of-order"),
    "pack-too-long": ({"Quy cách": "x" * 121}, "pack", "too-long"),
    "lost-letters": ({"Tên sản phẩm": "N\ufffdc mắm"}, "product_name", "lost-character"),
    "province-code-differs": ({"Mã tỉnh": "51"}, "province_code", "province-code-differs"),
}


@pytest.mark.parametrize(("changes", "field", "code"), REFUSALS.values(), ids=REFUSALS)
def test_a_bad_row_is_refused_and_says_where(changes, field, code):
    plan = plan_of(good_row(**{"Tên sản phẩm": "Cái khác"}), good_row(**changes))
    assert plan.counts == {"created": 1, "updated": 0, "unchanged": 0, "refused": 1}
    problem = plan.refused[0]
    assert (problem.row, problem.field, problem.code) == (3, field, code)
    assert problem.message.startswith("Dòng 3, cột «")
    assert problem.message.endswith(".")


def test_every_wrong_cell_of_a_row_is_told():
    plan = plan_of(good_row(**{"Hạng sao": "9", "Điện thoại": "abc", "GTIN": "1"}))
    assert [problem.code for problem in plan.refused] == ["star-invalid", "phone-invalid", "gtin-invalid"]


def test_a_repeated_row_is_refused_and_names_the_first():
    plan = plan_of(good_row(), good_row(**{"Tên sản phẩm": "NUOC MAM BA LANG"}))
    assert [(problem.row, problem.code) for problem in plan.refused] == [(3, "duplicate-row")]
    assert "lặp lại dòng 2" in plan.refused[0].message


def test_a_gtin_used_twice_is_refused():
    gtin = {"GTIN": "4006381333931"}
    plan = plan_of(good_row(**gtin), good_row(**{"Tên sản phẩm": "Mắm tôm"}, **gtin))
    assert [(problem.row, problem.code) for problem in plan.refused] == [(3, "gtin-taken")]


def test_unknown_columns_refuse_the_file_unless_they_are_let_pass():
    rows = [good_row(**{"Vùng trồng": "bãi bồi"})]
    with pytest.raises(FileError) as refused:
        plan_import(csv_file(rows))
    assert refused.value.code == "headings-unknown"
    plan = plan_import(csv_file(rows), given=Given(ignore_unknown=True))
    assert plan.counts["created"] == 1
    assert plan.ignored_headings == "«Vùng trồng» (cột K)"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "recognition"),
        ({"Hết hạn": None}, "recognition"),
        ({"Số quyết định": None}, "recognition"),
        ({"Số quyết định": "QĐ (số cần tra)"}, "recognition"),
        ({"Số quyết định": None, "Hết hạn": None}, "report"),
        ({"Ngày quyết định": "2025", "Hết hạn": None}, "report"),
        ({"Ngày quyết định": None, "Số quyết định": None, "Hết hạn": None}, "report"),
        ({"Hạng sao": None}, "report"),
        ({"Tình trạng": "upgrade_proposed"}, "report"),
        ({"Tình trạng": "renewal_unknown"}, "recognition"),
        (
            {
                "Số quyết định": None,
                "Ngày quyết định": None,
                "Hết hạn": None,
                "Điểm": "82,5",
                "Ngày đánh giá": "01/05/2025",
                "Hội đồng": "HĐ tỉnh",
                "Cấp": "Tỉnh",
            },
            "evaluation",
        ),
    ],
)
def test_what_a_row_proves_decides_what_it_becomes(changes, kind):
    row = only(plan_of(good_row(**changes)))
    assert (row.problems, row.claim.kind) == ([], kind)


@pytest.mark.parametrize(
    ("changes", "tier", "authority", "is_assumed"),
    [
        ({}, "province", "UBND tỉnh Thanh Hóa", True),
        ({"Tỉnh": "Hà Nội"}, "province", "UBND thành phố Hà Nội", True),
        ({"Hạng sao": "3"}, "district", "UBND cấp huyện, Thanh Hóa", True),
        ({"Hạng sao": "3", "Huyện": "huyện Hoằng Hóa"}, "district", "UBND huyện Hoằng Hóa, Thanh Hóa", True),
        ({"Hạng sao": "3", "Ghi chú": "UBND huyện ban hành"}, "district", "UBND cấp huyện, Thanh Hóa", False),
        (
            {"Hạng sao": "3", "Ngày quyết định": "15/05/2022", "Hết hạn": "15/05/2025"},
            "province",
            "UBND tỉnh Thanh Hóa",
            True,
        ),
        (
            {"Hạng sao": "5", "Số quyết định": "377/QĐ-BNN-VPĐP"},
            "ministry",
            "Bộ Nông nghiệp và Môi trường",
            False,
        ),
        (
            {
                "Hạng sao": "5",
                "Số quyết định": "377/QĐ-BNN-VPĐP",
                "Ngày quyết định": "17/01/2025",
                "Hết hạn": "17/01/2028",
            },
            "ministry",
            "Bộ Nông nghiệp và Phát triển nông thôn",
            False,
        ),
        ({"Hạng sao": "5", "Số quyết định": None}, "ministry", "Bộ Nông nghiệp và Môi trường", True),
        (
            {"Cơ quan ban hành": "UBND tỉnh Thanh Hoá", "Số quyết định": "12/QĐ-MH"},
            "province",
            "UBND tỉnh Thanh Hoá",
            False,
        ),
        ({"Tỉnh": "Kon Tum"}, "province", "UBND tỉnh Kon Tum", True),
    ],
)
def test_who_decided_is_read_or_inferred(changes, tier, authority, is_assumed):
    row = only(plan_of(good_row(**changes)))
    assert row.problems == []
    assert (row.claim.tier, row.claim.authority, row.claim.is_tier_assumed) == (tier, authority, is_assumed)


def test_an_inferred_tier_is_told():
    assert "hiểu là UBND tỉnh Thanh Hóa" in only(plan_of(good_row())).warnings[0]


def test_places_are_found_by_old_and_new_names():
    row = only(plan_of(good_row(Tỉnh="kon tum", Xã="Đăk Xú")))
    assert (row.place.province.name, row.place.commune) == ("Quảng Ngãi", None)
    assert row.place.as_certified == "Đăk Xú, kon tum"
    assert "Không thấy xã, phường “Đăk Xú”" in row.warnings[0]
    row = only(plan_of(good_row(**{"Địa bàn": "phường Hải Lĩnh"})))
    assert str(row.place.commune) == "Phường Hải Lĩnh"
    assert only(plan_of(good_row(**{"Địa bàn": "Hải Lĩnh (cũ)"}))).place.commune is None


def test_a_producer_is_found_by_tax_code_then_by_name_and_province():
    mine = make_producer("Hợp tác xã Ba Làng", tax_code="2801234567")
    same_name = make_producer("HTX BA LÀNG")
    elsewhere = make_producer("HTX Ba Làng", province=make_province("Quảng Ngãi", "51"))
    assert only(plan_of(good_row(**{"Mã số thuế": "2801234567"}))).match.producer.existing == mine
    assert only(plan_of(good_row())).match.producer.existing == same_name
    assert only(plan_of(good_row(Tỉnh="Quảng Ngãi"))).match.producer.existing == elsewhere


def test_two_producers_of_one_name_are_not_guessed():
    make_producer("HTX Ba Làng")
    make_producer("HTX Ba Làng")
    assert [problem.code for problem in plan_of(good_row()).refused] == ["producer-ambiguous"]


def test_a_product_is_found_by_folded_name_and_producer():
    product = make_product("Nước Mắm Ba Làng", producer=make_producer("HTX Ba Làng"))
    make_product("Nước mắm Ba Làng", producer=make_producer("HTX Khác"))
    row = only(plan_of(good_row()))
    assert (row.action, row.match.product.existing) == ("updated", product)


def test_a_product_code_of_another_producer_is_refused():
    accept(plan_of(good_row(**{"Mã sản phẩm": "38-1-01-2025"})))
    plan = plan_of(good_row(**{"Mã sản phẩm": "38-1-01-2025", "Chủ thể": "HTX Khác"}))
    assert [problem.code for problem in plan.refused] == ["product-code-taken"]


def test_a_decision_in_the_ledger_with_another_tier_is_told():
    accept(plan_of(good_row(**{"Cơ quan ban hành": "UBND Thanh Hóa", "Cấp": "Tỉnh"})))
    other = good_row(
        **{"Tên sản phẩm": "Khác", "Cơ quan ban hành": "UBND Thanh Hóa", "Cấp": "Huyện", "Hạng sao": "3"}
    )
    assert [problem.code for problem in plan_of(other).refused] == ["decision-differs"]


def test_another_name_in_the_register_is_told_and_kept():
    accept(plan_of(good_row(**{"Mã sản phẩm": "38-1-01-2025", "Mã số thuế": "2801234567"})))
    renamed = {"Tên sản phẩm": "Nước mắm Hải Thanh", "Chủ thể": "HTX Hải Thanh"}
    row = only(plan_of(good_row(**{"Mã sản phẩm": "38-1-01-2025", "Mã số thuế": "2801234567", **renamed})))
    assert row.action == "unchanged"
    assert [warning for warning in row.warnings if "Trong sổ" in warning] == [
        "Trong sổ tên là “HTX Ba Làng”; giữ tên trong sổ.",
        "Trong sổ tên là “Nước mắm Ba Làng”; giữ tên trong sổ.",
    ]


def test_the_number_of_queries_does_not_grow_with_the_rows():
    def queries(count):
        rows = [
            good_row(**{"Tên sản phẩm": f"Sản phẩm {number}", "Chủ thể": f"HTX {number}"})
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            plan_of(*rows)
        return len(captured)

    assert queries(1) == queries(40)
