"""Results of a council no decision has recognised: they bring products and scores into the register, never a star."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from catalogue.certification.managers import products_in_force
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status_reading import product_status
from catalogue.importing.applying import accept
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.given import FileKind, Given
from catalogue.importing.kinds.evaluations import tier_of_council
from catalogue.importing.planning import plan_import
from catalogue.models import Product
from catalogue.producers.models import Producer
from tests.factories.catalogue import make_province
from tests.factories.certification import certify
from tests.factories.importing import csv_file, evaluated_row, good_row

EVALUATIONS = Given(kind=FileKind.EVALUATIONS)
COUNCIL, STAR = "Hội đồng", "Hạng sao đề nghị"
PARTS = ("Điểm A", "Điểm B", "Điểm C")


def plan_of(*rows, given=EVALUATIONS):
    return plan_import(csv_file(rows), name="danh-gia.csv", given=given)


def refused(plan):
    return [(problem.row, problem.field, problem.code) for problem in plan.refused]


def test_a_result_brings_product_and_scores_and_no_star():
    plan = plan_of(evaluated_row())
    assert plan.counts == {"created": 1, "updated": 0, "unchanged": 0, "refused": 0}
    assert LedgerEntry.objects.count() == 0
    result = accept(plan)
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.effective_on, entry.council, entry.tier, entry.rule_set) == (
        "evaluated",
        date(2026, 10, 15),
        "Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Thanh Hóa",
        "province",
        "qd-26-2026",
    )
    assert (entry.score, entry.part_a, entry.part_b, entry.part_c) == tuple(
        map(Decimal, ("69.5", "33.5", "20", "16"))
    )
    assert (entry.proposed_star, entry.criteria_set, entry.round_name) == (3, 9, "Đợt 1 năm 2026")
    assert (entry.source, entry.source_row, result.source.kind) == (result.source, 2, "evaluations")
    product = Product.objects.get()
    assert (product.selling, product.producer.name, product.producer.state) == (
        "contact",
        "HTX Ba Làng",
        "active",
    )
    assert product_status(product, date(2026, 11, 21)).state == "never"
    assert not products_in_force(Product.objects.all(), on=date(2026, 11, 21)).exists()


def test_a_file_told_twice_changes_nothing_the_second_time():
    accept(plan_of(evaluated_row()))
    again = plan_of(evaluated_row())
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 1, "refused": 0}
    accept(again)
    assert (LedgerEntry.objects.count(), Product.objects.count()) == (1, 1)


def test_what_was_told_otherwise_is_corrected():
    accept(plan_of(evaluated_row()))
    plan = plan_of(evaluated_row(**{STAR: "4 sao", "Đợt": "Đợt 2 năm 2026"}))
    told = [(one.label, one.old, one.new, one.is_correction) for one in plan.rows[0].differences]
    assert told == [
        ("Hạng sao đề nghị", "3", "4", True),
        ("Đợt", "Đợt 1 năm 2026", "Đợt 2 năm 2026", True),
    ]
    accept(plan)
    assert [entry.proposed_star for entry in LedgerEntry.objects.standing().filter(kind="evaluated")] == [4]


def test_a_result_stands_beside_the_star_that_is_in_force():
    accept(plan_import(csv_file([good_row()])))
    accept(plan_of(evaluated_row()))
    product = Product.objects.get()
    assert product_status(product, date(2026, 11, 21)).star == 4
    assert [entry.kind for entry in product.ledger_entries.order_by("pk")] == ["recognised", "evaluated"]


@pytest.mark.parametrize(
    ("scores", "warning"),
    [
        ({"Tổng điểm": "49", STAR: None}, "49 điểm chưa đủ để công nhận (từ 3 sao trở lên)."),
        ({"Tổng điểm": "69,5", STAR: "4 sao"}, "69,5 điểm thuộc khung 3 sao, hội đồng đề nghị 4 sao."),
        ({"Tổng điểm": "49", STAR: "2 sao"}, "49 điểm chưa đủ để công nhận (từ 3 sao trở lên)."),
    ],
)
def test_low_scores_are_results_too_and_the_officer_is_told(scores, warning):
    plan = plan_of(evaluated_row(**dict.fromkeys(PARTS), **scores))
    assert plan.refused == []
    assert plan.rows[0].warnings == [warning]
    accept(plan)
    assert LedgerEntry.objects.get().kind == "evaluated"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"Tổng điểm": None}, ("score", "required")),
        ({"Tổng điểm": "101"}, ("score", "score-out-of-range")),
        ({"Tổng điểm": "70"}, ("score", "parts-do-not-add-up")),
        ({"Điểm A": "99", "Điểm B": None}, ("part_a", "part-too-high")),
        ({"Ngày đánh giá": None}, ("evaluated_on", "evaluation-date-missing")),
        ({"Ngày đánh giá": "22/11/2026"}, ("evaluated_on", "evaluation-in-future")),
        ({"Ngày đánh giá": "2026"}, ("evaluated_on", "date-incomplete")),
        ({"Ngày đánh giá": "15/10/2017"}, ("evaluated_on", "no-rule-set")),
        ({COUNCIL: None, "Cấp": "Tỉnh"}, ("council", "council-missing")),
        ({COUNCIL: "Hội đồng đánh giá"}, ("tier", "tier-missing")),
        ({"Tỉnh": "Atlantis"}, ("province", "province-unknown")),
        ({"Bộ tiêu chí": "27"}, ("criteria_set", "criteria-set-unknown")),
        ({STAR: "6 sao"}, ("star", "star-invalid")),
    ],
)
def test_one_clear_answer_and_nothing_written(changes, problem):
    plan = plan_of(evaluated_row(**changes))
    assert refused(plan) == [(2, *problem)]
    with pytest.raises(ImportRefusedError):
        accept(plan)
    assert (LedgerEntry.objects.count(), Product.objects.count(), Producer.objects.count()) == (0, 0, 0)


def test_a_council_that_scored_twice_in_one_file_is_refused():
    plan = plan_of(evaluated_row(), evaluated_row(**dict.fromkeys(PARTS), **{"Tổng điểm": "70"}))
    assert (3, "product_name", "duplicate-row") in refused(plan)


def test_the_day_and_the_council_may_be_given_for_all_rows():
    rows = [evaluated_row(**{COUNCIL: None, "Ngày đánh giá": None, "Tỉnh": None})]
    given = Given(
        kind=FileKind.EVALUATIONS,
        decided_on=date(2026, 10, 15),
        authority="Hội đồng OCOP huyện Hoằng Hóa",
        place="Thanh Hóa",
    )
    plan = plan_of(*rows, given=given)
    assert plan.refused == []
    accept(plan)
    entry = LedgerEntry.objects.get()
    assert (entry.effective_on, entry.council, entry.tier) == (
        date(2026, 10, 15),
        "Hội đồng OCOP huyện Hoằng Hóa",
        "district",
    )


@pytest.mark.parametrize(
    ("name", "tier"),
    [
        ("Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Thanh Hóa", "province"),
        ("Hội đồng OCOP cấp tỉnh", "province"),
        ("Hội đồng huyện Hoằng Hóa", "district"),
        ("Hội đồng đánh giá, phân hạng thị xã Nghi Sơn", "district"),
        ("Hội đồng OCOP thành phố Thanh Hóa", "province"),
        ("Hội đồng đánh giá, phân hạng Trung ương", "ministry"),
        ("Hội đồng quốc gia", "ministry"),
        ("Hội đồng quản lý chất lượng", None),
        ("", None),
    ],
)
def test_the_tier_a_council_tells_by_its_name(name, tier):
    assert tier_of_council(name, province=make_province()) == tier


def test_an_evaluation_file_does_not_recognise_even_when_a_star_is_in_force_elsewhere():
    accept(plan_of(evaluated_row()))
    product = Product.objects.get()
    certify(product, 3, on=date(2026, 11, 1))
    assert plan_of(evaluated_row()).counts["unchanged"] == 1
    assert product_status(product, date(2026, 10, 31)).state == "never"
