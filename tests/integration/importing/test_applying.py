"""What an accepted file leaves in the register and the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from catalogue.certification import ledger
from catalogue.certification.models import LedgerEntry, SourceFile
from catalogue.certification.status_reading import product_status
from catalogue.importing import applying
from catalogue.importing.applying import accept
from catalogue.importing.errors import ImportRefusedError
from catalogue.importing.planning import plan_import
from catalogue.models import Product
from catalogue.producers.models import Producer
from tests.factories.catalogue import make_producer, make_product
from tests.factories.importing import csv_file, good_row
from tests.factories.users import make_user

FULL_ROW = good_row(
    **{
        "Điểm": "82,5",
        "Điểm A": "33,5",
        "Điểm B": "20",
        "Điểm C": "29",
        "Hội đồng": "Hội đồng tỉnh Thanh Hóa",
        "Cấp": "Tỉnh",
        "Ngày đánh giá": "01/05/2025",
        "Đợt": "Đợt 1 năm 2025",
        "Cơ quan ban hành": "UBND tỉnh Thanh Hóa",
        "Mã sản phẩm": "38-1-01-2025",
        "GTIN": "4006381333931",
        "Mã số thuế": "2801234567",
        "Điện thoại": "0912 345 678",
        "Loại hình": "HTX",
        "Địa bàn": "phường Hải Lĩnh",
        "Giá từ": "110.000",
        "Giá đến": "190.000",
    }
)


def take(*rows, **options):
    return accept(plan_import(csv_file(rows)), **options)


def again(*rows):
    return plan_import(csv_file(rows)).counts


def kinds(product):
    return list(product.ledger_entries.order_by("pk").values_list("kind", flat=True))


def test_a_full_row_becomes_producer_product_evaluation_and_recognition():
    officer = make_user()
    take(FULL_ROW, by=officer)
    product = Product.objects.get()
    assert (product.title, product.pack, product.gtin) == (
        "Nước mắm Ba Làng",
        "chai 500 ml",
        "04006381333931",
    )
    assert (product.criteria_set, product.primary_group.name, product.nature) == (9, "Thực phẩm", "goods")
    assert (product.price_from, product.price_to) == (110_000, 190_000)
    assert (product.selling, product.illustrative, product.is_public) == ("contact", False, True)
    assert product.origin_label == "Phường Hải Lĩnh, Thanh Hóa"
    producer = product.producer
    assert (producer.name, producer.legal_form, producer.tax_code) == (
        "HTX Ba Làng",
        "cooperative",
        "2801234567",
    )
    assert (producer.phone, producer.bank_account, producer.state) == ("+84912345678", "", "active")
    evaluated, recognised = product.ledger_entries.order_by("pk")
    assert (evaluated.score, evaluated.part_a, evaluated.council) == (
        Decimal("82.5"),
        Decimal("33.5"),
        "Hội đồng tỉnh Thanh Hóa",
    )
    assert (recognised.star, recognised.valid_from, recognised.valid_to) == (
        4,
        date(2025, 5, 15),
        date(2028, 5, 15),
    )
    assert (recognised.decision.number, recognised.decision.tier) == ("1234/QĐ-UBND", "province")
    assert (recognised.product_code, recognised.place_as_certified) == (
        "38-1-01-2025",
        "phường Hải Lĩnh, Thanh Hóa",
    )
    assert (recognised.source_row, recognised.recorded_by, recognised.caller) == (2, officer, "import")
    assert product_status(product).is_in_force


def test_the_file_is_kept_once_as_it_came():
    content = csv_file([good_row()])
    result = accept(plan_import(content, name="ds.csv"))
    accept(plan_import(content, name="ds.csv"))
    source = SourceFile.objects.get()
    assert (source.name, source.file.read()) == ("ds.csv", content)
    assert result.source == source
    assert LedgerEntry.objects.get().source == source


def test_the_same_file_twice_changes_nothing():
    take(FULL_ROW)
    before = LedgerEntry.objects.count()
    assert again(FULL_ROW) == {"created": 0, "updated": 0, "unchanged": 1, "refused": 0}
    take(FULL_ROW)
    assert (LedgerEntry.objects.count(), Product.objects.count()) == (before, 1)


def test_one_bad_row_imports_nothing_unless_the_good_rows_are_accepted():
    rows = [good_row(), good_row(**{"Tên sản phẩm": "Mắm tôm", "Hạng sao": "2"})]
    with pytest.raises(ImportRefusedError) as refused:
        take(*rows)
    assert refused.value.code == "rows-refused"
    assert (Product.objects.count(), Producer.objects.count(), SourceFile.objects.count()) == (0, 0, 0)
    result = take(*rows, accept_good_rows=True)
    assert result.plan.counts == {"created": 1, "updated": 0, "unchanged": 0, "refused": 1}
    assert [product.title for product in Product.objects.all()] == ["Nước mắm Ba Làng"]


def test_a_rule_that_says_no_only_at_writing_stops_the_whole_file(monkeypatch):
    def refuse_mam_tom(product, **facts):
        if product.title == "Mắm tôm":
            raise ledger.recognising.LedgerError("no-rule-set", field="decided_on", on="15/05/2025")
        return record(product, **facts)

    record = ledger.record_recognition
    monkeypatch.setattr(applying.ledger, "record_recognition", refuse_mam_tom)
    rows = [good_row(), good_row(**{"Tên sản phẩm": "Mắm tôm"})]
    with pytest.raises(ImportRefusedError):
        take(*rows)
    assert (Product.objects.count(), LedgerEntry.objects.count()) == (0, 0)
    result = take(*rows, accept_good_rows=True)
    assert [problem.code for problem in result.plan.refused] == ["no-rule-set"]
    assert [product.title for product in Product.objects.all()] == ["Nước mắm Ba Làng"]


def test_two_products_of_one_new_producer_share_it():
    take(good_row(), good_row(**{"Tên sản phẩm": "Mắm tôm", "Chủ thể": "htx ba lang"}))
    assert Producer.objects.get().products.count() == 2


def test_producers_nobody_names_share_one_entry_per_province():
    take(
        good_row(**{"Chủ thể": "(tên chủ thể cần tra)"}),
        good_row(**{"Tên sản phẩm": "Mắm tôm", "Chủ thể": "(chưa xác định)"}),
        good_row(**{"Chủ thể": "(tên chủ thể cần tra)", "Tỉnh": "Quảng Ngãi"}),
    )
    assert sorted(Producer.objects.values_list("name", flat=True)) == [
        "Chưa rõ chủ thể (Quảng Ngãi)",
        "Chưa rõ chủ thể (Thanh Hóa)",
    ]


def test_a_later_claim_of_a_known_product_is_an_update():
    take(good_row(**{"Số quyết định": None, "Ngày quyết định": "2024", "Hết hạn": None}))
    product = Product.objects.get()
    assert product_status(product).state == "unproven"
    plan = plan_import(csv_file([good_row()]))
    assert [change.new for change in plan.rows[0].differences] == [
        "thêm công nhận 4 sao theo 1234/QĐ-UBND ngày 15/05/2025, đến 15/05/2028"
    ]
    take(good_row())
    assert kinds(product) == ["reported", "recognised"]
    assert product_status(product).is_in_force


def test_an_upgrade_supersedes_only_when_the_file_says_so():
    take(good_row())
    upgrade = good_row(
        **{
            "Hạng sao": "5",
            "Số quyết định": "2361/QĐ-BNNMT",
            "Ngày quyết định": "26/06/2026",
            "Hết hạn": None,
        }
    )
    assert [problem.code for problem in plan_import(csv_file([upgrade])).refused] == ["overlap"]
    take({**upgrade, "Hình thức": "Nâng hạng"})
    assert product_status(Product.objects.get()).star == 5


def test_a_history_in_one_file_is_entered_in_order_and_once():
    rows = [
        good_row(**{"Hình thức": "Lần đầu"}),
        good_row(
            **{
                "Hạng sao": "5",
                "Số quyết định": "2361/QĐ-BNNMT",
                "Ngày quyết định": "26/06/2026",
                "Hết hạn": None,
                "Hình thức": "Nâng hạng",
            }
        ),
    ]
    assert again(*rows) == {"created": 1, "updated": 1, "unchanged": 0, "refused": 0}
    take(*rows)
    assert again(*rows) == {"created": 0, "updated": 0, "unchanged": 2, "refused": 0}
    rows[1]["Hình thức"] = None
    take_nothing = plan_import(
        csv_file([good_row(), {**rows[1], "Tên sản phẩm": "Khác"}, {**rows[0], "Tên sản phẩm": "Khác"}])
    )
    assert [problem.code for problem in take_nothing.refused] == ["overlap"]


def test_the_same_decision_told_differently_is_a_correction():
    take(good_row(Điểm="80"))
    changed = good_row(**{"Hết hạn": "15/04/2028"})
    plan = plan_import(csv_file([changed]))
    assert [(d.field, d.old, d.new, d.is_correction) for d in plan.rows[0].differences] == [
        ("valid_to", "15/05/2028", "15/04/2028", True)
    ]
    take(changed)
    product = Product.objects.get()
    assert kinds(product) == ["recognised", "corrected", "recognised"]
    status = product_status(product)
    assert (status.star, status.valid_to) == (4, date(2028, 4, 15))
    assert product.ledger_entries.order_by("-pk")[0].score == Decimal("80")
    assert again(changed)["unchanged"] == 1


def test_a_correction_needs_the_right_to_correct():
    take(good_row())
    changed = good_row(**{"Hết hạn": "15/04/2028"})
    with pytest.raises(ImportRefusedError) as refused:
        take(changed, by=make_user())
    assert refused.value.code == "correction-not-allowed"
    assert LedgerEntry.objects.count() == 1


def test_a_decision_number_found_later_corrects_the_entry_without_one():
    take(good_row(**{"Số quyết định": "(số cần tra)"}))
    assert again(good_row(**{"Số quyết định": None}))["unchanged"] == 1
    take(good_row())
    product = Product.objects.get()
    assert kinds(product) == ["recognised", "corrected", "recognised"]
    assert again(good_row())["unchanged"] == 1
    assert again(good_row(**{"Số quyết định": "(số cần tra)"}))["unchanged"] == 1


def test_a_decision_already_in_the_ledger_tells_who_decided():
    ledger.get_or_create_decision(
        number="1234/QĐ-UBND",
        decided_on=date(2025, 5, 15),
        authority="Chủ tịch UBND tỉnh Thanh Hóa",
        tier="province",
    )
    (row,) = plan_import(csv_file([good_row()])).rows
    assert (row.claim.authority, row.claim.is_tier_assumed) == ("Chủ tịch UBND tỉnh Thanh Hóa", False)


def test_facts_of_a_known_product_are_updated_and_shown():
    take(good_row())
    (row,) = plan_import(csv_file([good_row(**{"Quy cách": "chai 1 lít", "Giá từ": "200.000"})])).rows
    assert [(d.label, d.old, d.new) for d in row.differences] == [
        ("Quy cách", "chai 500 ml", "chai 1 lít"),
        ("Giá từ", "", "200.000\u00a0₫"),
    ]
    take(good_row(**{"Quy cách": "chai 1 lít", "Giá từ": "200.000"}))
    assert Product.objects.values_list("pack", "price_from").get() == ("chai 1 lít", 200_000)


def test_an_empty_cell_takes_nothing_away():
    take(FULL_ROW)
    assert again(good_row()) == {"created": 0, "updated": 0, "unchanged": 1, "refused": 0}


def test_a_producers_own_words_are_not_overwritten():
    producer = make_producer("HTX Ba Làng", phone="+84987654321", representative="")
    make_product("Nước mắm Ba Làng", producer=producer, pack="chai 500 ml", price_from=None)
    take(
        good_row(
            **{
                "Điện thoại": "0912 345 678",
                "Người đại diện": "Lê Thị Hoa",
                "Giá từ": "1.000",
                "Giá đến": "2.000",
            }
        )
    )
    producer.refresh_from_db()
    assert (producer.phone, producer.representative) == ("+84987654321", "Lê Thị Hoa")
    product = Product.objects.get()
    assert (product.selling, product.price_from) == ("orderable", None)


def test_tourism_is_a_service_that_is_not_posted():
    take(good_row(**{"Ngành": "VI", "Bộ tiêu chí": "26", "Tên sản phẩm": "Du lịch Ba Làng"}))
    product = Product.objects.get()
    assert (product.nature, product.product_class.requires_shipping) == ("service", False)


def test_alcohol_is_known_by_its_criteria_set():
    take(good_row(**{"Ngành": "II", "Bộ tiêu chí": "14", "Tên sản phẩm": "Rượu Ba Làng"}))
    assert Product.objects.get().is_alcohol


def test_what_is_taken_in_can_be_found_at_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        take(good_row())
    assert "nuoc mam ba lang" in Product.objects.get().search_words
