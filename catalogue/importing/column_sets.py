"""The columns of each kind of file: one set of them, told to whoever reads a header."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from catalogue.importing import cells, grounds
from catalogue.importing.columns import COLUMNS, Column, fold_heading, ignored
from catalogue.importing.given import FileKind


@dataclass(frozen=True, eq=False)
class ColumnSet:
    """The columns one kind of file may have, in the order of its template.

    `instead` names columns that do in the place of a required one; `may_be_empty` the required columns a file must
    have and a row need not fill; `left_out` what the file may say but the template does not ask. `given_as` tells
    under which columns the day and the authority stand that are given with a file, where not under their own.
    """

    columns: tuple[Column, ...]
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may_be_empty: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    given_as: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def by_heading(self) -> dict[str, Column]:
        return {fold_heading(heading): column for column in self.columns for heading in column.headings}

    def named(self, heading: str) -> Column | None:
        """The column a heading means, however it is written."""
        return self.by_heading.get(fold_heading(heading))

    def missing(self, present: Callable[[str], object]) -> list[Column]:
        """The required columns for which neither they nor what does instead is `present`."""
        return [
            column
            for column in self.columns
            if column.required
            and not any(present(key) for key in (column.key, *self.instead.get(column.key, ())))
        ]

    @cached_property
    def of_template(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.key not in self.left_out)


_PLACE_CODE = {"province": ("province_code",)}
_NOT_ASKED = frozenset(
    {
        "province_code",
        "province_then",
        "district",
        "locality",
        "group_number",
        "standing",
        "price_basis",
        "certainty",
        "source",
    }
)
RECOGNITIONS = ColumnSet(COLUMNS, instead=_PLACE_CODE, may_be_empty=frozenset({"star"}), left_out=_NOT_ASKED)

_NOT_OF_A_REVOCATION = (
    "pack",
    "legal_form",
    "representative",
    "phone",
    "address",
    "province_then",
    "district",
    "commune",
    "locality",
    "group",
    "group_number",
    "criteria_set",
    "score",
    "part_a",
    "part_b",
    "part_c",
    "council",
    "round_name",
    "request_kind",
    "evaluated_on",
    "valid_to",
    "standing",
    "price_from",
    "price_to",
    "price_basis",
    "certainty",
    "source",
)

_BY_KEY = {column.key: column for column in COLUMNS}


def _like(key: str, *headings: str, required: bool | None = None) -> Column:
    """A column read as in a list of recognitions, under other headings where some are given."""
    column = _BY_KEY[key]
    column = replace(column, headings=headings) if headings else column
    return column if required is None else replace(column, required=required)


def _unread() -> list[Column]:
    """Columns such lists have and a revocation does not speak of: kept with the file, not taken over."""
    return [replace(_BY_KEY[key], read=ignored, required=False, longest=None) for key in _NOT_OF_A_REVOCATION]


def _evaluation_columns() -> tuple[Column, ...]:
    first, last = _BY_KEY["row_label"], _BY_KEY["criteria_set"]
    about_the_product = COLUMNS[COLUMNS.index(first) : COLUMNS.index(last) + 1]
    day = ("Ngày đánh giá", "Ngày họp hội đồng", "Ngày họp", "Ngày chấm điểm", "Ngày chấm", "evaluated_on")
    star = (
        "Hạng sao đề nghị",
        "Đề nghị phân hạng",
        "Đề nghị hạng sao",
        "Đề nghị xếp hạng",
        "Sao đề nghị",
        "Hạng đề nghị",
        "Dự kiến phân hạng",
        "proposed_star",
    )
    return (
        *about_the_product,
        _like("score", required=True),
        *map(_like, ("part_a", "part_b", "part_c")),
        _like("star", *star, *_BY_KEY["star"].headings, required=False),
        *map(_like, ("council", "tier", "round_name", "request_kind")),
        _like("evaluated_on", *day),
        *map(_like, ("price_from", "price_to", "note", "price_basis", "certainty", "source")),
    )


EVALUATIONS = ColumnSet(
    _evaluation_columns(),
    instead=_PLACE_CODE,
    left_out=_NOT_ASKED,
    given_as={"decided_on": "evaluated_on", "authority": "council"},
)

_RECOGNISED = Column(
    "recognised_by",
    (
        "Quyết định công nhận",
        "Số quyết định công nhận",
        "Số QĐ công nhận",
        "QĐ công nhận",
        "Theo quyết định công nhận",
        "recognised_by",
    ),
    cells.read_decision,
    longest=255,
)
_RECOGNISED_ON = Column(
    "recognised_on",
    (
        "Ngày công nhận",
        "Ngày quyết định công nhận",
        "Ngày QĐ công nhận",
        "Năm công nhận",
        "recognised_on",
    ),
    cells.read_date,
)
_REVOKED_ON = Column(
    "revoked_on",
    ("Thu hồi từ ngày", "Ngày thu hồi", "Thu hồi từ", "Hiệu lực từ", "Từ ngày", "revoked_on"),
    cells.read_date,
)
_GROUND = Column(
    "ground",
    ("Căn cứ thu hồi", "Căn cứ", "Lý do thu hồi", "Lý do", "Lí do thu hồi", "Lí do", "ground"),
    grounds.read_ground,
)
_CERTIFICATE = Column(
    "certificate",
    ("Mã chứng nhận", "Số chứng nhận", "Chứng nhận", "Số đăng ký", "certificate"),
    grounds.read_certificate,
)


_REVOKING_NUMBER = (
    "Số quyết định thu hồi",
    "Quyết định thu hồi",
    "Số QĐ thu hồi",
    "QĐ thu hồi",
    "Số quyết định",
    "Quyết định",
    "Quyết định số",
    "Số QĐ",
    "decision_no",
)
_REVOKING_DAY = (
    "Ngày quyết định thu hồi",
    "Ngày QĐ thu hồi",
    "Ngày quyết định",
    "Ngày QĐ",
    "Ngày ban hành",
    "Ngày ký",
    "decision_date",
)
_REVOKING_AUTHORITY = (
    "Cơ quan thu hồi",
    "Cơ quan ban hành",
    "Cơ quan quyết định",
    "Nơi ban hành",
    "authority",
)


def _revocation_columns() -> tuple[Column, ...]:
    return (
        *map(_like, ("row_label", "product_name", "product_code", "gtin")),
        _CERTIFICATE,
        _like("producer_name", required=False),
        _like("tax_code"),
        _like("province", required=False),
        _like("province_code"),
        _like("star", required=False),
        _RECOGNISED,
        _RECOGNISED_ON,
        _like("decision", *_REVOKING_NUMBER),
        _like("decided_on", *_REVOKING_DAY),
        _like("authority", *_REVOKING_AUTHORITY),
        _like("tier", "Cấp thu hồi", "Cấp", "tier"),
        _REVOKED_ON,
        _GROUND,
        _like("note"),
        *_unread(),
    )


_REVOCATION_COLUMNS = _revocation_columns()
REVOCATIONS = ColumnSet(
    _REVOCATION_COLUMNS,
    instead={"product_name": ("product_code", "certificate", "gtin")},
    left_out=frozenset(
        {"province_code", *(one.key for one in _REVOCATION_COLUMNS[1:] if one.read is ignored)}
    ),
)

COLUMN_SETS: dict[FileKind, ColumnSet] = {
    FileKind.RECOGNITIONS: RECOGNITIONS,
    FileKind.EVALUATIONS: EVALUATIONS,
    FileKind.REVOCATIONS: REVOCATIONS,
}
