"""Two workers share a rush, whichever of them is quicker at taking connections."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from tests.factories.server import serving

THREADS, WORKERS = 4, 2


@pytest.fixture
def port(tmp_path) -> Iterator[int]:
    app = "tests.factories.slow_answer:application"
    with serving(tmp_path, app=app, workers=WORKERS, collect=False) as server:
        until = time.monotonic() + 30
        seen: set[str] = set()
        while len(seen) < WORKERS and time.monotonic() < until:
            lines = [_ask(server.port) for _number in range(THREADS + 1)]
            seen |= {_answer(line) for line in lines}
        assert len(seen) == WORKERS
        yield server.port


def test_a_rush_is_answered_by_all_workers_and_nobody_is_left_waiting(port):
    lines = [_ask(port) for _number in range(3 * THREADS * WORKERS)]
    answered = Counter(_answer(line) for line in lines)
    assert (len(answered), answered.total()) == (WORKERS, 3 * THREADS * WORKERS)
    assert min(answered.values()) >= THREADS


def test_a_connection_that_rests_keeps_nobody_out(port):
    resting = [_ask(port, "/now") for _number in range(3 * THREADS * WORKERS)]
    first = [_answer(line, close=False) for line in resting]
    for line in resting:
        line.request("GET", "/now")
    assert [_answer(line) for line in resting] == first


def test_ten_kilobytes_of_vietnamese_in_an_address_reach_the_shop(port):
    address = "/now?" + urlencode({"q": "nước mắm " * 1000})
    assert len(address) > 20_000
    line = _ask(port, address)
    assert line.getresponse().status == 200


def _ask(port: int, address: str = "/") -> HTTPConnection:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", address)
    return line


def _answer(line: HTTPConnection, *, close: bool = True) -> str:
    worker = line.getresponse().read().decode()
    if close:
        line.close()
    return worker
