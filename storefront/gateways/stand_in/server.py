"""The stand-ins as a small web server on loopback: VNPay's page with its buttons, and a bank one can pay at."""

from __future__ import annotations

import itertools
import json
import logging
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.template.loader import render_to_string

from storefront.errors import DomainError
from storefront.gateways.stand_in.bank import CALLS
from storefront.gateways.stand_in.vnpay import OUTCOMES, AskedWronglyError, StandInVNPay
from storefront.payment.vietqr import VietQRError, parse_payload

logger = logging.getLogger(__name__)
LOOPBACK = "127.0.0.1"
_PATIENCE, _LARGEST = 10, 64 * 1024
#: From an account number to the hook that tells of it: channel, address, secret. None: nobody watches it.
Watcher = Callable[[str], "tuple[str, str, str] | None"]


class StandIn(ThreadingHTTPServer):
    """Listens on loopback only. `shop` is where the shop's own server is called."""

    daemon_threads = True

    def __init__(self, port: int, *, vnpay: StandInVNPay, shop: str, watcher: Watcher) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.vnpay, self.shop, self.watcher = vnpay, shop.rstrip("/"), watcher
        self.numbers = itertools.count(int(datetime.now(UTC).timestamp()))

    def tell_vnpay(self, told: Mapping[str, str]) -> str:
        """Call the shop's IPN as VNPay's server does, and return its `RspCode`."""
        _status, answer = self._call(f"{self.shop}/api/thanh-toan/vnpay/ipn/?{urlencode(told)}")
        return str(answer.get("RspCode", ""))

    def pay(self, *, account: str, amount: int, memo: str) -> tuple[int, dict[str, Any]]:
        """Take money in on an account; whoever watches it tells the shop. Returns the shop's status and answer."""
        watched = self.watcher(account)
        if watched is None:
            return 0, {}
        channel, address, secret = watched
        number = next(self.numbers)
        body, headers = CALLS[channel](
            account=account,
            amount=amount,
            memo=memo,
            reference=f"FT{number}",
            number=number,
            secret=secret,
            at=datetime.now(UTC),
        )
        return self._call(f"{self.shop}/api/thanh-toan/{channel}/{address}/", body, headers)

    def _call(
        self, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(address, data=body, headers=dict(headers or {}))  # noqa: S310 -- ours
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 -- as above
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b"{}")
        except (OSError, ValueError) as error:
            logger.warning("shop not reached", extra={"why": type(error).__name__})
            return 0, {}


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        if parts.path == "/paymentv2/vpcpay.html":
            self._pay_page(asked)
        elif parts.path in ("/", "/ngan-hang/"):
            self._page("bank", {"asked": asked})
        else:
            self._page("error", {"code": "unknown"}, status=404)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > _LARGEST:
            self._page("error", {"code": "too-large"}, status=413)
            return
        typed = dict(parse_qsl(self.rfile.read(int(length)).decode("utf-8", "replace")))
        if urlsplit(self.path).path == "/paymentv2/vpcpay.html":
            self._finish(typed)
        else:
            self._bank(typed)

    def _pay_page(self, asked: dict[str, str]) -> None:
        try:
            self.server.vnpay.open(asked, at=datetime.now(UTC))
        except AskedWronglyError as refusal:
            self._page("error", {"code": refusal.args[0]}, status=400)
            return
        dong = int(asked["vnp_Amount"]) // 100
        self._page("vnpay", {"asked": asked, "amount": dong, "fields": list(asked.items())})

    def _finish(self, typed: dict[str, str]) -> None:
        outcome = typed.pop("outcome", "")
        asked = {name: value for name, value in typed.items() if name.startswith("vnp_")}
        try:
            if outcome not in OUTCOMES:
                raise AskedWronglyError("outcome")
            told = self.server.vnpay.finish(asked, outcome, at=datetime.now(UTC))
        except AskedWronglyError as refusal:
            self._page("error", {"code": refusal.args[0]}, status=400)
            return
        self.server.tell_vnpay(told)
        back = asked["vnp_ReturnUrl"]
        self.send_response(302)
        self.send_header("Location", f"{back}{'&' if '?' in back else '?'}{urlencode(told)}")
        self.end_headers()

    def _bank(self, typed: dict[str, str]) -> None:
        try:
            account, amount, memo = _transfer_of(typed)
        except (DomainError, ValueError):
            self._page("bank", {"asked": typed, "refused": True}, status=422)
            return
        status, answer = self.server.pay(account=account, amount=amount, memo=memo)
        self._page("bank", {"asked": typed, "is_told": True, "status": status, "answer": answer})

    def _page(self, name: str, context: dict[str, Any], *, status: int = 200) -> None:
        body = render_to_string(f"gateways/stand_in/{name}.html", context).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form: str, *args: Any) -> None:
        logger.debug("stand-in: " + form, *args)


def _transfer_of(typed: Mapping[str, str]) -> tuple[str, int, str]:
    """What is to be transferred: from the text of a VietQR, or typed. Raises `ValueError` or `DomainError`."""
    if typed.get("payload"):
        try:
            read = parse_payload(typed["payload"])
        except VietQRError as error:
            raise ValueError("payload") from error
        return read.account or "", read.amount or 0, read.memo or ""
    amount = int(typed.get("amount", "").replace(".", "").replace(" ", ""))
    account = typed.get("account", "").strip()
    if amount <= 0 or not account:
        raise ValueError("amount")
    return account, amount, typed.get("memo", "")
