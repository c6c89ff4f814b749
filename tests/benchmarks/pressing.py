"""Ask one address over and over on sixteen connections: with wrk where there is one, else a plain loop of our own."""

from __future__ import annotations

import re
import selectors
import shutil
import socket
import subprocess
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import NamedTuple

from tests.factories.server import Server

CONNECTIONS, SECONDS, TIMES = 16, 2, 3
_MOST_WARMING = 15
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


class Pressed(NamedTuple):
    """Answers per second and milliseconds waited for one."""

    rps: float
    p50: float
    p99: float


def press_each(server: Server, addresses: Sequence[str]) -> list[Pressed]:
    """Each address pressed several times on new connections; of each the run in the middle.

    A worker that is still starting takes no connection, so everything is asked first until both have worked.
    """
    for turn in range(_MOST_WARMING):
        before = worked(server.pid)
        for address in addresses:
            press(server.port, address, 1)
        now = worked(server.pid)
        if turn and now and all(ticks - before.get(pid, ticks) > 5 for pid, ticks in now.items()):
            break
    runs = [sorted(press(server.port, address) for _time in range(TIMES)) for address in addresses]
    return [found[len(found) // 2] for found in runs]


def worked(parent: int) -> dict[int, int]:
    """Processor time of each worker, in ticks; empty where the system does not tell."""
    try:
        pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        told = {int(pid): Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids}
    except OSError:
        return {}
    return {pid: int(parts[11]) + int(parts[12]) for pid, parts in told.items()}


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
