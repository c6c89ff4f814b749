"""A carrier on this machine for tests and the demo: it checks signatures and refuses what a real one would."""

from __future__ import annotations

import base64
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from storefront.shipping.carriers.signing import is_signed
from storefront.shipping.carriers.stand_in_label import draw_label

_LONGEST = 65_536
_PARTY = ("name", "phone", "address", "province")


class StandInCarrier(ThreadingHTTPServer):
    """Answers on loopback; `parcels` holds the numbers of what was booked by reference, `booked` what was told of each.

    Parcels in `fetched` cannot be called off. `asked` lists the calls taken.
    """

    daemon_threads = True

    def __init__(self, *, key: str, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.key = key
        self.parcels: dict[str, str] = {}
        self.booked: dict[str, dict[str, Any]] = {}
        self.fetched: set[str] = set()
        self.cancelled: set[str] = set()
        self.asked: list[str] = []

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
            self.server.asked.append(self.path)
            ways = {
                "/quote": self._quote,
                "/book": self._book,
                "/label": self._label,
                "/cancel": self._cancel,
            }
            answer = ways[self.path](told)
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
        who = {side: {name: str(told[side][name]) for name in _PARTY} for side in ("sender", "recipient")}
        if not all(who["recipient"].values()):
            raise ValueError("recipient")
        number = self.server.parcels.setdefault(reference, f"TEST{len(self.server.parcels) + 1:08d}")
        sums = {"grams": int(told["grams"]), "collect": int(told["collect"])}
        self.server.booked.setdefault(number, {"reference": reference, **sums, **who})
        return {"number": number}

    def _label(self, told: dict[str, Any]) -> dict[str, str]:
        number = str(told["number"])
        drawn = draw_label(number, self.server.booked[number])
        return {"pdf": base64.b64encode(drawn).decode()}

    def _cancel(self, told: dict[str, Any]) -> dict[str, bool]:
        number = str(told["number"])
        if number not in self.server.booked:
            raise KeyError(number)
        is_free = number not in self.server.fetched
        if is_free:
            self.server.cancelled.add(number)
        return {"cancelled": is_free}

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet: it stands in tests."""
