"""Ask one address over and over on sixteen connections: with wrk where there is one, else a plain loop of our own."""

from __future__ import annotations

import re
import selectors
import shutil
import socket
import subprocess
from http.client import HTTPConnection
from statistics import quantiles
from time import perf_counter
from typing import NamedTuple

CONNECTIONS, SECONDS = 16, 4
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class Pressed(NamedTuple):
    """Answers per second and milliseconds waited for one."""

    rps: float
    p50: float
    p99: float


def press(port: int, address: str, seconds: int = SECONDS) -> Pressed:
    """Every answer is a 200, or the figure is worth nothing: raises `ValueError`."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", address, headers={"X-Forwarded-Proto": "https"})
    if (answer := line.getresponse()).status != 200:
        raise ValueError(f"{address}: {answer.status}")
    line.close()
    if shutil.which("wrk"):
        return _wrk(port, address, seconds)
    return _plain(port, address, seconds)


def _wrk(port: int, address: str, seconds: int) -> Pressed:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    command += ["-H", "X-Forwarded-Proto: https", f"http://127.0.0.1:{port}{address}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 -- our own command
    if "Non-2xx" in told:
        raise ValueError(told)
    waits = {share: float(number) * _UNITS[unit] for share, number, unit in _WAITS.findall(told)}
    if not {"50", "99"} <= waits.keys():
        raise ValueError(told)
    return Pressed(float(_RATE.findall(told)[0]), waits["50"], waits["99"])


_WAITS = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s|m)\s*$", re.MULTILINE)
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")


class _Line:
    """One connection with one question under way."""

    def __init__(self, port: int, question: bytes) -> None:
        self.port, self.question = port, question
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.ask()

    def ask(self) -> None:
        self.since, self.read = perf_counter(), b""
        self.socket.sendall(self.question)

    def is_whole(self) -> bool:
        """Read what is there; whether the answer is complete."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("closed in the middle of an answer")
        self.read += piece
        head, found, body = self.read.partition(b"\r\n\r\n")
        if not found:
            return False
        if b" 200 " not in head[:15]:
            raise ValueError(head.decode())
        size = re.search(rb"(?i)content-length: (\d+)", head)
        return len(body) >= int(size[1]) if size else body.endswith(b"0\r\n\r\n")


def _plain(port: int, address: str, seconds: int) -> Pressed:
    question = (
        f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Forwarded-Proto: https\r\n\r\n".encode()
    )
    lines = selectors.DefaultSelector()
    for _number in range(CONNECTIONS):
        line = _Line(port, question)
        lines.register(line.socket, selectors.EVENT_READ, line)
    waits, begun = [], perf_counter()
    while perf_counter() - begun < seconds:
        for key, _what in lines.select(timeout=1):
            if key.data.is_whole():
                waits.append((perf_counter() - key.data.since) * 1000)
                key.data.ask()
    rate = len(waits) / (perf_counter() - begun)
    for key in list(lines.get_map().values()):
        key.data.socket.close()
    shares = quantiles(waits, n=100)
    return Pressed(rate, shares[49], shares[98])
