"""Refusals as problem details (RFC 9457), in the caller's language, with codes that never change."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from storefront.errors import DomainError

CONTENT_TYPE = "application/problem+json; charset=utf-8"


class ProblemError(DomainError):
    """A call that is refused: `status` as HTTP counts, `code` for programs, `facts` beside them in the answer."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str | Promise,
        *,
        headers: dict[str, str] | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(message, code=code)
        self.status, self.headers, self.facts = status, headers or {}, facts

    def as_dict(self) -> dict[str, Any]:
        """The body of the answer."""
        return {
            "type": f"urn:sao-lang:problem:{self.code}",
            "title": str(_title(self.status)),
            "status": self.status,
            "detail": str(self.message),
            "code": self.code,
            **self.facts,
        }

    def as_response(self) -> HttpResponse:
        headers = dict(self.headers)
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = 'Bearer realm="sao-lang"'
        body = json.dumps(self.as_dict(), ensure_ascii=False)
        return HttpResponse(body, status=self.status, content_type=CONTENT_TYPE, headers=headers)


def _title(status: int) -> str:
    titles = {
        400: _("Yêu cầu không đọc được"),
        401: _("Cần chìa khoá API hợp lệ"),
        403: _("Không được phép"),
        404: _("Không tìm thấy"),
        405: _("Sai phương thức"),
        409: _("Không ghi được"),
        410: _("Không còn giá trị"),
        413: _("Yêu cầu quá lớn"),
        415: _("Sai kiểu nội dung"),
        422: _("Dữ liệu không hợp lệ"),
        429: _("Gọi quá nhanh"),
        500: _("Lỗi máy chủ"),
        503: _("Đang bận"),
    }
    return titles.get(status, str(status))
