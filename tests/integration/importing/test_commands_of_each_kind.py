"""`manage.py import_evaluations` and `import_revocations`: the options, JSON and exit codes of the first command."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import call_command, get_commands, load_command_class

from catalogue.certification.models import LedgerEntry
from catalogue.models import Product
from tests.factories.catalogue import make_product
from tests.factories.certification import certify
from tests.factories.importing import csv_file, evaluated_row, revoked_row

COMMANDS = ("import_recognitions", "import_evaluations", "import_revocations")


@pytest.fixture
def run(capsys, tmp_path):
    def run(command, *rows, **options):
        path = tmp_path / "tep.csv"
        path.write_bytes(csv_file(rows))
        code = 0
        try:
            call_command(command, str(path), **options)
        except SystemExit as ended:
            code = ended.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def starred():
    product = make_product("Chả mực Hạ Long")
    certify(product, 4, on=date(2026, 1, 17))
    return product


def entries(kind):
    return LedgerEntry.objects.filter(kind=kind)


def options_of(command):
    parser = load_command_class(get_commands()[command], command).create_parser("manage.py", command)
    return [action.option_strings for action in parser._actions]


def test_every_command_has_the_options_of_the_first():
    first, *others = (options_of(command) for command in COMMANDS)
    assert others == [first, first]
    assert ["--dry-run"] in first


def test_evaluations_once_and_again(run):
    code, out, err = run("import_evaluations", evaluated_row(), json=True)
    assert (code, json.loads(out), err) == (
        0,
        {"created": 1, "updated": 0, "unchanged": 0, "refused": []},
        "",
    )
    assert json.loads(run("import_evaluations", evaluated_row(), json=True)[1])["unchanged"] == 1
    assert (Product.objects.count(), entries("evaluated").count()) == (1, 1)


def test_revocations_once_and_again(run, starred):
    code, out, _err = run("import_revocations", revoked_row(), json=True)
    assert (code, json.loads(out)) == (0, {"created": 0, "updated": 1, "unchanged": 0, "refused": []})
    assert json.loads(run("import_revocations", revoked_row(), json=True)[1])["unchanged"] == 1
    assert entries("revoked").get().product == starred


def test_a_dry_run_tells_and_writes_nothing(run, starred):
    assert json.loads(run("import_revocations", revoked_row(), json=True, dry_run=True)[1])["updated"] == 1
    assert run("import_evaluations", evaluated_row(), dry_run=True)[0] == 0
    assert entries("revoked").count() + entries("evaluated").count() == 0


def test_a_refused_row_ends_with_one_and_keeps_the_file_out(run, starred):
    rows = (revoked_row(), revoked_row(**{"Tên sản phẩm": "Không có trong sổ"}))
    code, out, _err = run("import_revocations", *rows, json=True)
    told = json.loads(out)
    assert (code, told["updated"]) == (1, 0)
    assert [(one["row"], one["field"], one["code"]) for one in told["refused"]] == [
        (3, "product_name", "product-unknown")
    ]
    assert entries("revoked").count() == 0
    assert run("import_revocations", *rows, accept_good_rows=True)[0] == 1
    assert entries("revoked").count() == 1


def test_a_list_of_another_kind_ends_with_two_and_writes_nothing(run, starred):
    code, out, err = run("import_evaluations", revoked_row(), json=True)
    assert (code, json.loads(out)["refused"][0]["row"]) == (2, 0)
    assert err.strip()
    assert run("import_recognitions", revoked_row())[0] == 2
    assert (Product.objects.count(), entries("revoked").count()) == (1, 0)


def test_unknown_columns_are_let_pass_when_asked(run, starred):
    row = revoked_row(**{"Vùng trồng": "bãi"})
    assert run("import_revocations", row)[0] == 2
    assert run("import_revocations", row, ignore_unknown_columns=True)[0] == 0
