"""What the ledger writes, what it refuses, and that telling twice is telling once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from catalogue.certification import ledger
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.status import State, status_of
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, make_decision, revoke
from tests.factories.users import make_user
from tests.unit.certification.asking import refused, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 21)


# Recognitions


def test_record_recognition_works_out_term_and_era():
    entry = certify(make_product(), star=4, on=date(2025, 1, 17))
    assert (entry.valid_from, entry.valid_to, entry.rule_set) == (
        date(2025, 1, 17),
        date(2028, 1, 17),
        "qd-148-2023",
    )
    assert (entry.effective_on, entry.tier, entry.star) == (date(2025, 1, 17), "province", 4)


def test_record_recognition_keeps_what_was_certified():
    entry = certify(
        make_product(),
        score=Decimal("86.5"),
        place_as_certified="Hoằng Phụ, Hoằng Hóa",
        group_as_certified="Thực phẩm",
        product_code="38-16279-01-2026",
        source_row=7,
        caller="command",
        by=(user := make_user()),
    )
    entry.refresh_from_db()
    assert entry.score == Decimal("86.50")
    assert entry.place_as_certified == "Hoằng Phụ, Hoằng Hóa"
    assert (entry.recorded_by, entry.caller, entry.source_row) == (user, "command", 7)


def test_the_same_recognition_told_twice_is_one_entry():
    product, decision = make_product(), make_decision()
    first = ledger.record_recognition(product, star=3, decision=decision, score=Decimal("69.5"))
    again = ledger.record_recognition(product, star=3, decision=decision, score=Decimal("69.50"))
    assert again == first
    assert LedgerEntry.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="ocop.recognised").count() == 1


def test_a_recognition_told_differently_is_refused():
    product, decision = make_product(), make_decision()
    ledger.record_recognition(product, star=3, decision=decision, score=Decimal("69.5"))
    error = refused(
        "recorded-differently",
        ledger.record_recognition,
        product,
        star=3,
        decision=decision,
        score=Decimal("68"),
    )
    assert error.field == "score"


def test_each_entry_leaves_a_line_in_the_audit_log():
    product, user = make_product(), make_user()
    entry = certify(product, star=5, by=user)
    line = ModelLogEntry.objects.get(action="ocop.recognised")
    assert (line.object_id, line.user) == (str(product.pk), user)
    assert line.data == {"entry": entry.pk, "star": 5, "decision": entry.decision.number}


@pytest.mark.parametrize(
    ("score", "star"),
    [
        ("50", 3),
        ("69.5", 3),
        ("69.99", 3),
        ("70", 4),
        ("89.99", 4),
        ("90", 5),
        ("100", 5),
        ("95", 3),
        ("70", 3),
    ],
)
def test_score_that_reaches_the_star_is_taken(score, star):
    assert certify(make_product(), star=star, score=Decimal(score)).star == star


@pytest.mark.parametrize(
    ("score", "star"), [("49.99", 3), ("69.5", 4), ("69.99", 4), ("89.99", 5), ("0", 3), ("70", 5)]
)
def test_score_below_the_star_is_refused(score, star):
    error = refused("score-contradicts-star", certify, make_product(), star=star, score=Decimal(score))
    assert error.field == "score"


@pytest.mark.parametrize("star", [1, 2])
def test_star_below_three_is_refused(star):
    refused("star-below-three", certify, make_product(), star=star, decision=make_decision())


@pytest.mark.parametrize("star", [0, 6, True, "4", Decimal(4)])
def test_what_is_no_star_is_refused(star):
    refused("star-unknown", ledger.record_recognition, make_product(), star=star, decision=make_decision())


@pytest.mark.parametrize("score", [69.5, "69.5", True])
def test_inexact_score_is_refused(score):
    refused("score-inexact", certify, make_product(), star=3, score=score)


@pytest.mark.parametrize("score", ["-1", "100.01", "69.555", "NaN"])
def test_impossible_score_is_refused(score):
    refused("score-invalid", certify, make_product(), star=3, score=Decimal(score))


@pytest.mark.parametrize(
    ("star", "tier", "on"),
    [
        (5, "district", "2024-11-12"),
        (5, "province", "2026-11-01"),
        (3, "province", "2024-11-12"),
        (4, "ministry", "2026-11-01"),
    ],
)
def test_authority_not_competent_that_day_is_refused(star, tier, on):
    error = refused(
        "authority-not-competent", certify, make_product(), star=star, on=date.fromisoformat(on), tier=tier
    )
    assert error.field == "authority"


def test_while_the_old_rules_lapse_either_era_may_be_competent():
    assert certify(make_product(), star=3, on=date(2026, 6, 1)).rule_set == "qd-26-2026"


def test_decision_before_the_first_era_is_refused():
    decision = Decision.objects.create(
        number="1/QĐ-UBND", decided_on=date(2019, 8, 20), authority="UBND tỉnh Quảng Ninh", tier="province"
    )
    refused("no-rule-set", ledger.record_recognition, make_product(), star=3, decision=decision)


def test_decision_in_the_future_is_refused():
    refused("decision-in-future", make_decision, on=TODAY + timedelta(days=1))


def test_decision_of_today_is_taken():
    assert certify(make_product(), on=TODAY).valid_from == TODAY


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("end-before-start", {"valid_to": date(2026, 1, 1)}),
        ("end-before-start", {"valid_to": date(2025, 12, 31)}),
        ("start-before-decision", {"valid_from": date(2025, 12, 31), "valid_to": date(2028, 1, 1)}),
        ("term-too-long", {"valid_to": date(2029, 3, 1)}),
    ],
)
def test_days_out_of_order_are_refused(code, days):
    refused(code, certify, make_product(), star=4, on=date(2026, 1, 1), **days)


def test_overlap_is_refused_unless_it_supersedes():
    product = make_product()
    certify(product, star=3, on=date(2025, 8, 1))
    refused("overlap", certify, product, star=4, on=date(2026, 8, 1))
    certify(product, star=4, on=date(2026, 8, 1), supersedes=True)
    assert status_of(product.ledger_entries.all(), on=date(2026, 7, 31)).star == 3
    assert status_of(product.ledger_entries.all(), on=TODAY).star == 4


def test_overlap_is_seen_whichever_was_entered_first():
    product = make_product()
    certify(product, star=4, on=date(2026, 8, 1))
    refused("overlap", certify, product, star=3, on=date(2025, 8, 1))


def test_renewal_on_the_day_the_earlier_one_ends_does_not_overlap():
    product = make_product()
    certify(product, star=4, on=date(2023, 3, 1))
    assert certify(product, star=4, on=date(2026, 3, 1)).valid_to == date(2029, 3, 1)


def test_recognition_after_a_revocation_does_not_overlap():
    product = make_product()
    certify(product, star=4, on=date(2025, 8, 1))
    revoke(product, on=date(2026, 8, 1))
    certify(product, star=3, on=date(2026, 8, 1) + timedelta(days=30))
    assert state_of(product) == State.IN_FORCE


def test_two_recognitions_cannot_begin_on_one_day():
    product = make_product()
    certify(product, star=3, on=date(2026, 8, 1))
    refused("same-start", certify, product, star=4, on=date(2026, 8, 1), supersedes=True)


# Exceptions with a reason


@pytest.mark.parametrize(
    ("facts", "earlier"),
    [
        pytest.param({"star": 4, "score": Decimal("69.5")}, None, id="score"),
        pytest.param({"star": 5, "tier": "province"}, None, id="authority"),
        pytest.param({"star": 4}, date(2026, 1, 5), id="overlap"),
    ],
)
def test_officer_with_the_right_accepts_with_a_reason(facts, earlier):
    product, officer = make_product(), make_user(role="programme_office")
    if earlier:
        certify(product, star=3, on=earlier)
    entry = certify(product, **facts, on=date(2026, 11, 1), accepted_reason="Biên bản họp số 12", by=officer)
    assert entry.accepted_reason == "Biên bản họp số 12"


@pytest.mark.parametrize("role", ["trade_department", "editor", "operator"])
def test_nobody_else_accepts(role):
    refused(
        "exception-not-allowed",
        certify,
        make_product(),
        star=4,
        score=Decimal("69.5"),
        accepted_reason="cứ ghi",
        by=make_user(role=role),
    )


def test_a_reason_without_an_officer_is_refused():
    refused(
        "exception-not-allowed", certify, make_product(), star=5, tier="province", accepted_reason="cứ ghi"
    )


def test_a_reason_does_not_pass_what_cannot_be_accepted():
    officer = make_user(role="programme_office")
    refused(
        "star-below-three",
        certify,
        make_product(),
        star=2,
        decision=make_decision(),
        accepted_reason="cứ ghi",
        by=officer,
    )


def test_a_reason_nobody_needed_is_not_kept():
    entry = certify(make_product(), star=4, accepted_reason="phòng xa", by=make_user(role="programme_office"))
    assert entry.accepted_reason == ""


# The dry check


def test_check_recognition_names_every_reason_and_writes_nothing():
    errors = ledger.check_recognition(
        None,
        star=5,
        decided_on=date(2026, 12, 1),
        tier="district",
        score=Decimal("69.5"),
        valid_to=date(2026, 1, 1),
    )
    assert [error.code for error in errors] == [
        "decision-in-future",
        "end-before-start",
        "score-contradicts-star",
        "authority-not-competent",
    ]
    assert not LedgerEntry.objects.exists()


def test_check_recognition_finds_nothing_wrong():
    assert ledger.check_recognition(make_product(), star=4, decided_on=TODAY, tier="province") == []


def test_check_recognition_sees_the_neighbours():
    product = make_product()
    certify(product, star=3, on=date(2026, 1, 5))
    check = {"star": 4, "decided_on": TODAY, "tier": "province"}
    assert [error.code for error in ledger.check_recognition(product, **check)] == ["overlap"]
    assert ledger.check_recognition(product, **check, supersedes=True) == []
    officer = make_user(role="programme_office")
    assert ledger.check_recognition(product, **check, accepted_reason="họp lại", by=officer) == []
    assert [
        error.code for error in ledger.check_recognition(product, **check, accepted_reason="họp lại")
    ] == [
        "overlap",
        "exception-not-allowed",
    ]
