"""Evaluations, claims, extensions, revocations, corrections; decisions and files."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from catalogue.certification import ledger
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status import State, status_of
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, claim, make_decision, revoke
from tests.unit.certification.asking import refused, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 21)


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
    end = entry.valid_to + timedelta(days=180)
    extended = extend(product, on=date(2026, 9, 20), until=end)
    assert (extended.kind, extended.valid_to) == (LedgerEntry.Kind.EXTENDED, end)
    last, after = (status_of(LedgerEntry.objects.all(), on=day) for day in (end - timedelta(days=1), end))
    assert (last.state, last.star, last.valid_to) == (State.EXTENDED, 4, end)
    assert (after.state, after.star, after.valid_to) == (State.EXPIRED, 4, end)


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
