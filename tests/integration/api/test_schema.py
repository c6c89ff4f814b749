"""Schemathesis reads the OpenAPI document and calls every address it names, with keys good and bad.

It runs as a program of its own against a loopback server; its examples are the same each time.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from catalogue.certification.models import LedgerEntry
from storefront.api import limits
from storefront.api.models import ApiToken
from storefront.api.tokens import revoke_token
from tests.factories.api import good_record, make_key, revoked, send
from tests.factories.tables import rows_of_every_table

pytestmark = pytest.mark.django_db(transaction=True)

_MEND = "Run it by hand (docs/api.md) to see each failure with its curl command."


@pytest.fixture(autouse=True)
def _as_often_as_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WRITES", "READS", "READS_WITHOUT_KEY", "BAD_KEYS"):
        monkeypatch.setattr(limits, name, 10**9)
    # Otherwise each answer waits 40 ms for the caller's kernel to acknowledge its headers.
    monkeypatch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)


def conforms(
    server: LiveServer,
    where: Path,
    *,
    secret: str | None,
    examples: int,
    phases: str,
    path: str | None = None,
) -> None:
    """Fail with Schemathesis's own words unless every answer is one the document promises."""
    program = [sys.executable, "-m", "schemathesis.cli", "run", f"{server.url}/api/v1/openapi.json"]
    options = [f"--phases={phases}", f"--max-examples={examples}", "--seed=1", "--generation-deterministic"]
    only = [] if path is None else [f"--include-path={path}"]
    quiet = ["--warnings=off", "--no-color", "--no-shrink", "--max-failures=10"]
    key = [] if secret is None else ["--header", f"Authorization: Bearer {secret}"]
    done = subprocess.run(  # noqa: S603
        [*program, *options, *only, *quiet, *key],
        cwd=where,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-8000:]}\n{done.stderr[-2000:]}\n{_MEND}"
    assert "passed" in done.stdout


def test_a_good_key_finds_what_the_document_says(live_server: LiveServer, tmp_path: Path) -> None:
    _token, secret = make_key()
    assert send(secret, [good_record(), good_record(product_name="Mắm tôm")]).status_code == 200
    conforms(live_server, tmp_path, secret=secret, examples=10, phases="examples,coverage,fuzzing,stateful")
    assert LedgerEntry.objects.filter(star=4, decision__number="1234/QĐ-UBND").count() == 2


def test_a_good_key_for_revoking_does_too(live_server: LiveServer, tmp_path: Path) -> None:
    _token, secret = make_key()
    assert send(secret, [good_record()]).status_code == 200
    _token, secret = make_key(scope=ApiToken.Scope.REVOKE)
    path = "/api/v1/revocations"
    conforms(live_server, tmp_path, secret=secret, examples=10, phases="coverage,fuzzing", path=path)
    assert send(secret, [revoked()], to="revocations", key="sau-cung").json()["updated"] == 1


def _reading_only() -> str:
    return make_key(scope=ApiToken.Scope.READ)[1]


def _wrong() -> str:
    return make_key()[1][:-1] + "?"


def _expired() -> str:
    return make_key(expires_on=timezone.localdate() - timedelta(days=1))[1]


def _stolen() -> str:
    """A key that got abroad and was revoked."""
    token, secret = make_key()
    revoke_token(token, by=token.owner)
    return secret


DENIED = [None, _reading_only, _wrong, _expired, _stolen]


@pytest.mark.parametrize("make", DENIED, ids=lambda make: make.__name__.strip("_") if make else "no key")
def test_a_denied_key_is_told_so_and_changes_nothing(
    make: Any, live_server: LiveServer, tmp_path: Path
) -> None:
    _token, good = make_key()
    send(good, [good_record()])
    secret = make() if make else None
    before = rows_of_every_table()
    assert before["certification_ledgerentry"]
    conforms(live_server, tmp_path, secret=secret, examples=3, phases="coverage,fuzzing")
    assert send(secret, [good_record(product_name="Mắm tôm")], key="lan-2").status_code in (401, 403)
    assert rows_of_every_table() == before
