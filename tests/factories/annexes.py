"""Annexes of decisions in the manner of four eras, each as the file an office hands in and as records of a call."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from tests.factories.importing import annex_csv, annex_xlsx


@dataclass(frozen=True)
class Annex:
    """A decision's annex: its file, and the same facts as records with what holds for all of them."""

    name: str
    content: bytes
    records: list[dict[str, Any]]
    for_all: dict[str, Any] = field(default_factory=dict)


def windows_1258(text: str) -> bytes:
    """Windows-1258 writes tone marks as signs of their own after the letter; the other marks are part of it."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize(
                "NFC", "".join(mark for mark in parts if mark not in tones or not tones)
            )
            out.append((base + tones).encode("cp1258"))
    return b"".join(out)


def annex_2019() -> Annex:
    """Set of 2019, a province that is none any more: CSV in Windows-1258, stars as signs, signatures below."""
    rows = [
        ["ỦY BAN NHÂN DÂN TỈNH KON TUM", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["DANH SÁCH SẢN PHẨM OCOP NĂM 2019"],
        ["(Kèm theo Quyết định số 1420/QĐ-UBND ngày 25 tháng 12 năm 2019", "", "", "", ""],
        ["của Chủ tịch UBND tỉnh Kon Tum)"],
        [],
        ["TT", "Tên sản phẩm", "Chủ thể sản xuất", "Huyện", "Tổng điểm (điểm)", "Xếp hạng"],
        ["1", "Cà phê bột Đăk Hà", "HTX Sáu Nhung", "Đăk Hà", "82,5", "****"],
        ["2", "Măng khô Kon Plông", "Hộ kinh doanh A Khiêm", "Kon Plông", "69,5", "★★★"],
        ["Tổng cộng: 02 sản phẩm./."],
        ["Nơi nhận:", "", "", "", "", "KT. CHỦ TỊCH"],
        ["- Như Điều 3;", "", "", "", "", "PHÓ CHỦ TỊCH"],
    ]
    width = len(rows[5])
    text = annex_csv([[*row, *[""] * (width - len(row))] for row in rows]).decode().replace("★★★", "3 sao")
    return Annex(
        "kon-tum-2019.csv",
        windows_1258(text),
        [
            {
                "product_name": "Cà phê bột Đăk Hà",
                "producer_name": "HTX Sáu Nhung",
                "district": "Đăk Hà",
                "score": "82.5",
                "star": 4,
            },
            {
                "product_name": "Măng khô Kon Plông",
                "producer_name": "Hộ kinh doanh A Khiêm",
                "district": "Kon Plông",
                "score": "69.5",
                "star": 3,
            },
        ],
        {
            "decision": "1420/QĐ-UBND",
            "decided_on": "2019-12-25",
            "authority": "UBND tỉnh Kon Tum",
            "place": "tỉnh Kon Tum",
        },
    )


def annex_2021() -> Annex:
    """Set of 2020: CSV in UTF-16 with decomposed letters, groups as headings, decision and day in each row."""
    rows = [
        ["PHỤ LỤC II: KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP TỈNH THANH HÓA"],
        [
            "(Ban hành kèm theo Quyết định số: 5566/QĐ - UBND, ngày 31/12/2021 của Ủy ban nhân dân tỉnh Thanh Hóa)"
        ],
        ["STT", "Sản phẩm", "Tên chủ thể", "Kết quả", "Số QĐ", "Ngày QĐ"],
        ["I. NGÀNH THỰC PHẨM (02 sản phẩm)"],
        ["1", "Nước mắm Ba Làng", "HTX Ba Làng", "Hạng 4 sao", "5566/\nQĐ-\nUBND", "31/12/2021"],
        ["2", "Nem chua Hạc Thành", "Công ty TNHH Hạc Thành", "3", "", ""],
        ["II. Ngành đồ uống"],
        ["1", "Rượu nếp Nga Sơn", "HTX Nga Sơn", "Ba sao", "5566/QĐ–UBND", "2021"],
        ["", "Tổng số", "", "3", "", ""],
    ]
    content = unicodedata.normalize("NFD", annex_csv(rows).decode()).encode("utf-16")
    names = [
        ("Nước mắm Ba Làng", "HTX Ba Làng", 4, 1),
        ("Nem chua Hạc Thành", "Công ty TNHH Hạc Thành", 3, 1),
        ("Rượu nếp Nga Sơn", "HTX Nga Sơn", 3, 2),
    ]
    records = [
        {"product_name": product, "producer_name": producer, "star": star, "group_number": group}
        for product, producer, star, group in names
    ]
    facts = {"decision": "5566/QĐ-UBND", "decided_on": "2021-12-31", "authority": "UBND tỉnh Thanh Hóa"}
    return Annex("thanh-hoa-2021.csv", content, records, {**facts, "place": "Thanh Hóa"})


def annex_2024() -> Annex:
    """Set of 2023: XLSX with merged title lines, two header rows, merged producers, headings for star and district."""
    rows = [
        ["Phụ lục", *[None] * 7],
        ["DANH SÁCH 03 SẢN PHẨM ĐẠT TIÊU CHUẨN OCOP CẤP TỈNH", *[None] * 7],
        [
            "(Kèm theo Quyết định số 1234/\nQĐ-UBND ngày 15 tháng 5 năm 2024\ncủa UBND tỉnh Thanh Hóa)",
            *[None] * 7,
        ],
        ["STT", "Chủ thể", "Tên sản phẩm", "Nhóm sản phẩm", "Điểm", None, None, None],
        [None, None, None, None, "Phần A", "Phần B", "Phần C", "Tổng"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        ["A. Sản phẩm đạt 4 sao (3 sản phẩm)", *[None] * 7],
        ["I", "Huyện Hậu Lộc", *[None] * 6],
        [1, "HTX Diêm Phố", "Mắm tôm Hậu Lộc", "Thực phẩm", 30, 20, 25.5, 75.5],
        [2, None, "Mắm tép Hậu Lộc", "Thực phẩm", 31, 21, 26, 78],
        ["II", "Thị xã Nghi Sơn", *[None] * 6],
        [1, "HTX Ba Làng", "Rượu mực Hải Thanh", "Đồ uống", 32, 20, 20, 72],
        ["Tổng cộng: 03 sản phẩm", *[None] * 7],
        [None, None, None, None, None, "TM. ỦY BAN NHÂN DÂN", None, None],
    ]
    merges = ["A1:H1", "A2:H2", "A3:H3", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:H4", "A7:H7", "B8:H8"]
    content = annex_xlsx({"Phụ lục": rows}, merges={"Phụ lục": [*merges, "B9:B10", "B11:H11", "A13:H13"]})
    names = [
        ("Mắm tôm Hậu Lộc", "HTX Diêm Phố", "Huyện Hậu Lộc", 1, ("30", "20", "25.5", "75.5")),
        ("Mắm tép Hậu Lộc", "HTX Diêm Phố", "Huyện Hậu Lộc", 1, ("31", "21", "26", "78")),
        ("Rượu mực Hải Thanh", "HTX Ba Làng", "Thị xã Nghi Sơn", 2, ("32", "20", "20", "72")),
    ]
    records = [
        {
            "product_name": product,
            "producer_name": producer,
            "district": district,
            "group_number": group,
            "star": 4,
            **dict(zip(("part_a", "part_b", "part_c", "score"), points, strict=True)),
        }
        for product, producer, district, group, points in names
    ]
    facts = {"decision": "1234/QĐ-UBND", "decided_on": "2024-05-15", "authority": "UBND tỉnh Thanh Hóa"}
    return Annex("thanh-hoa-2024.xlsx", content, records, {**facts, "place": "Thanh Hóa"})


def annex_2026() -> Annex:
    """Set of 2026: a workbook whose cover names the decision and whose sheets are one list for each star."""
    header = ["STT", "Tên sản phẩm OCOP", "Chủ thể OCOP", "Xã, phường", "Bộ tiêu chí", "Có giá trị đến"]
    cover = [
        ["UBND THÀNH PHỐ HÀ NỘI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Số: 4321/QĐ-UBND", "Hà Nội, ngày 30 tháng 9 năm 2026"],
        ["Căn cứ Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026 của Thủ tướng Chính phủ;", None],
    ]
    sheets = {
        "Quyết định": cover,
        "Hạng 4 sao": [["DANH SÁCH SẢN PHẨM"], ["SẢN PHẨM ĐẠT 4 SAO"], header],
        "Hạng 3 sao": [header],
        "Tổng hợp": [["STT", "Xã, phường", "Điểm"], [1, "Ba Vì", 2]],
    }
    sheets["Hạng 4 sao"] += [["Hạng ★★★★"], [1, "Trà Ba Trại", "HTX Ba Trại", "Xã Ba Vì", 14, "30/09/2029"]]
    sheets["Hạng 3 sao"] += [
        ["Hạng ***"],
        [1, "Sữa chua Ba Vì", "Công ty TNHH Ba Vì", "Xã Ba Vì", 1, "30/09/2029"],
        [2, "Miến dong Minh Hồng", "HTX Minh Hồng", "Xã Ba Vì", 1, None],
    ]
    names = [
        ("Trà Ba Trại", "HTX Ba Trại", 4, 14, "2029-09-30"),
        ("Sữa chua Ba Vì", "Công ty TNHH Ba Vì", 3, 1, "2029-09-30"),
        ("Miến dong Minh Hồng", "HTX Minh Hồng", 3, 1, None),
    ]
    records = [
        {
            "product_name": product,
            "producer_name": producer,
            "commune": "Xã Ba Vì",
            "star": star,
            "criteria_set": criteria_set,
            "valid_to": valid_to,
        }
        for product, producer, star, criteria_set, valid_to in names
    ]
    facts = {"decision": "4321/QĐ-UBND", "decided_on": "2026-09-30", "authority": "UBND thành phố Hà Nội"}
    return Annex("ha-noi-2026.xlsx", annex_xlsx(sheets), records, {**facts, "place": "thành phố Hà Nội"})


ANNEXES = {"2019": annex_2019, "2021": annex_2021, "2024": annex_2024, "2026": annex_2026}
