"""One key sent several times at the same moment."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from catalogue.certification.models import LedgerEntry
from catalogue.importing.applying import import_turn
from storefront.api.models import IdempotencyRecord
from storefront.api.tokens import find_token, revoke_token
from tests.factories.api import good_record, make_key, send
from tests.integration.importing.test_race import at_once

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_four_at_once_are_entered_once_and_answered_alike() -> None:
    _token, secret = make_key()
    records = [good_record(product_name=f"Mắm số {number}") for number in range(5)]
    answers = at_once(*[lambda: send(secret, records)] * 4)
    assert connection.vendor == "postgresql"
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer for answer in answers) == 3
    assert LedgerEntry.objects.count() == 5
    assert IdempotencyRecord.objects.count() == 1


def test_calls_with_keys_of_their_own_take_turns() -> None:
    _token, secret = make_key()
    calls = [
        lambda number=number: send(
            secret, [good_record(product_name=f"Mắm số {number}")], key=f"lan-{number}"
        )
        for number in range(6)
    ]
    assert [answer.status_code for answer in at_once(*calls)] == [200] * 6
    assert LedgerEntry.objects.count() == 6


def test_a_key_revoked_while_a_call_waits_enters_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _token, secret = make_key()

    def revoked_meanwhile(*args, **kwargs):
        found = find_token(*args, **kwargs)
        revoke_token(found, by=found.owner)
        return found

    monkeypatch.setattr("storefront.api.calls.find_token", revoked_meanwhile)
    answer = send(secret, [good_record()])
    assert (answer.status_code, answer.json()["code"]) == (401, "token-revoked")
    assert not LedgerEntry.objects.exists()


def test_two_bodies_race_for_one_key_and_one_wins() -> None:
    _token, secret = make_key()
    answers = at_once(
        lambda: send(secret, [good_record(product_name="Mắm tôm")]),
        lambda: send(secret, [good_record(product_name="Mắm tép")]),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert LedgerEntry.objects.count() == 1


def test_a_call_behind_a_long_import_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.api.receiving.LONGEST_WAIT", 1)
    _token, secret = make_key()
    has_begun, may_end = Event(), Event()

    def long_import() -> None:
        with transaction.atomic(), import_turn():
            has_begun.set()
            may_end.wait(30)

    def call() -> Any:
        has_begun.wait(30)
        try:
            return send(secret, [good_record()])
        finally:
            may_end.set()

    _none, answer = at_once(long_import, call)
    assert (answer.status_code, answer.json()["code"]) == (503, "register-busy")
    assert not LedgerEntry.objects.exists()
    assert send(secret, [good_record()]).json()["created"] == 1
