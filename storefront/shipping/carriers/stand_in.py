"""A carrier on this machine for tests and the demo: it checks signatures and refuses what a real one would."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from storefront.shipping.carriers.signing import is_signed

_LONGEST = 65_536


class StandInCarrier(ThreadingHTTPServer):
    """Answers on loopback; `parcels` holds what was booked, by reference."""

    daemon_threads = True

    def __init__(self, *, key: str, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.key = key
        self.parcels: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: StandInCarrier

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LONGEST:
            return self._answer(413, {"error": "too long"})
        body = self.rfile.read(int(length))
        timestamp, signature = self.headers.get("X-Timestamp", ""), self.headers.get("X-Signature", "")
        if not is_signed(
            body, key=self.server.key, timestamp=timestamp, signature=signature, now=int(time.time())
        ):
            return self._answer(401, {"error": "signature"})
        try:
            told = json.loads(body)
            answer = {"/quote": self._quote, "/book": self._book}[self.path](told)
        except (ValueError, KeyError, TypeError):
            return self._answer(400, {"error": "not understood"})
        return self._answer(200, answer)

    def _quote(self, told: dict[str, Any]) -> dict[str, int]:
        far = told["origin"] != told["destination"]
        steps = -(-max(int(told["grams"]) - 2000, 0) // 500)
        return {
            "charge": (30_000 if far else 18_000) + 4_000 * steps,
            "days_min": 2 if far else 1,
            "days_max": 5 if far else 2,
        }

    def _book(self, told: dict[str, Any]) -> dict[str, str]:
        reference = str(told["reference"])
        number = self.server.parcels.setdefault(reference, f"TEST{len(self.server.parcels) + 1:08d}")
        return {"number": number}

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet: it stands in tests."""
