"""What the ledger writes, what it refuses, and that telling twice is telling once."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from catalogue.certification import ledger
from catalogue.certification.errors import LedgerError
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.status import State, status_of
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, claim, make_decision, revoke
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 21)


def state_of(product, on=TODAY):
    return status_of(LedgerEntry.objects.filter(product=product), on=on).state


def refused(code, call, *args, **kwargs):
    """`call` is refused with `code` and writes nothing."""
    before = LedgerEntry.objects.count()
    with pytest.raises(LedgerError) as refusal:
        call(*args, **kwargs)
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")
    assert LedgerEntry.objects.count() == before
    return refusal.value


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


# Evaluations and claims


def test_record_evaluation_gives_no_star():
    product = make_product()
    entry = ledger.record_evaluation(
        product,
        evaluated_on=date(2026, 6, 20),
        council="Hội đồng OCOP tỉnh Thanh Hóa",
        tier="province",
        score=Decimal("86.5"),
        part_a=Decimal("34"),
        part_b=Decimal("21.5"),
        part_c=Decimal("31"),
        proposed_star=4,
        round_name="Đợt 1 năm 2026",
    )
    assert entry.rule_set == "qd-26-2026"
    assert state_of(product) == State.NEVER


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("part-too-high", {"part_a": Decimal("40.5")}),
        ("parts-do-not-add-up", {"part_a": Decimal(30), "part_b": Decimal(20), "part_c": Decimal(30)}),
        ("score-inexact", {"score": 86.5}),
        ("score-invalid", {"part_c": Decimal(-1)}),
        ("evaluated-in-future", {"evaluated_on": date(2026, 11, 22)}),
        ("no-rule-set", {"evaluated_on": date(2018, 1, 1)}),
    ],
)
def test_evaluation_that_cannot_be_is_refused(code, facts):
    told = {
        "evaluated_on": TODAY,
        "council": "Hội đồng tỉnh",
        "tier": "province",
        "score": Decimal("86.5"),
        **facts,
    }
    refused(code, ledger.record_evaluation, make_product(), **told)


def test_part_a_had_a_lower_ceiling_before_2023():
    told = {"council": "Hội đồng tỉnh", "tier": "province", "score": Decimal(80), "part_a": Decimal(36)}
    refused("part-too-high", ledger.record_evaluation, make_product(), evaluated_on=date(2022, 6, 1), **told)
    assert ledger.record_evaluation(make_product(), evaluated_on=date(2024, 6, 1), **told).pk


def test_a_claim_is_unproven_and_stays_one_entry():
    product = make_product()
    first = claim(product, star=4, reported_year=2024, decision_text="QĐ 715/QĐ-UBND")
    assert claim(product, star=4, reported_year=2024, decision_text=" QĐ 715/QĐ-UBND ") == first
    assert state_of(product) == State.UNPROVEN


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("star-unknown", {"star": 6}),
        ("reported-in-future", {"reported_year": 2027}),
        ("reported-too-early", {"reported_year": 2017}),
    ],
)
def test_a_claim_that_cannot_be_is_refused(code, facts):
    refused(code, claim, make_product(), **facts)


# Extensions


def extend(product, *, on: date, until: date):
    return ledger.extend_recognition(product, until=until, decision=make_decision(on=on))


def test_extension_carries_an_older_certificate():
    product = make_product()
    certify(product, star=4, on=date(2023, 10, 1))
    extend(product, on=date(2026, 9, 20), until=date(2027, 3, 1))
    assert state_of(product) == State.EXTENDED
    assert state_of(product, on=date(2027, 3, 1)) == State.EXPIRED


@pytest.mark.parametrize(
    ("code", "begun", "on", "until"),
    [
        pytest.param("extension-too-long", "2023-10-01", "2026-09-20", "2027-03-31", id="181 days"),
        pytest.param("extension-not-longer", "2023-10-01", "2026-09-20", "2026-10-01", id="no longer"),
        pytest.param("extension-not-allowed", "2023-02-01", "2026-01-20", "2026-05-01", id="before the rule"),
        pytest.param(
            "extension-not-transitional", "2026-06-01", "2026-09-20", "2029-07-01", id="newer certificate"
        ),
        pytest.param("nothing-to-extend", "2023-08-01", "2026-09-20", "2027-01-01", id="already over"),
    ],
)
def test_extension_against_the_rule_is_refused(code, begun, on, until):
    product = make_product()
    certify(product, star=4, on=date.fromisoformat(begun))
    decision = make_decision(on=date.fromisoformat(on))
    refused(code, ledger.extend_recognition, product, until=date.fromisoformat(until), decision=decision)


def test_extension_of_exactly_180_days_is_taken():
    product = make_product()
    entry = certify(product, star=4, on=date(2023, 10, 1))
    extend(product, on=date(2026, 9, 20), until=entry.valid_to + timedelta(days=180))


def test_extension_of_nothing_is_refused():
    refused(
        "nothing-to-extend",
        ledger.extend_recognition,
        make_product(),
        until=date(2027, 1, 1),
        decision=make_decision(),
    )


def test_extension_told_twice_is_one_entry():
    product, decision = make_product(), make_decision(on=date(2026, 9, 20))
    certify(product, star=4, on=date(2023, 10, 1))
    first = ledger.extend_recognition(product, until=date(2027, 3, 1), decision=decision)
    assert ledger.extend_recognition(product, until=date(2027, 3, 1), decision=decision) == first


# Revocations


def test_revocation_ends_the_star_from_its_day():
    product = make_product()
    certify(product, star=4, on=date(2025, 8, 1))
    entry = revoke(product, on=date(2026, 11, 10))
    assert entry.star == 4
    assert state_of(product, on=date(2026, 11, 9)) == State.IN_FORCE
    assert state_of(product, on=date(2026, 11, 10)) == State.REVOKED


def test_revocation_told_twice_is_one_entry():
    product, decision = make_product(), make_decision()
    certify(product, star=4, on=date(2025, 8, 1))
    assert revoke(product, decision=decision) == revoke(product, decision=decision)


def test_revocation_of_what_was_never_recognised_is_refused():
    product = make_product()
    claim(product)
    refused("nothing-to-revoke", revoke, product)


def test_revocation_before_the_start_is_refused():
    product = make_product()
    certify(product, star=4, on=date(2026, 8, 1))
    refused("revoked-before-start", revoke, product, on=date(2026, 7, 31))


def test_a_second_revocation_is_refused():
    product = make_product()
    certify(product, star=4, on=date(2025, 8, 1))
    revoke(product, on=date(2026, 8, 1))
    refused("already-revoked", revoke, product, on=date(2026, 9, 1))


def test_revocation_by_an_authority_without_the_power_is_refused():
    product = make_product()
    certify(product, star=5, on=date(2025, 8, 1))
    refused("revoker-not-competent", revoke, product, tier="province")
    assert revoke(product, tier="ministry").star == 5


def test_revocation_on_no_lawful_ground_is_refused():
    product = make_product()
    certify(product, star=4, on=date(2025, 8, 1))
    refused("ground-unknown", revoke, product, ground="không thích")


# Corrections


def test_correction_takes_the_entry_out_of_account_and_keeps_it():
    product = make_product()
    entry = certify(product, star=4)
    ledger.correct_entry(entry, reason="Ghi nhầm sản phẩm")
    assert state_of(product) == State.NEVER
    assert product.ledger_entries.count() == 2


def test_after_a_correction_the_same_facts_may_be_entered_anew():
    product, decision = make_product(), make_decision()
    for _again in range(3):
        entry = ledger.record_recognition(product, star=4, decision=decision)
        ledger.correct_entry(entry, reason="Ghi nhầm")
    assert ledger.record_recognition(product, star=4, decision=decision).is_standing
    assert state_of(product) == State.IN_FORCE


def test_correction_twice_is_refused():
    entry = certify(make_product())
    ledger.correct_entry(entry, reason="Ghi nhầm")
    refused("corrected-twice", ledger.correct_entry, entry, reason="Ghi nhầm")


def test_correction_of_a_correction_is_refused():
    correction = ledger.correct_entry(certify(make_product()), reason="Ghi nhầm")
    refused("correction-of-correction", ledger.correct_entry, correction, reason="Ghi nhầm")


def test_correction_without_a_reason_is_refused():
    refused("reason-missing", ledger.correct_entry, certify(make_product()), reason="  ")


# Decisions and files


def test_a_decision_is_entered_once_however_it_is_spelt():
    one = make_decision(number="QĐ 12/QĐ-UBND", authority="UBND tỉnh Thanh Hóa")
    other = make_decision(number="12 / QĐ-UBND", authority="Ủy ban nhân dân tỉnh Thanh Hoá")
    assert one == other
    assert str(one) == "Quyết định 12/QĐ-UBND ngày 21/11/2026"


def test_a_decision_without_a_number_says_so():
    decision = make_decision(number="QĐ (số cần tra)")
    assert str(decision) == "Quyết định (chưa rõ số) ngày 21/11/2026"


def test_a_decision_of_another_tier_is_refused():
    make_decision(number="12/QĐ-UBND", authority="UBND tỉnh Thanh Hóa")
    refused(
        "decision-differs",
        make_decision,
        number="12/QĐ-UBND",
        authority="UBND tỉnh Thanh Hóa",
        tier="ministry",
    )


@pytest.mark.parametrize("facts", [{"authority": "  "}, {"tier": "xã", "authority": "UBND xã"}])
def test_an_incomplete_decision_is_refused(facts):
    refused("decision-incomplete", make_decision, **facts)


def test_a_source_file_is_kept_once():
    one = ledger.keep_source_file(b"stt;ten", name="danh-sach.csv", kind="recognitions")
    other = ledger.keep_source_file(b"stt;ten", name="ban-sao.csv")
    assert one == other
    with one.file.open() as kept:
        assert kept.read() == b"stt;ten"


def test_a_product_that_is_gone_is_refused():
    product = make_product(price=None)
    type(product).objects.filter(pk=product.pk).delete()
    refused("product-missing", claim, product)
