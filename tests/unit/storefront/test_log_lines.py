"""What a log line tells, and what it keeps to itself."""

from __future__ import annotations

import json
import logging
import sys

from django.test import RequestFactory

from storefront.log_lines import JsonLines


def line(message: str, *args: object, exc_info: object = None, **extra: object) -> dict[str, object]:
    record = logging.LogRecord("shop", logging.ERROR, __file__, 1, message, args, exc_info)
    vars(record).update(extra)
    return json.loads(JsonLines().format(record))


def failing_row(row: str, taken: str) -> None:
    try:
        raise ValueError(row)
    except ValueError as cause:
        raise RuntimeError(taken) from cause


def test_an_error_tells_where_and_of_what_kind_but_not_what_it_quotes() -> None:
    name, phone = "Nguyễn Thị Lan", "+84912345678"
    try:
        failing_row(f"Failing row contains ({name}, {phone})", phone)
    except RuntimeError:
        told = line("Internal Server Error: %s", "/thanh-toan/", exc_info=sys.exc_info())
    trace = str(told["trace"])
    assert "in failing_row" in trace
    assert 0 < trace.index("builtins.ValueError") < trace.index("builtins.RuntimeError")
    assert "Failing row contains (Nguyễn" not in trace
    assert "84912345678)" not in trace


def test_signed_order_addresses_and_queries_stay_out() -> None:
    request = RequestFactory().get("/don-hang/SL7K2M9QXW~Xk3abc/?q=lan")
    told = line("Not Found: /don-hang/SL7K2M9QXW~Xk3abc/", request=request, status_code=404)
    assert told["path"] == "/don-hang/…/"
    assert told["message"] == "Not Found: /don-hang/…/"
    assert told["status_code"] == 404
    assert line("/san-pham/che_abc/")["message"] == "/san-pham/che_abc/"
