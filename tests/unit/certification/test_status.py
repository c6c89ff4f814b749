"""The rule itself: what a star is on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.certification.status import (
    CORRECTED,
    EVALUATED,
    EXTENDED,
    RECOGNISED,
    REPORTED,
    REVOKED,
    State,
    Status,
    certificate_status,
    standing,
    status_of,
)
from tests.unit.certification.histories import Fact, days, histories


def day(text: str) -> date:
    return date.fromisoformat(text)


def recognised(id_: int, star: int, start: str, end: str) -> Fact:
    return Fact(id_, RECOGNISED, day(start), star, day(start), day(end))


FOUR = recognised(1, 4, "2022-06-12", "2025-06-12")
FIVE = recognised(2, 5, "2025-01-17", "2028-01-17")
REVOCATION = Fact(3, REVOKED, day("2026-03-01"), 5)
EXTENSION = Fact(4, EXTENDED, day("2025-06-01"), 4, None, day("2025-10-01"))
CLAIM = Fact(5, REPORTED, star=3, reported_year=2020)


@pytest.mark.parametrize(
    ("entries", "on", "state", "star", "until"),
    [
        pytest.param([], "2026-11-22", State.NEVER, None, None, id="nothing known"),
        pytest.param(
            [Fact(1, EVALUATED, day("2022-03-01"))], "2026-11-22", State.NEVER, None, None, id="evaluated"
        ),
        pytest.param([FOUR], "2022-06-11", State.NEVER, None, None, id="the day before"),
        pytest.param([FOUR], "2022-06-12", State.IN_FORCE, 4, "2025-06-12", id="the first day"),
        pytest.param([FOUR], "2025-06-11", State.IN_FORCE, 4, "2025-06-12", id="the last day"),
        pytest.param([FOUR], "2025-06-12", State.EXPIRED, 4, "2025-06-12", id="the first day not in force"),
        pytest.param([FOUR, FIVE], "2025-01-16", State.IN_FORCE, 4, "2025-06-12", id="before the upgrade"),
        pytest.param([FOUR, FIVE], "2025-01-17", State.IN_FORCE, 5, "2028-01-17", id="upgraded"),
        pytest.param(
            [FOUR, FIVE, REVOCATION], "2026-02-28", State.IN_FORCE, 5, "2028-01-17", id="day before"
        ),
        pytest.param([FOUR, FIVE, REVOCATION], "2026-03-01", State.REVOKED, 5, "2028-01-17", id="revoked"),
        pytest.param([FOUR, EXTENSION], "2025-05-31", State.IN_FORCE, 4, "2025-06-12", id="not yet extended"),
        pytest.param(
            [FOUR, EXTENSION], "2025-06-01", State.IN_FORCE, 4, "2025-10-01", id="extended beforehand"
        ),
        pytest.param([FOUR, EXTENSION], "2025-06-12", State.EXTENDED, 4, "2025-10-01", id="on the extension"),
        pytest.param([FOUR, EXTENSION], "2025-10-01", State.EXPIRED, 4, "2025-10-01", id="extension over"),
        pytest.param([CLAIM], "2026-11-22", State.UNPROVEN, None, None, id="claimed"),
        pytest.param([CLAIM], "2019-12-31", State.NEVER, None, None, id="before it was claimed"),
        pytest.param(
            [CLAIM, FOUR], "2026-01-01", State.EXPIRED, 4, "2025-06-12", id="claim beside a recognition"
        ),
    ],
)
def test_status_of(entries, on, state, star, until):
    status = status_of(entries, on=day(on))
    assert (status.state, status.star, status.valid_to) == (state, star, day(until) if until else None)
    assert status.is_in_force == (state in {State.IN_FORCE, State.EXTENDED})


def test_a_claim_shows_no_star_but_what_is_claimed():
    assert status_of([CLAIM], on=day("2026-01-01")) == Status(State.UNPROVEN, entry_id=5, claimed_star=3)


def test_the_latest_claim_speaks():
    later = Fact(6, REPORTED, star=4, reported_year=2024)
    assert status_of([later, CLAIM], on=day("2026-01-01")).claimed_star == 4


def test_revoking_the_later_recognition_does_not_bring_back_the_earlier():
    revoked = Fact(3, REVOKED, day("2025-02-01"), 5)
    assert status_of([FOUR, FIVE, revoked], on=day("2025-03-01")).state == State.REVOKED


def test_correcting_the_later_recognition_brings_back_the_earlier():
    corrected = Fact(9, CORRECTED, corrects_id=FIVE.id)
    assert status_of([FOUR, FIVE, corrected], on=day("2025-03-01")).star == 4


def test_correcting_a_revocation_restores_the_star():
    corrected = Fact(9, CORRECTED, corrects_id=REVOCATION.id)
    assert status_of([FIVE, REVOCATION, corrected], on=day("2026-11-22")).is_in_force


def test_revoked_tells_the_first_day_it_was_gone():
    again = Fact(8, REVOKED, day("2026-08-01"), 5)
    assert status_of([FIVE, again, REVOCATION], on=day("2026-11-22")).revoked_on == day("2026-03-01")


def test_a_recognition_after_a_revocation_counts():
    anew = recognised(7, 3, "2026-06-01", "2029-06-01")
    assert status_of([FIVE, REVOCATION, anew], on=day("2026-11-22")).star == 3


@pytest.mark.parametrize(
    ("entry", "entries", "on", "state"),
    [
        pytest.param(FOUR, [FOUR, FIVE], "2025-01-16", State.IN_FORCE, id="before the next"),
        pytest.param(FOUR, [FOUR, FIVE], "2025-01-17", State.SUPERSEDED, id="replaced"),
        pytest.param(FOUR, [FOUR, FIVE], "2030-01-17", State.SUPERSEDED, id="replaced for good"),
        pytest.param(FIVE, [FOUR, FIVE], "2025-01-16", State.NEVER, id="not begun"),
        pytest.param(
            FOUR,
            [FOUR, recognised(2, 4, "2025-06-12", "2028-06-12")],
            "2026-01-01",
            State.EXPIRED,
            id="renewed",
        ),
        pytest.param(
            FOUR,
            [FOUR, Fact(3, REVOKED, day("2024-01-01")), FIVE],
            "2026-01-01",
            State.REVOKED,
            id="revoked before it was replaced",
        ),
        pytest.param(
            FOUR, [FOUR, FIVE, REVOCATION], "2026-11-22", State.SUPERSEDED, id="only the later one revoked"
        ),
        pytest.param(
            FOUR, [FOUR, Fact(9, CORRECTED, corrects_id=1)], "2023-01-01", State.NEVER, id="corrected away"
        ),
        pytest.param(CLAIM, [CLAIM, FOUR], "2026-01-01", State.UNPROVEN, id="a claim stays one"),
    ],
)
def test_certificate_status(entry, entries, on, state):
    assert certificate_status(entry, entries, on=day(on)).state == state


def test_superseded_tells_since_when():
    assert certificate_status(FOUR, [FOUR, FIVE], on=day("2026-01-01")).superseded_on == FIVE.valid_from


@settings(max_examples=400, deadline=None)
@given(histories(), days())
def test_never_two_certificates_in_force_on_one_day(history, on):
    states = [certificate_status(fact, history, on=on) for fact in history if fact.kind == RECOGNISED]
    in_force = [status for status in states if status.is_in_force]
    assert len(in_force) <= 1
    product = status_of(history, on=on)
    assert in_force == ([product] if product.is_in_force else [])


@settings(max_examples=400, deadline=None)
@given(histories(), days(), st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(history, on, random):
    """Given other numbers in another order, the same facts say the same: unless two recognitions begin on one day."""
    begins = [fact.valid_from for fact in standing(history) if fact.kind == RECOGNISED]
    claims = [fact.reported_year for fact in standing(history) if fact.kind == REPORTED]
    if len(set(begins)) < len(begins) or len(set(claims)) < len(claims):
        return
    shuffled = random.sample(history, len(history))
    renumbered = {fact.id: number for number, fact in enumerate(shuffled, 101)}
    told = [
        replace(fact, id=renumbered[fact.id], corrects_id=renumbered.get(fact.corrects_id))
        for fact in shuffled
    ]
    one, other = status_of(history, on=on), status_of(told, on=on)
    assert replace(other, entry_id=one.entry_id) == one


@settings(max_examples=400, deadline=None)
@given(histories(), days())
def test_correcting_everything_corrects_to_nothing(history, on):
    void = {fact.corrects_id for fact in history}
    rest = [
        Fact(100 + fact.id, CORRECTED, corrects_id=fact.id)
        for fact in history
        if fact.kind != CORRECTED and fact.id not in void
    ]
    assert status_of([*history, *rest], on=on) == Status(State.NEVER)


@settings(max_examples=400, deadline=None)
@given(histories(), days())
def test_correcting_restores_what_was(history, on):
    wrong = Fact(200, RECOGNISED, on, 5, on, on + timedelta(days=3))
    corrected = Fact(201, CORRECTED, corrects_id=200)
    assert status_of([*history, wrong, corrected], on=on) == status_of(history, on=on)


@settings(max_examples=400, deadline=None)
@given(histories(), days())
def test_in_force_lies_within_its_own_days(history, on):
    status = status_of(history, on=on)
    if status.is_in_force:
        assert status.valid_from <= on < status.valid_to
