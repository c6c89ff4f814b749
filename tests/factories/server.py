"""A real server of two processes on the test's own database, and buyers who send it plain forms."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.db import connection

ROOT = Path(__file__).parent.parent.parent
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|submission|seen_total)" value="([^"]*)"')


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def url_of_test_database() -> str:
    """The address of the database the tests run on, for another process."""
    facts = connection.settings_dict
    user = f"{quote(facts['USER'])}:{quote(facts['PASSWORD'] or '')}@"
    return f"postgres://{user}{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


url_of_test_database.__test__ = False  # type: ignore[attr-defined] -- its name only sounds like a test


@dataclass(frozen=True)
class Server:
    """A server that answers on this port of 127.0.0.1; `pid` is the parent of its workers."""

    port: int
    pid: int


@contextmanager
def serving(
    folder: Path, *, workers: int = 2, app: str = "storefront.wsgi", collect: bool = True, **environment: str
) -> Iterator[Server]:
    """Run gunicorn with the production settings, letters left to a worker; `collect` gathers the static files."""
    port = free_port()
    settings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "storefront.settings.production",
        "DATABASE_URL": url_of_test_database(),
        "SECRET_KEY": "only-for-this-server-of-a-test-" + "x" * 32,
        "ALLOWED_HOSTS": "127.0.0.1",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "VAR_DIR": str(folder),
        "LETTERS_BACKEND": "django_tasks_db.DatabaseBackend",
        "LOG_LEVEL": "WARNING",
        **environment,
    }
    if collect:
        gather = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(gather, cwd=ROOT, env=settings, check=True)  # noqa: S603 -- our own command
    command = [sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}"]
    command += ["--config", "python:storefront.serving", "--workers", str(workers), "--log-level", "warning"]
    with subprocess.Popen(command, cwd=ROOT, env=settings) as server:  # noqa: S603 -- our own command
        try:
            _wait_for(port)
            yield Server(port, server.pid)
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _try in range(200):
        try:
            Buyer(port).ask("GET", "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server does not answer")


class Buyer:
    """A guest's browser, as light as can be: cookies, one connection, the hidden fields of the last page."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line = HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}
        self.hidden: dict[str, str] = {}

    def ask(self, method: str, address: str, fields: Mapping[str, Any] | None = None) -> tuple[int, str]:
        """Send one request; returns status and where it leads."""
        headers = {"X-Forwarded-Proto": "https", "Referer": f"https://127.0.0.1:{self._port}/"}
        headers["Host"] = f"127.0.0.1:{self._port}"
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrfmiddlewaretoken": self.hidden.get("csrfmiddlewaretoken", ""), **fields})
        answer = self._send(method, address, body, headers)
        page = answer.read().decode()
        for text in answer.headers.get_all("Set-Cookie") or []:
            self._cookies.update({name: crumb.value for name, crumb in SimpleCookie(text).items()})
        self.hidden.update(_HIDDEN.findall(page))
        return answer.status, answer.headers.get("Location", "")

    def _send(self, method: str, address: str, body: str | None, headers: dict[str, str]) -> Any:
        """The server lets idle connections go: then there is a new one, as in any browser."""
        for is_last in (False, True):
            try:
                self._line.request(method, address, body, headers)
                return self._line.getresponse()
            except (ConnectionError, OSError):
                self._line.close()
                if is_last:
                    raise
        raise AssertionError("unreachable")

    def fill_basket(self, product: int) -> None:
        """Open a product's page, put one piece into the basket, and open the checkout with the province chosen."""
        if "csrfmiddlewaretoken" not in self.hidden:
            self.ask("GET", "/don-hang/")
        assert self.ask("POST", f"/gio-hang/them/{product}/", {"quantity": 1})[0] == 302

    def open_checkout(self, typed: Mapping[str, str]) -> None:
        """Open the checkout and choose the province there."""
        assert self.ask("GET", "/thanh-toan/")[0] == 200
        assert self.ask("POST", "/thanh-toan/", {**typed, "action": "refresh"})[0] == 200

    def send(self, typed: Mapping[str, str]) -> tuple[int, str]:
        """Send the form as the page showed it."""
        shown = {name: self.hidden[name] for name in ("submission", "seen_total")}
        return self.ask("POST", "/thanh-toan/", {**typed, **shown, "action": "place"})
