"""`manage.py import_recognitions`: what it prints, how it ends, what it leaves."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from django.core.management import call_command

from catalogue.certification.managers import products_in_force
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from catalogue.producers.models import Producer
from storefront.places.loading import load_places
from tests.factories.importing import csv_file, good_row, xlsx_file

DEMO_FILE = "storefront/demo/data/ocop_products.csv"


@pytest.fixture
def run(capsys, tmp_path):
    def run(*rows_or_path, **options):
        path = rows_or_path[0]
        if not isinstance(path, str):
            content = path if isinstance(path, bytes) else csv_file(rows_or_path)
            (tmp_path / "tep.csv").write_bytes(content)
            path = str(tmp_path / "tep.csv")
        code = 0
        try:
            call_command("import_recognitions", path, **options)
        except SystemExit as ended:
            code = ended.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_good_file_ends_with_zero_and_counts_in_both_tongues(run):
    code, out, err = run(good_row(**{"Cơ quan ban hành": "UBND tỉnh Thanh Hóa"}))
    assert (code, err) == (0, "")
    assert out == "created 1 (tạo mới), updated 0 (cập nhật), unchanged 0 (không đổi), refused 0 (từ chối)\n"
    assert Product.objects.count() == 1
    out = run(good_row())[1]
    assert "unchanged 1 (không đổi)" in out
    assert "1 dòng không có cơ quan ban hành; nếu cả danh sách như nhau, thêm --authority." in out


def test_a_bad_row_ends_with_one_and_nothing_is_written(run):
    code, out, _err = run(good_row(), good_row(**{"Tên sản phẩm": "Mắm tôm", "Hạng sao": "2"}))
    assert (code, Product.objects.count()) == (1, 0)
    assert "Chưa nhập gì" in out
    assert "star-below-three" in out
    assert "Dòng 3, cột «Hạng sao»: chỉ công nhận từ 3 sao trở lên" in out


def test_good_rows_are_taken_when_asked(run):
    rows = (good_row(), good_row(**{"Tên sản phẩm": "Mắm tôm", "Hạng sao": "2"}))
    code, out, _err = run(*rows, accept_good_rows=True)
    assert (code, Product.objects.count()) == (1, 1)
    assert "created 1" in out


def test_a_dry_run_counts_and_writes_nothing(run):
    code, out, _err = run(good_row(), dry_run=True)
    assert (code, Product.objects.count()) == (0, 0)
    assert "created 1" in out


def test_json_is_the_promised_shape_and_nothing_else(run):
    code, out, _err = run(good_row(), json=True)
    assert (code, json.loads(out)) == (0, {"created": 1, "updated": 0, "unchanged": 0, "refused": []})
    code, out, _err = run(good_row(), good_row(**{"Tên sản phẩm": "Mắm tôm", "Hạng sao": "2"}), json=True)
    told = json.loads(out)
    (problem,) = told.pop("refused")
    assert (code, told) == (1, {"created": 0, "updated": 0, "unchanged": 1})
    assert {name: problem[name] for name in ("row", "field", "code")} == {
        "row": 3,
        "field": "star",
        "code": "star-below-three",
    }


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a,b\n1,2\n"])
def test_a_file_that_cannot_be_read_ends_with_two(run, content):
    code, out, err = run(content)
    assert (code, out) == (2, "")
    assert err.strip()
    code, out, err = run(content, json=True)
    assert code == 2
    assert json.loads(out)["refused"][0]["row"] == 0


def test_a_file_that_is_not_there_ends_with_two(run):
    code, _out, err = run("khong-co.csv")
    assert code == 2
    assert "Không mở được tệp “khong-co.csv”" in err


def test_a_folder_is_no_file(run, tmp_path):
    assert run(str(tmp_path))[0] == 2


def test_unknown_columns_end_with_two_unless_let_pass(run):
    row = good_row(**{"Vùng trồng": "bãi"})
    assert run(row)[0] == 2
    code, out, _err = run(row, ignore_unknown_columns=True)
    assert code == 0
    assert "Bỏ qua cột không nhận ra: «Vùng trồng»" in out


def test_xlsx_is_taken_whatever_it_is_called(run):
    assert run(xlsx_file([good_row()]))[0] == 0


@pytest.fixture
def all_places(places):
    load_places()


@pytest.mark.usefixtures("all_places")
def test_the_public_list_of_120_products(run, places):
    assert (
        "created 120 (tạo mới), updated 0 (cập nhật), unchanged 0 (không đổi), refused 0" in run(DEMO_FILE)[1]
    )
    before = LedgerEntry.objects.count()
    code, out, _err = run(DEMO_FILE)
    assert code == 0
    assert "unchanged 120" in out
    assert (Product.objects.count(), LedgerEntry.objects.count()) == (120, before)

    states = Counter(product_status(product, on=places).state for product in Product.objects.all())
    assert states == {"in_force": 11, "expired": 15, "unproven": 94}
    assert products_in_force(Product.objects.all(), on=places).count() == 11
    assert not Product.objects.exclude(selling="contact", illustrative=False).exists()
    assert not Producer.objects.exclude(phone="", bank_account="", illustrative=False).exists()


@pytest.mark.usefixtures("all_places")
def test_rows_of_the_public_list_that_are_easy_to_get_wrong(run, places):
    run(DEMO_FILE)

    def status(title):
        return product_status(Product.objects.get(title=title), on=places)

    copuree = Product.objects.get(title="Dầu dừa ép lạnh CoPuree").ledger_entries.get()
    assert (copuree.decision.tier, copuree.rule_set, copuree.star) == ("district", "qd-148-2023", 3)
    assert copuree.place_as_certified == "Mỏ Cày Bắc (cũ), Bến Tre"
    second_term = Product.objects.get(title="Cà phê bột Bích Thao").ledger_entries.get()
    assert (second_term.decision.number, second_term.decision.tier) == ("", "ministry")
    assert status("Yến sào Huân Hòa").state == "unproven"
    assert status("Nước cốt hoa Atiso Ngọc Hoàn").claimed_star == 4
    assert status("Rượu sâm Ngọc Linh K5 Premium").claimed_star is None
    assert status("Tổ yến sào Xứ Thanh").state == "expired"
    bird_nest = Product.objects.get(title="Yến sào Linh Hường")
    assert (bird_nest.province.name, str(bird_nest.commune)) == ("Thanh Hóa", "Xã Quảng Bình")
    wine = Product.objects.get(title="Rượu sâm Ngọc Linh K5 Premium")
    assert (wine.province.name, wine.is_alcohol) == ("Quảng Ngãi", True)
