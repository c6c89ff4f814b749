"""A list as long as a region's whole register: 20,000 recognitions of some thousand producers, always the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

_KINDS = (
    "HTX",
    "Hợp tác xã",
    "Công ty TNHH",
    "Công ty cổ phần",
    "Hộ kinh doanh",
    "Cơ sở sản xuất",
    "Tổ hợp tác",
)
_WORDS = (
    "Ba Làng", "Hương Quê", "Đồng Tiến", "Tân Phát", "Sông Mã", "Minh Khôi", "Quyết Thắng", "Lam Sơn", "Phú Thịnh",
    "An Bình", "Thiên Phúc", "Hoa Sen", "Đại Dương", "Trường Sinh", "Cẩm Tú", "Mộc Châu", "Ngọc Lặc", "Hải Long",
)  # fmt: skip
_GOODS = (
    "Nước mắm", "Chè xanh", "Mật ong", "Gạo nếp", "Miến dong", "Bánh đa", "Tinh bột nghệ", "Cà phê rang", "Rượu nếp",
    "Tương ớt", "Măng khô", "Trà sen", "Nem chua", "Cam sành", "Thịt sấy", "Muối vừng", "Dầu lạc", "Chiếu cói",
)  # fmt: skip
_COMMUNES = tuple(
    f"{first} {second}" for first in ("Hoằng", "Quảng", "Đông", "Vĩnh", "Yên") for second in _WORDS[:12]
)
HEADINGS = (
    "Tên sản phẩm", "Chủ thể", "Xã", "Tỉnh", "Ngành", "Quy cách", "Mã số thuế", "Hạng sao", "Điểm",
    "Số quyết định", "Ngày quyết định", "Hết hạn",
)  # fmt: skip


def long_list(count: int, *, products_each: int = 3) -> bytes:
    """A CSV file of `count` different products, `products_each` of a producer, decided in 30 decisions."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows(_rows(count, products_each))
    return out.getvalue().encode()


def _rows(count: int, products_each: int) -> Iterator[tuple[str, ...]]:
    for number in range(count):
        producer, decision = number // products_each, number % 30
        month, year = decision % 12 + 1, 2024 + decision % 2
        name = (
            f"{_KINDS[producer % 7]} {_WORDS[producer % 18]} {_WORDS[producer // 18 % 18]} {producer // 324}"
        )
        yield (
            f"{_GOODS[number % 18]} {_WORDS[number // 18 % 18]} {number}",
            name.strip(),
            _COMMUNES[producer % len(_COMMUNES)],
            "Thanh Hóa",
            "Thực phẩm",
            "hộp 500 g",
            f"{2800000000 + producer}" if producer % 4 == 0 else "",
            "4 sao" if decision % 3 else "3 sao",
            "75,5" if decision % 3 else "60",
            f"{1000 + decision}/QĐ-UBND",
            f"15/{month:02}/{year}",
            f"15/{month:02}/{year + 3}",
        )
