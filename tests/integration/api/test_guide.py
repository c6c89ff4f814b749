"""Every example of the guide is sent as it stands there, and answered as it says."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from catalogue.certification.models import LedgerEntry
from catalogue.models import Product
from tests.factories.api import make_key

pytestmark = pytest.mark.django_db

GUIDE = settings.BASE_DIR / "docs" / "api.md"
_EXAMPLE = re.compile(r"```sh\n(curl .+?)```\s+```json\n(.+?)```", re.DOTALL)
# What only this register can know: numbers and random codes, in the order the guide names them.
PRODUCT, CERTIFICATE, PAGE = "k3v9t2m7qa", "1203", "nuoc-mam-ba-lang_731"


@dataclass(frozen=True)
class Example:
    """A curl command and the answer printed under it."""

    command: str
    answer: str

    def send(self, known: dict[str, str]) -> Any:
        command = self.command
        for told, real in known.items():
            command = command.replace(told, real)
        _curl, _quiet, address, *options = shlex.split(command.replace("\\\n", " "))
        headers, body = {}, None
        for option, value in zip(options[::2], options[1::2], strict=True):
            if option == "-H":
                name, _colon, content = value.partition(": ")
                headers[name] = content
            else:
                assert option == "-d"
                body = value
        path = address.removeprefix("https://saolang.example")
        assert path.startswith("/api/v1/")
        client = Client(enforce_csrf_checks=True)
        if body is None:
            return client.get(path, headers=headers)
        return client.post(path, data=body, content_type=headers.pop("Content-Type"), headers=headers)


def examples() -> list[Example]:
    text = GUIDE.read_text()
    found = [Example(*one) for one in _EXAMPLE.findall(text)]
    assert len(found) == text.count("```sh\ncurl"), "an example stands without its answer"
    return found


def test_the_examples_are_answered_as_the_guide_says() -> None:
    known = {
        "$SAOLANG_KEY": make_key()[1],
        "$SAOLANG_REVOKING_KEY": make_key(scope="revocations")[1],
    }
    for example in examples():
        answer = example.send(known).content.decode()
        if PRODUCT not in known and Product.objects.exists():
            product = Product.objects.get()
            known[PRODUCT], known[PAGE] = product.public_id, f"{product.slug}_{product.pk}"
            known[CERTIFICATE] = str(LedgerEntry.objects.get(kind="recognised").pk)
        expected = example.answer
        for told, real in known.items():
            expected = expected.replace(told, real)
        assert json.loads(answer) == json.loads(expected), f"{example.command}\n→ {answer}"
    assert [entry.kind for entry in LedgerEntry.objects.order_by("pk")] == [
        "evaluated",
        "recognised",
        "evaluated",
        "revoked",
    ]


def test_the_printed_refusal_is_the_real_one() -> None:
    (printed,) = [
        json.loads(block)
        for block in re.findall(r"```json\n(.+?)```", GUIDE.read_text(), re.DOTALL)
        if "urn:sao-lang:problem:schema" in block
    ]
    record = {"product_name": "A", "producer_name": "B", "province": "Thanh Hóa", "score": 69.5}
    answer = Client().post(
        "/api/v1/evaluation-records",
        data=json.dumps({"records": [record]}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {make_key()[1]}", "Idempotency-Key": "1"},
    )
    assert (answer.status_code, answer.json()) == (printed["status"], printed)
