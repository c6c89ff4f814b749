"""The same facts by command, by page and by API are one ledger, entry by entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from catalogue.certification.models import LedgerEntry
from catalogue.importing.applying import accept
from catalogue.importing.given import FileKind, Given
from catalogue.importing.planning import plan_import
from catalogue.importing.uploads import accept_upload, receive_upload
from tests.factories.api import make_key, send
from tests.factories.importing import annex_xlsx, csv_file, evaluated_row, good_row, revoked_row
from tests.factories.rollback import rolled_back
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

# What tells one way from another: who, when, by which way, in which file, in which of its lines.
_OF_THE_WAY = {"id", "recorded_at", "recorded_by", "caller", "source", "source_row", "fingerprint"}
_TOLD = [field.name for field in LedgerEntry._meta.concrete_fields if field.name not in _OF_THE_WAY]
_JOINED = {
    "product": (
        "title",
        "producer__name",
        "producer__province__name",
        "producer__tax_code",
        "pack",
        "criteria_set",
    ),
    "decision": ("number", "decided_on", "authority", "tier", "province__name"),
    "corrects": ("kind", "star", "decision__number"),
}


def ledger_as_told() -> list[tuple[Any, ...]]:
    """Every entry with its product, producer and decision, in the order of the file."""
    names: list[str] = []
    for name in _TOLD:
        names += [f"{name}__{inner}" for inner in _JOINED[name]] if name in _JOINED else [name]
    return list(LedgerEntry.objects.order_by("pk").values_list(*names))


def by_command(kind: FileKind, content: bytes, folder: Path) -> list[tuple[Any, ...]]:
    with rolled_back():
        path = folder / "tep"
        path.write_bytes(content)
        call_command(f"import_{kind.value}", str(path))
        return ledger_as_told()


def by_page(kind: FileKind, content: bytes) -> list[tuple[Any, ...]]:
    with rolled_back():
        officer = make_user(role="programme_office")
        upload = receive_upload(content, name="danh-sach.xlsx", by=officer, given=Given(kind=kind))
        accept_upload(upload, by=officer)
        return ledger_as_told()


def by_api(kind: FileKind, records: list[dict[str, Any]], **for_all: Any) -> list[tuple[Any, ...]]:
    with rolled_back():
        is_revocation = kind == FileKind.REVOCATIONS
        _token, secret = make_key(scope="revocations" if is_revocation else "evaluation-records")
        if not is_revocation:
            for_all["kind"] = kind.value
        to = "revocations" if is_revocation else "evaluation-records"
        answer = send(secret, records, to=to, **for_all)
        assert answer.status_code == 200, answer.content.decode()
        return ledger_as_told()


def agree(
    kind: FileKind, content: bytes, records: list[dict[str, Any]], folder: Path, *, count: int, **for_all: Any
) -> None:
    told = by_api(kind, records, **for_all)
    assert len(told) == count
    assert by_command(kind, content, folder) == told
    assert by_page(kind, content) == told


ERAS = [
    ("qd-1048-2019", "2019-12-20"),
    ("qd-781-2020", "2021-12-20"),
    ("qd-148-2023", "2024-05-15"),
    ("qd-1489-2025", "2025-10-01"),
    ("qd-26-2026", "2026-06-15"),
]


@pytest.mark.parametrize(("era", "day"), ERAS, ids=[era for era, _day in ERAS])
def test_an_annex_of_each_era(era: str, day: str, tmp_path: Path) -> None:
    """A title names the decision, a heading the star; by API they are said for all, or in each record."""
    year, month, number = day.split("-")
    names = [("Nước mắm Ba Làng", "82,5"), ("Mắm tôm Ba Làng", "74"), ("Mắm tép Ba Làng", "89,99")]
    content = annex_xlsx(
        {
            "Phụ lục": [
                ["ỦY BAN NHÂN DÂN TỈNH THANH HÓA"],
                ["DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN OCOP"],
                [
                    f"(Kèm theo Quyết định số 1234/QĐ-UBND ngày {number} tháng {month} năm {year} "
                    "của UBND tỉnh Thanh Hóa)"
                ],
                ["TT", "Tên sản phẩm", "Chủ thể", "Xã/Phường", "Tổng điểm", "Hạng sao"],
                ["I. Hạng 4 sao"],
                *(
                    [place, name, "HTX Ba Làng", "phường Hải Lĩnh", score, None]
                    for place, (name, score) in enumerate(names, start=1)
                ),
                ["Tổng cộng: 3 sản phẩm"],
            ]
        },
        merges={"Phụ lục": ["A1:F1", "A2:F2", "A3:F3", "A5:F5"]},
    )
    records = [
        {
            "product_name": name,
            "producer_name": "HTX Ba Làng",
            "commune": "phường Hải Lĩnh",
            "score": score.replace(",", "."),
            "star": 4,
        }
        for name, score in names
    ]
    for_all = {
        "decision": "1234/QĐ-UBND",
        "decided_on": day,
        "authority": "UBND tỉnh Thanh Hóa",
        "place": "tỉnh Thanh Hóa",
    }
    agree(FileKind.RECOGNITIONS, content, records, tmp_path, count=3, **for_all)
    with rolled_back():
        accept(plan_import(content))
        assert set(LedgerEntry.objects.values_list("rule_set", flat=True)) == {era}


def test_a_list_of_every_sort_of_recognition(tmp_path: Path) -> None:
    """A recognition with its council, an upgrade, a claim without proof, goods with code and price."""
    council = {"Hội đồng": "Hội đồng tỉnh Thanh Hóa", "Cấp": "Tỉnh", "Ngày đánh giá": "20/04/2025"}
    rows = [
        good_row(
            **council,
            **{"Điểm": "85,5", "Điểm A": "40", "Điểm B": "25", "Điểm C": "20,5", "Mã số thuế": "2801234567"},
        ),
        good_row(
            **{
                "Số quyết định": "9/QĐ-UBND",
                "Ngày quyết định": "01/10/2026",
                "Hết hạn": None,
                "Hình thức": "Nâng hạng",
            }
        ),
        good_row(
            **{"Tên sản phẩm": "Mắm tôm", "Số quyết định": None, "Ngày quyết định": "2024", "Hết hạn": None}
        ),
        good_row(
            **{"Tên sản phẩm": "Mắm tép", "Giá từ": "110.000", "Giá đến": "190.000", "Xã": "phường Hải Lĩnh"}
        ),
    ]
    good = {
        "product_name": "Nước mắm Ba Làng",
        "producer_name": "HTX Ba Làng",
        "province": "Thanh Hóa",
        "group": "Thực phẩm",
        "criteria_set": 9,
        "pack": "chai 500 ml",
        "star": 4,
        "decision": "1234/QĐ-UBND",
        "decided_on": "2025-05-15",
        "valid_to": "2028-05-15",
    }
    scored = {
        "council": "Hội đồng tỉnh Thanh Hóa",
        "tier": "province",
        "evaluated_on": "2025-04-20",
        "score": "85.5",
        "part_a": "40",
        "part_b": "25",
        "part_c": "20.5",
        "tax_code": "2801234567",
    }
    upgrade = {
        "decision": "9/QĐ-UBND",
        "decided_on": "2026-10-01",
        "valid_to": None,
        "request_kind": "upgrade",
    }
    records = [
        {**good, **scored},
        {**good, **upgrade},
        {**good, "product_name": "Mắm tôm", "decision": None, "decided_on": "2024", "valid_to": None},
        {
            **good,
            "product_name": "Mắm tép",
            "price_from": 110_000,
            "price_to": 190_000,
            "commune": "phường Hải Lĩnh",
        },
    ]
    agree(FileKind.RECOGNITIONS, csv_file(rows), records, tmp_path, count=5)


def test_results_of_a_council(tmp_path: Path) -> None:
    rows = [evaluated_row(), evaluated_row(**{"Tên sản phẩm": "Mắm tôm", "Hạng sao đề nghị": None})]
    record = {
        "product_name": "Nước mắm Ba Làng",
        "producer_name": "HTX Ba Làng",
        "province": "Thanh Hóa",
        "criteria_set": 9,
        "part_a": "33.5",
        "part_b": "20",
        "part_c": "16",
        "score": "69.5",
        "star": 3,
        "council": "Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Thanh Hóa",
        "round_name": "Đợt 1 năm 2026",
        "evaluated_on": "2026-10-15",
    }
    records = [record, {**record, "product_name": "Mắm tôm", "star": None}]
    agree(FileKind.EVALUATIONS, csv_file(rows), records, tmp_path, count=2)


def test_one_decision_revokes_many(tmp_path: Path) -> None:
    names = [f"Chả mực số {number}" for number in range(1, 48)]
    accept(plan_import(csv_file([good_row(**{"Tên sản phẩm": name}) for name in names])))
    rows = [revoked_row(**{"Tên sản phẩm": name}) for name in names]
    records = [
        {"product_name": name, "ground": "Sử dụng sai nhãn hiệu chứng nhận OCOP", "note": None}
        for name in names
    ]
    for_all = {"decision": "812/QĐ-UBND", "decided_on": "2026-11-20", "authority": "UBND tỉnh Thanh Hóa"}
    agree(FileKind.REVOCATIONS, csv_file(rows), records, tmp_path, count=94, **for_all)
    assert LedgerEntry.objects.filter(effective_on=date(2026, 11, 20)).count() == 0
