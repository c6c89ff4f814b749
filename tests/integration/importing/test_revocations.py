"""Lists of revocations: one decision, many products of the register, no new ones, nothing guessed."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.certification.models import Decision, LedgerEntry, SourceFile
from catalogue.certification.status_reading import product_status
from catalogue.importing.applying import accept
from catalogue.importing.errors import FileError, ImportRefusedError
from catalogue.importing.given import FileKind, Given
from catalogue.importing.planning import plan_import
from catalogue.models import Product
from catalogue.producers.models import Producer
from tests.factories.catalogue import make_producer, make_product, make_province
from tests.factories.certification import certify, make_decision, revoke
from tests.factories.importing import csv_file, good_row, revoked_row, xlsx_file
from tests.factories.users import make_user

REVOCATIONS = Given(kind=FileKind.REVOCATIONS)
NAME, GROUND = "Tên sản phẩm", "Căn cứ thu hồi"


def plan_of(*rows, content=None, given=REVOCATIONS):
    return plan_import(content or csv_file(rows), name="thu-hoi.csv", given=given)


def starred(title="Chả mực Hạ Long", **facts):
    product = make_product(title, **facts)
    certify(product, 4, on=date(2026, 1, 17))
    return product


def refused(plan):
    return [(problem.row, problem.field, problem.code) for problem in plan.refused]


def revoked():
    return list(LedgerEntry.objects.filter(kind="revoked").order_by("pk"))


def nothing_was_written():
    return (
        not revoked() and not Decision.objects.filter(number="812/QĐ-UBND") and not SourceFile.objects.all()
    )


def test_a_row_takes_the_star_from_the_day_of_the_decision():
    product = starred()
    plan = plan_of(revoked_row())
    assert plan.counts == {"created": 0, "updated": 1, "unchanged": 0, "refused": 0}
    (difference,) = plan.rows[0].differences
    assert (difference.old, difference.new) == (
        "4 sao, đến 17/01/2029",
        "thu hồi từ 20/11/2026: Sử dụng sai nhãn hiệu chứng nhận OCOP",
    )
    assert nothing_was_written()

    officer = make_user(role="programme_office")
    result = accept(plan, by=officer)
    (entry,) = revoked()
    assert (entry.product, entry.effective_on, entry.ground) == (product, date(2026, 11, 20), "mark-misused")
    assert (entry.decision.number, entry.decision.tier, entry.decision.province) == (
        "812/QĐ-UBND",
        "province",
        product.province,
    )
    assert (entry.recorded_by, entry.source, entry.source_row) == (officer, result.source, 2)
    assert (result.source.kind, result.products) == ("revocations", {2: product.pk})
    assert product_status(product, date(2026, 11, 19)).state == "in_force"
    assert product_status(product, date(2026, 11, 20)).state == "revoked"


def test_many_rows_of_one_decision_are_one_decision_with_each_row_told():
    products = [starred(f"Chả số {number}") for number in range(3)]
    rows = [revoked_row(**{NAME: product.title}) for product in products]
    accept(plan_of(*rows))
    entries = revoked()
    assert len({entry.decision for entry in entries}) == 1
    assert {entry.product: entry.source_row for entry in entries} == dict(
        zip(products, (2, 3, 4), strict=True)
    )


def test_a_file_told_twice_changes_nothing_the_second_time():
    starred()
    accept(plan_of(revoked_row()))
    again = plan_of(revoked_row())
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 1, "refused": 0}
    assert again.rows[0].claim.star == 4
    accept(again)
    assert (len(revoked()), SourceFile.objects.count()) == (1, 1)


def test_its_own_day_grounds_and_notes_are_kept():
    starred()
    words = "Ngừng sản xuất từ tháng 6"
    accept(
        plan_of(revoked_row(**{"Thu hồi từ ngày": "25/11/2026", GROUND: words, "Ghi chú": "xem biên bản"}))
    )
    (entry,) = revoked()
    assert (entry.effective_on, entry.ground) == (date(2026, 11, 25), "production-stopped")
    assert entry.note == "Ngừng sản xuất từ tháng 6. xem biên bản"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("mark-misused", "mark-misused"),
        ("SỬ DỤNG SAI NHÃN HIỆU CHỨNG NHẬN OCOP.", "mark-misused"),
        ("Vi phạm về sử dụng logo OCOP", "mark-misused"),
        ("Giả mạo hồ sơ", "dishonest-file"),
        ("ho so gian doi", "dishonest-file"),
        ("Không còn đáp ứng các tiêu chí", "criteria-not-met"),
        ("Không duy trì được điều kiện", "criteria-not-met"),
        ("Vi phạm quy định về an toàn thực phẩm", "law-broken"),
        ("Chủ thể đã giải thể", "production-stopped"),
        ("Dừng hoạt động", "production-stopped"),
        ("Hết hạn, không đăng ký đánh giá lại", "other-finding"),
        ("Không tham gia đánh giá lại", "other-finding"),
        ("Kết luận khác của cơ quan có thẩm quyền", "other-finding"),
    ],
)
def test_grounds_in_the_words_offices_use(words, code):
    starred()
    plan = plan_of(revoked_row(**{GROUND: words}))
    assert plan.refused == []
    assert plan.rows[0].claim.ground == code


def test_words_that_are_not_the_laws_are_shown_to_the_officer():
    starred()
    plan = plan_of(revoked_row(**{GROUND: "Dừng hoạt động"}))
    assert plan.rows[0].warnings == [
        "“Dừng hoạt động” hiểu là căn cứ “Ngừng sản xuất, kinh doanh”; lời trong tệp được giữ ở ghi chú."
    ]
    assert plan_of(revoked_row()).rows[0].warnings == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({NAME: "Không có trong sổ"}, ("product_name", "product-unknown")),
        ({"Mã sản phẩm": "00-00000-00-2000", NAME: None}, ("product_code", "product-unknown")),
        ({"Mã chứng nhận": "CN-999999"}, ("certificate", "product-unknown")),
        ({"Mã chứng nhận": "số ba"}, ("certificate", "certificate-invalid")),
        ({"Chủ thể": "HTX Nơi Khác"}, ("producer_name", "product-of-another")),
        ({"Tỉnh": "Hà Nội"}, ("province", "product-of-another")),
        ({"Hạng sao": "3 sao"}, ("star", "another-recognition")),
        ({"Quyết định công nhận": "999/QĐ-UBND"}, ("recognised_by", "another-recognition")),
        ({"Ngày công nhận": "18/01/2026"}, ("recognised_on", "another-recognition")),
        ({"Ngày công nhận": "2025"}, ("recognised_on", "another-recognition")),
        ({GROUND: "vì không thích"}, ("ground", "ground-unknown")),
        ({GROUND: None}, ("ground", "ground-missing")),
        ({"Số quyết định thu hồi": None}, ("decision", "decision-number-missing")),
        ({"Số quyết định thu hồi": "(số cần tra)"}, ("decision", "decision-number-missing")),
        ({"Ngày quyết định thu hồi": None}, ("decided_on", "decision-day-missing")),
        ({"Ngày quyết định thu hồi": "2026"}, ("decided_on", "decision-day-missing")),
        ({"Ngày quyết định thu hồi": "22/11/2026"}, ("decided_on", "decision-in-future")),
        ({"Thu hồi từ ngày": "16/01/2026"}, ("revoked_on", "revoked-before-start")),
        ({"Thu hồi từ ngày": "17/01/2029"}, ("revoked_on", "not-in-force")),
        ({"Thu hồi từ ngày": "2026"}, ("revoked_on", "date-incomplete")),
    ],
)
def test_one_clear_answer_and_nothing_written(changes, problem):
    starred()
    plan = plan_of(revoked_row(**changes))
    assert refused(plan) == [(2, *problem)]
    with pytest.raises(ImportRefusedError) as stopped:
        accept(plan)
    assert stopped.value.code == "rows-refused"
    assert nothing_was_written()
    assert (Product.objects.count(), Producer.objects.count()) == (1, 1)


def test_a_product_never_recognised_is_refused_in_its_row_and_the_good_rows_wait_for_consent():
    starred()
    make_product("Chưa từng có sao")
    plan = plan_of(revoked_row(), revoked_row(**{NAME: "Chưa từng có sao"}))
    assert refused(plan) == [(3, "product_name", "nothing-to-revoke")]
    assert plan.refused[0].message == (
        "Dòng 3, cột «Tên sản phẩm»: sản phẩm chưa từng được công nhận nên không có gì để thu hồi."
    )
    with pytest.raises(ImportRefusedError):
        accept(plan)
    assert nothing_was_written()
    accept(plan, accept_good_rows=True)
    assert [entry.product.title for entry in revoked()] == ["Chả mực Hạ Long"]


def test_already_revoked_is_refused_in_its_words():
    revoke(starred("Đã thu hồi"), on=date(2026, 10, 1))
    plan = plan_of(revoked_row(**{NAME: "Đã thu hồi"}))
    assert refused(plan) == [(2, "revoked_on", "already-revoked")]
    assert [problem.reason for problem in plan.refused] == ["lần công nhận này đã bị thu hồi ngày 01/10/2026"]


def test_a_certificate_that_had_ended_is_withdrawn_as_the_decision_says():
    """Real decisions list them: most of the 47 of one province were for want of a new evaluation."""
    certify(make_product("Đã hết hạn"), 4, on=date(2023, 1, 17))
    plan = plan_of(revoked_row(**{NAME: "Đã hết hạn"}))
    (row,) = plan.rows
    assert (refused(plan), row.warnings) == (
        [],
        ["Lần công nhận 4 sao đã hết hạn ngày 17/01/2026; vẫn ghi thu hồi như quyết định nêu."],
    )
    accept(plan)
    assert [entry.product.title for entry in revoked()] == ["Đã hết hạn"]


def test_five_stars_are_not_the_provinces_to_take():
    certify(make_product("Chả mực Hạ Long"), 5, on=date(2026, 6, 17))
    assert refused(plan_of(revoked_row())) == [(2, "decision", "revoker-not-competent")]


def test_the_decision_that_gave_the_star_does_not_take_it():
    product = make_product("Chả mực Hạ Long")
    certify(product, 4, decision=make_decision(on=date(2026, 1, 17), number="12/QĐ-UBND"))
    row = revoked_row(**{"Số quyết định thu hồi": "12/QĐ-UBND", "Ngày quyết định thu hồi": "17/01/2026"})
    assert refused(plan_of(row)) == [(2, "decision", "decision-recognised-it")]


def test_a_decision_known_with_another_tier_is_refused():
    starred()
    make_decision(
        on=date(2026, 11, 20), number="812/QĐ-UBND", tier="district", authority="UBND tỉnh Thanh Hóa"
    )
    assert refused(plan_of(revoked_row()))[0][1:] == ("tier", "decision-differs")


def test_one_name_of_two_producers_is_never_guessed():
    first = starred("Bánh gai", producer=make_producer("HTX Tứ Trụ"))
    second = starred("Bánh gai", producer=make_producer("HTX Lam Sơn"))
    plan = plan_of(revoked_row(**{NAME: "Bánh gai"}))
    assert refused(plan) == [(2, "product_name", "product-ambiguous")]
    assert "HTX Tứ Trụ (Thanh Hóa), HTX Lam Sơn (Thanh Hóa)" in plan.refused[0].reason
    told = plan_of(
        revoked_row(**{NAME: "BÁNH GAI", "Chủ thể": "htx tứ trụ"}),
        revoked_row(**{NAME: "Bánh gai", "Chủ thể": "HTX Lam Sơn", "Tỉnh": "Thanh Hóa"}),
    )
    assert [row.match.product.existing for row in told.rows] == [first, second]


def test_a_product_is_found_by_certificate_code_or_gtin_whatever_it_is_called():
    product = make_product("Chả mực Hạ Long", gtin="08935000000014")
    entry = certify(product, 4, on=date(2026, 1, 17), product_code="38-16543-01-2026")
    for named in (
        {"Mã chứng nhận": f"CN-{entry.pk}"},
        {"Mã sản phẩm": "38-16543-01-2026"},
        {"GTIN": "8935000000014"},
    ):
        plan = plan_of(revoked_row(**{NAME: "Chả mực loại 1", **named}))
        assert plan.refused == []
        assert plan.rows[0].match.product.existing == product
        assert plan.rows[0].warnings == ["Trong sổ tên là “Chả mực Hạ Long”; giữ tên trong sổ."]
        assert plan_of(revoked_row(**{NAME: None, **named})).refused == []


def test_a_name_nearly_right_is_offered_and_never_taken():
    starred("Chả mực Hạ Long")
    make_product("Chả mực Hạ Lonh")
    plan = plan_of(revoked_row(**{NAME: "Chả mục Hạ Lông"}), revoked_row(**{NAME: "Chả mực Hạ Longg"}))
    assert [problem.reason for problem in plan.refused] == [
        "không có sản phẩm nào trong sổ mang “Chả mực Hạ Longg”; gần giống: “Chả mực Hạ Long”"
    ]
    assert plan.rows[0].match.product.title == "Chả mực Hạ Long"
    assert plan.rows[1].match is None


def test_a_certificate_of_an_earlier_term_is_not_the_one_that_ends():
    product = make_product("Chả mực Hạ Long")
    earlier = certify(product, 3, on=date(2023, 1, 10))
    certify(product, 4, on=date(2026, 1, 17))
    plan = plan_of(revoked_row(**{"Mã chứng nhận": f"CN-{earlier.pk}"}))
    assert refused(plan) == [(2, "certificate", "another-recognition")]


def test_a_product_named_twice_is_refused_the_second_time():
    starred()
    plan = plan_of(revoked_row(), revoked_row(**{GROUND: "Giả mạo hồ sơ"}))
    assert refused(plan) == [(3, "product_name", "duplicate-row")]


def test_who_decided_is_taken_from_the_register_or_inferred_and_said():
    starred()
    row = revoked_row(**{"Cơ quan thu hồi": None})
    plan = plan_of(row)
    assert (plan.rows[0].claim.authority, plan.rows[0].claim.tier) == ("UBND tỉnh Thanh Hóa", "province")
    assert plan.rows[0].warnings == [
        "Tệp không nêu cơ quan thu hồi; hiểu là UBND tỉnh Thanh Hóa theo thẩm quyền tại ngày ký."
    ]
    make_decision(on=date(2026, 11, 20), number="812/QĐ-UBND", authority="UBND tỉnh Thanh Hoá")
    assert plan_of(row).rows[0].warnings == []


def test_what_the_file_lacks_is_given_for_all_its_rows():
    starred()
    bare = {NAME: "Chả mực Hạ Long", "Lý do": "Giả mạo hồ sơ", "Hạng sao": "****"}
    given = Given(
        kind=FileKind.REVOCATIONS,
        decision="812/QĐ-UBND",
        decided_on=date(2026, 11, 20),
        authority="UBND tỉnh Thanh Hóa",
        place="Thanh Hóa",
    )
    assert accept(plan_of(bare, given=given)).plan.counts["updated"] == 1
    assert revoked()[0].decision.label == Decision.objects.get(number="812/QĐ-UBND").label


def test_an_annex_with_the_decision_in_its_title_lines():
    starred()
    content = xlsx_file(
        [{"TT": 1, NAME: "Chả mực Hạ Long", "Quyết định công nhận": None, "Lý do thu hồi": "Ngừng sản xuất"}],
        title_lines=[
            "DANH SÁCH SẢN PHẨM BỊ THU HỒI GIẤY CHỨNG NHẬN",
            "(Kèm theo Quyết định số 812/QĐ-UBND ngày 20 tháng 11 năm 2026 của UBND tỉnh Thanh Hóa)",
        ],
    )
    plan = plan_of(content=content)
    assert plan.refused == []
    accept(plan)
    (entry,) = revoked()
    assert (entry.decision.number, entry.effective_on) == ("812/QĐ-UBND", date(2026, 11, 20))


@pytest.mark.parametrize("kind", [FileKind.RECOGNITIONS, FileKind.EVALUATIONS])
@pytest.mark.parametrize(
    ("title_lines", "more"),
    [
        (["DANH SÁCH SẢN PHẨM BỊ THU HỒI GIẤY CHỨNG NHẬN OCOP"], {}),
        (["QUYẾT ĐỊNH", "Về việc thu hồi kết quả công nhận sản phẩm OCOP"], {}),
        ([], {"Lý do thu hồi": "Ngừng sản xuất"}),
    ],
)
def test_a_list_of_revocations_never_gives_the_stars_anew(kind, title_lines, more):
    row = {**good_row(), "Điểm": "80", **more}
    content = xlsx_file([row], title_lines=title_lines)
    with pytest.raises(FileError) as other:
        plan_import(content, given=Given(kind=kind, ignore_unknown=True))
    assert other.value.code == "file-of-another-kind"


def test_a_title_that_only_mentions_recognition_is_let_pass():
    title = "DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN. Sản phẩm vi phạm sẽ bị thu hồi."
    assert plan_import(xlsx_file([good_row()], title_lines=[title])).refused == []


def test_columns_such_lists_have_beside_are_let_pass():
    starred()
    row = revoked_row(**{"Xã": "Hoằng Phụ", "Người đại diện": "Lê Thị Hoa", "Điểm": "abc", "Ngành": "?"})
    assert plan_of(row).refused == []


def test_a_file_without_a_column_that_names_products_cannot_be_read():
    row = revoked_row()
    del row[NAME]
    with pytest.raises(FileError, match="Tên sản phẩm"):
        plan_of(row)


@pytest.mark.parametrize("count", [1, 3])
def test_planning_asks_as_often_for_many_rows_as_for_few(count, django_assert_num_queries):
    for number in range(count):
        starred(f"Chả số {number}", producer=make_producer())
    rows = [revoked_row(**{NAME: f"Chả số {number}", "Tỉnh": "Thanh Hóa"}) for number in range(count)]
    make_province()
    plan_of(*rows)
    with django_assert_num_queries(7):
        plan_of(*rows)
