"""What the schemas refuse, told field by field in the caller's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from storefront.api.errors import ProblemError
from storefront.api.limits import MOST_RECORDS
from storefront.errors import DomainError

MOST_ERRORS = 50
_SCORES = frozenset({"score", "part_a", "part_b", "part_c"})


def schema_problem(errors: list[dict[str, Any]]) -> ProblemError:
    """One answer for everything the schema found; a batch too long is told by that alone."""
    for error in errors:
        if error["type"] == "too_long":
            message = _("Nhiều nhất %(most)s hồ sơ mỗi lần gọi. Chưa có gì được ghi.") % {
                "most": MOST_RECORDS
            }
            return ProblemError(422, "too-many-records", message)
    told = [_told(error) for error in errors[:MOST_ERRORS]]
    message = _("Có %(count)s chỗ không đúng với tài liệu API. Chưa có gì được ghi.") % {"count": len(errors)}
    return ProblemError(422, "schema", message, errors=told)


def field_problem(pointers: list[str]) -> ProblemError:
    """Fields the document knows, in a batch of a kind that has none of them: no schema says so, hence 409."""
    message = _("Có %(count)s trường không thuộc loại hồ sơ đang gửi. Chưa có gì được ghi.")
    reason = _("trường này không có ở loại hồ sơ đang gửi")
    told = [
        {"pointer": one, "code": "field-of-another-kind", "message": reason} for one in pointers[:MOST_ERRORS]
    ]
    return ProblemError(409, "field-of-another-kind", message % {"count": len(pointers)}, errors=told)


def given_problem(error: DomainError) -> ProblemError:
    """What is said for all records and makes no sense."""
    told = {"pointer": f"/{error.field}", "code": error.code, "message": str(error.message)}
    message = _("Điều ghi chung cho mọi hồ sơ không đọc được: %(reason)s")
    return ProblemError(409, error.code, message % {"reason": error.message}, errors=[told])


def _told(error: dict[str, Any]) -> dict[str, str]:
    place = _place(error["loc"])
    field = str(place[-1]) if place else ""
    kind = error["type"]
    if kind in ("string_type", "string_pattern_mismatch") and field in _SCORES:
        code, message = "score-not-text", _("điểm phải là chuỗi như “69.5” (tối đa hai chữ số thập phân)")
    elif kind in _REASONS:
        code, reason = _REASONS[kind]
        message = reason(error.get("ctx") or {})
    else:
        code, message = "value-invalid", _("giá trị không hợp lệ")
    return {"pointer": "".join(f"/{_escaped(step)}" for step in place), "code": code, "message": message}


def _place(loc: tuple[Any, ...]) -> tuple[Any, ...]:
    """Where in the body or the query: without the words that only say which of the two."""
    if loc[:1] == ("body",):
        return tuple(loc[2:])
    return tuple(loc[1:])


def _escaped(step: Any) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")[:80]


_REASONS: dict[str, tuple[str, Callable[[dict[str, Any]], str]]] = {
    "extra_forbidden": ("field-unknown", lambda _ctx: _("trường này không có trong tài liệu API")),
    "missing": ("field-missing", lambda _ctx: _("thiếu trường bắt buộc")),
    "string_type": ("not-text", lambda _ctx: _("phải là chuỗi chữ")),
    "string_unicode": ("not-text", lambda _ctx: _("phải là chuỗi chữ")),
    "int_type": ("not-whole-number", lambda _ctx: _("phải là số nguyên")),
    "int_parsing": ("not-whole-number", lambda _ctx: _("phải là số nguyên")),
    "int_parsing_size": ("not-whole-number", lambda _ctx: _("phải là số nguyên")),
    "int_from_float": ("not-whole-number", lambda _ctx: _("phải là số nguyên")),
    "bool_type": ("not-boolean", lambda _ctx: _("phải là true hoặc false")),
    "list_type": ("not-a-list", lambda _ctx: _("phải là một danh sách")),
    "too_short": ("no-records", lambda _ctx: _("cần ít nhất một hồ sơ")),
    "string_too_short": ("required", lambda _ctx: _("còn trống")),
    "string_too_long": (
        "too-long",
        lambda ctx: _("dài quá %(limit)s ký tự") % {"limit": ctx.get("max_length", "")},
    ),
    "string_pattern_mismatch": (
        "pattern",
        lambda ctx: _("không đúng dạng %(pattern)s") % {"pattern": ctx.get("pattern", "")},
    ),
    "literal_error": (
        "not-one-of",
        lambda ctx: (
            _("phải là một trong: %(expected)s")
            % {"expected": str(ctx.get("expected", "")).replace(" or ", ", ")}
        ),
    ),
    "greater_than_equal": (
        "too-small",
        lambda ctx: _("nhỏ nhất là %(limit)s") % {"limit": ctx.get("ge", "")},
    ),
    "less_than_equal": ("too-large", lambda ctx: _("lớn nhất là %(limit)s") % {"limit": ctx.get("le", "")}),
    "value_error": ("date-invalid", lambda _ctx: _("phải là một ngày dạng YYYY-MM-DD")),
    "date_from_datetime_parsing": ("date-invalid", lambda _ctx: _("phải là một ngày dạng YYYY-MM-DD")),
    "date_parsing": ("date-invalid", lambda _ctx: _("phải là một ngày dạng YYYY-MM-DD")),
}
