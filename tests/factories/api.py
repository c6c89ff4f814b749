"""Keys and calls of other systems for tests."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from storefront.api.models import ApiToken
from storefront.api.tokens import make_token
from tests.factories.users import make_user

GOOD_RECORD: dict[str, Any] = {
    "reference": "HS-1",
    "product_name": "Nước mắm Ba Làng",
    "producer_name": "HTX Ba Làng",
    "province": "Thanh Hóa",
    "group": "Thực phẩm",
    "criteria_set": 9,
    "pack": "chai 500 ml",
    "star": 4,
    "decision": "1234/QĐ-UBND",
    "decided_on": "2025-05-15",
    "valid_to": "2028-05-15",
}


def good_record(**changes: Any) -> dict[str, Any]:
    """The good record with some fields changed; `field=None` leaves one empty."""
    return {**GOOD_RECORD, **changes}


def revoked(**changes: Any) -> dict[str, Any]:
    """A record that revokes the product of the good record."""
    return {
        "product_name": GOOD_RECORD["product_name"],
        "producer_name": GOOD_RECORD["producer_name"],
        "province": "Thanh Hóa",
        "decision": "77/QĐ-UBND",
        "decided_on": "2026-11-02",
        "ground": "mark-misused",
        **changes,
    }


def make_key(
    *, scope: str = "evaluation-records", role: str = "programme_office", **facts: Any
) -> tuple[ApiToken, str]:
    """A key of a new officer: its record and the key itself."""
    return make_token(name="Phần mềm chấm điểm", scope=scope, owner=make_user(role=role), **facts)


def send(
    secret: str | None,
    records: Any,
    *,
    key: str | None = "lan-1",
    body: bytes | None = None,
    content_type: str = "application/json",
    to: str = "evaluation-records",
    **extra: Any,
) -> Any:
    """Send records as another system does: no cookie, no CSRF token. `extra`: fields of the batch or `HTTP_…`."""
    headers = {name: extra.pop(name) for name in list(extra) if name.startswith(("HTTP_", "REMOTE_"))}
    if secret:
        headers["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    if key is not None:
        headers["HTTP_IDEMPOTENCY_KEY"] = key
    content = json.dumps({"records": records, **extra}).encode() if body is None else body
    return Client(enforce_csrf_checks=True).post(
        f"/api/v1/{to}", data=content, content_type=content_type, **headers
    )
