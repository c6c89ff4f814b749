"""One key, one answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from catalogue.certification.models import LedgerEntry
from storefront.api.models import IdempotencyRecord
from tests.factories.api import good_record, make_key, send

pytestmark = pytest.mark.django_db


def test_the_same_key_and_body_get_the_same_answer() -> None:
    _token, secret = make_key()
    first, second = send(secret, [good_record()]), send(secret, [good_record()])
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert second.json()["created"] == 1  # not "unchanged": it is the first answer
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert LedgerEntry.objects.count() == 1


def test_a_refusal_is_remembered_too() -> None:
    _token, secret = make_key()
    bad = [good_record(decided_on="2027-01-01")]
    first, second = send(secret, bad), send(secret, bad)
    assert (first.status_code, first.content) == (409, second.content)
    assert second["Content-Type"].startswith("application/problem+json")
    assert not LedgerEntry.objects.exists()


def test_the_same_key_with_another_body_is_refused() -> None:
    _token, secret = make_key()
    send(secret, [good_record()])
    answer = send(secret, [good_record(star=3)])
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency-key-reused")
    assert LedgerEntry.objects.get().star == 4


def test_keys_of_two_tokens_do_not_meet() -> None:
    (_one, first), (_two, second) = make_key(), make_key()
    assert send(first, [good_record()]).json()["created"] == 1
    assert send(second, [good_record()]).json()["unchanged"] == 1


@pytest.mark.parametrize("key", [None, "", "có dấu", "a b", "x" * 201])
def test_a_call_without_a_readable_key_enters_nothing(key: str | None) -> None:
    _token, secret = make_key()
    answer = send(secret, [good_record()], key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")
    assert not LedgerEntry.objects.exists()


def test_a_crash_forgets_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    _token, secret = make_key()

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("storefront.api.receiving.accept_content", broken)
        answer = send(secret, [good_record()])
        assert (answer.status_code, answer.json()["code"]) == (500, "server-error")
    assert not IdempotencyRecord.objects.exists()
    assert send(secret, [good_record()]).json()["created"] == 1


def test_answers_are_kept_thirty_days() -> None:
    _token, secret = make_key()
    send(secret, [good_record()])
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert send(secret, [good_record(star=4, pack=None)]).status_code == 200
    assert IdempotencyRecord.objects.count() == 1


def test_a_register_that_is_busy_is_told_and_the_key_stays_free(monkeypatch: pytest.MonkeyPatch) -> None:
    _token, secret = make_key()
    with monkeypatch.context() as patched:
        patched.setattr("storefront.api.receiving.accept_content", _database_is_locked)
        for dry_run in (False, True):
            answer = send(secret, [good_record()], dry_run=dry_run)
            assert (answer.status_code, answer.json()["code"]) == (503, "register-busy")
            assert answer["Retry-After"] == "60"
    assert not IdempotencyRecord.objects.exists()
    assert send(secret, [good_record()]).json()["created"] == 1


def _database_is_locked(*args: object, **kwargs: object) -> None:
    raise OperationalError("database is locked")
