"""The columns a file of evaluation records may have: one object per column, in the order of the template.

`headings` are the spellings that lead to a column; they are compared folded and without punctuation, so
accents, case, line breaks and colons do not matter. The first one is the column's name in our own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from catalogue.importing import cells, terms
from catalogue.importing.cells import Cell, read_text
from storefront.vietnamese import fold


@dataclass(frozen=True)
class Column:
    """A column: its stable `key`, the headings that lead to it, how its cells are read."""

    key: str
    headings: tuple[str, ...]
    read: Callable[[Cell], Any] = read_text
    required: bool = False
    longest: int | None = None

    @property
    def label(self) -> str:
        return self.headings[0]


def ignored(value: Cell) -> None:
    return None


COLUMNS: tuple[Column, ...] = (
    Column("row_label", ("STT", "TT", "Số thứ tự", "id", "no"), ignored),
    Column(
        "product_name",
        ("Tên sản phẩm", "Sản phẩm", "Tên SP", "Tên sản phẩm OCOP", "Sản phẩm OCOP", "name_vi", "product"),
        required=True,
        longest=255,
    ),
    Column(
        "product_code",
        ("Mã sản phẩm", "Mã SP", "Mã sản phẩm OCOP", "Mã số sản phẩm", "product_code"),
        longest=40,
    ),
    Column("pack", ("Quy cách", "Quy cách đóng gói", "Đóng gói", "pack"), longest=120),
    Column("gtin", ("GTIN", "Mã vạch", "Mã số mã vạch", "Mã GTIN", "barcode"), cells.read_gtin),
    Column(
        "producer_name",
        (
            "Chủ thể",
            "Tên chủ thể",
            "Chủ thể OCOP",
            "Chủ thể sản xuất",
            "Tên chủ thể sản xuất",
            "Tên đơn vị",
            "Đơn vị sản xuất",
            "Cơ sở sản xuất",
            "Tên cơ sở",
            "producer",
        ),
        required=True,
        longest=200,
    ),
    Column(
        "legal_form",
        ("Loại hình", "Loại hình chủ thể", "Loại hình tổ chức", "Hình thức tổ chức", "producer_type"),
        terms.read_legal_form,
    ),
    Column("tax_code", ("Mã số thuế", "MST", "tax_code"), cells.read_tax_code),
    Column("representative", ("Người đại diện", "Đại diện", "Đại diện pháp luật", "Chủ cơ sở"), longest=120),
    Column("phone", ("Điện thoại", "Số điện thoại", "SĐT", "ĐT", "phone"), cells.read_phone),
    Column("address", ("Địa chỉ", "Địa chỉ sản xuất", "address"), longest=255),
    Column(
        "province",
        (
            "Tỉnh",
            "Tỉnh/Thành phố",
            "Tỉnh, thành",
            "Tỉnh thành",
            "Thành phố",
            "Tên tỉnh",
            "province_now",
            "province",
        ),
        required=True,
    ),
    Column("province_code", ("Mã tỉnh", "province_code")),
    Column("province_then", ("Tỉnh cũ", "Tỉnh khi công nhận", "Tỉnh trước sắp xếp", "province_then")),
    Column(
        "district",
        ("Huyện", "Huyện/Thị xã", "Quận/Huyện", "Huyện, thị xã, thành phố", "Huyện cũ"),
        longest=80,
    ),
    Column(
        "commune",
        ("Xã", "Xã/Phường", "Phường/Xã", "Xã, phường", "Xã/Phường/Đặc khu", "Xã, phường, đặc khu", "Tên xã"),
    ),
    Column("locality", ("Địa bàn", "Địa phương", "Nơi sản xuất", "locality"), longest=120),
    Column(
        "group",
        (
            "Ngành",
            "Ngành hàng",
            "Ngành/Nhóm",
            "Nhóm",
            "Nhóm sản phẩm",
            "Ngành, nhóm",
            "Tên ngành",
            "group_vi",
        ),
        terms.read_group,
    ),
    Column("group_number", ("Số ngành", "Ngành số", "group_no"), terms.read_group),
    Column("criteria_set", ("Bộ tiêu chí", "Bộ tiêu chí số", "Bộ số", "criteria_set_no"), cells.read_count),
    Column(
        "star",
        (
            "Hạng sao",
            "Sao",
            "Số sao",
            "Hạng",
            "Phân hạng",
            "Xếp hạng",
            "Kết quả phân hạng",
            "Kết quả",
            "star",
        ),
        cells.read_star,
        required=True,
    ),
    Column(
        "score",
        ("Điểm", "Tổng điểm", "Số điểm", "Điểm đánh giá", "Điểm trung bình", "score"),
        cells.read_score,
    ),
    Column("part_a", ("Điểm A", "Phần A", "Điểm phần A", "part_a"), cells.read_score),
    Column("part_b", ("Điểm B", "Phần B", "Điểm phần B", "part_b"), cells.read_score),
    Column("part_c", ("Điểm C", "Phần C", "Điểm phần C", "part_c"), cells.read_score),
    Column("council", ("Hội đồng", "Hội đồng đánh giá", "Tên hội đồng", "council"), longest=200),
    Column("tier", ("Cấp", "Cấp đánh giá", "Cấp hội đồng", "Cấp công nhận", "tier"), terms.read_tier),
    Column("round_name", ("Đợt", "Đợt đánh giá", "Kỳ đánh giá", "round"), longest=80),
    Column("request_kind", ("Hình thức", "Hình thức đăng ký", "Hình thức đánh giá"), terms.read_request_kind),
    Column(
        "evaluated_on",
        ("Ngày đánh giá", "Ngày họp hội đồng", "Ngày chấm điểm", "evaluated_on"),
        cells.read_date,
    ),
    Column(
        "decision",
        ("Số quyết định", "Quyết định", "Quyết định số", "Số QĐ", "Quyết định công nhận", "decision_no"),
        cells.read_decision,
        longest=255,
    ),
    Column(
        "decided_on",
        (
            "Ngày quyết định",
            "Ngày QĐ",
            "Ngày ban hành",
            "Ngày ký",
            "Ngày công nhận",
            "Năm công nhận",
            "decision_date",
        ),
        cells.read_date,
    ),
    Column(
        "authority",
        ("Cơ quan ban hành", "Cơ quan quyết định", "Cơ quan công nhận", "Nơi ban hành", "authority"),
        longest=160,
    ),
    Column(
        "valid_from",
        ("Có giá trị từ", "Hiệu lực từ", "Ngày hiệu lực", "Giá trị từ", "Từ ngày", "valid_from"),
        cells.read_date,
    ),
    Column(
        "valid_to",
        (
            "Hết hạn",
            "Ngày hết hạn",
            "Có giá trị đến",
            "Giá trị đến",
            "Hiệu lực đến",
            "Đến ngày",
            "valid_to",
            "cert_expires",
        ),
        cells.read_date,
    ),
    Column("standing", ("Tình trạng", "Trạng thái", "status"), terms.read_standing),
    Column("price_from", ("Giá từ", "Giá thấp nhất", "price_min_vnd"), cells.read_dong),
    Column("price_to", ("Giá đến", "Giá cao nhất", "price_max_vnd"), cells.read_dong),
    Column("note", ("Ghi chú", "note"), longest=500),
    # Where a public list's facts come from: part of the file that is kept, nothing the register speaks of.
    Column("price_basis", ("Cơ sở giá", "price_basis"), ignored),
    Column("certainty", ("Độ tin cậy", "certainty"), ignored),
    Column("source", ("Nguồn", "source"), ignored),
)

BY_KEY: dict[str, Column] = {column.key: column for column in COLUMNS}
_PUNCTUATION = re.compile(r"[^a-z0-9]+")


def fold_heading(text: str) -> str:
    """What of a heading is compared: letters and digits without accents, one space between words."""
    return _PUNCTUATION.sub(" ", fold(text)).strip()
