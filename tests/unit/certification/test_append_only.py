"""The ledger is only ever added to: in the model, in querysets, and in the database itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, models, transaction

from catalogue.certification import append_only
from catalogue.certification.errors import AppendOnlyError
from catalogue.certification.models import Decision, LedgerEntry
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, make_decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> LedgerEntry:
    return certify(make_product())


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda entry: entry.save(), id="save"),
        pytest.param(lambda entry: entry.delete(), id="delete"),
        pytest.param(lambda entry: LedgerEntry.objects.update(star=5), id="update"),
        pytest.param(lambda entry: LedgerEntry.objects.filter(pk=entry.pk).delete(), id="delete many"),
        pytest.param(lambda entry: LedgerEntry.objects.bulk_update([entry], ["star"]), id="bulk update"),
        pytest.param(
            lambda entry: LedgerEntry.objects.update_or_create({"star": 5}, pk=entry.pk), id="or create"
        ),
        pytest.param(lambda entry: entry.decision.save(), id="its decision"),
    ],
)
def test_the_model_refuses_change(entry, change):
    with pytest.raises(AppendOnlyError):
        change(entry)
    assert LedgerEntry.objects.get().star == 4


def test_a_new_entry_cannot_take_the_place_of_another(entry):
    twin = LedgerEntry(pk=entry.pk, product=entry.product, kind="reported", fingerprint="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    "protected", [lambda entry: entry.product, lambda entry: entry.decision], ids=["product", "decision"]
)
def test_what_the_ledger_speaks_of_stays(entry, protected):
    with pytest.raises(models.ProtectedError):
        protected(entry).delete()


def test_an_unused_decision_may_be_changed():
    decision = make_decision(number="12/QĐ-UBND")
    decision.number = "Số 13/QĐ-UBND"
    decision.save()
    assert Decision.objects.get().number == "13/QĐ-UBND"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certification_ledgerentry SET star = 5",
        "DELETE FROM certification_ledgerentry",
    ],
)
def test_the_database_refuses_change(entry, statement):
    append_only.install(connection)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    append_only.remove(connection)
    assert LedgerEntry.objects.get().star == 4


def raw(product, kind, **facts):
    """Write past the ledger, as a careless program would."""
    return LedgerEntry.objects.create(product=product, kind=kind, fingerprint=f"{kind}{facts}"[:64], **facts)


D1, D2 = date(2026, 1, 1), date(2029, 1, 1)


@pytest.mark.parametrize(
    ("constraint", "kind", "facts"),
    [
        ("ledger_kind_known", "guessed", {}),
        ("ledger_evaluated_complete", "evaluated", {"effective_on": D1, "council": "x", "tier": "province"}),
        ("ledger_recognised_complete", "recognised", {"star": 4, "valid_from": D1, "valid_to": D2}),
        ("ledger_reported_without_proof", "reported", {"star": 4, "valid_from": D1}),
        ("ledger_extended_complete", "extended", {"effective_on": D1}),
        ("ledger_revoked_complete", "revoked", {"effective_on": D1}),
        ("ledger_corrected_complete", "corrected", {"reason": "nhầm"}),
        ("ledger_ends_after_it_begins", "evaluated", {"valid_from": D1, "valid_to": D1}),
        ("ledger_star_between_1_and_5", "reported", {"star": 6}),
        ("ledger_proposed_star_between_1_and_5", "reported", {"proposed_star": 0}),
        ("ledger_criteria_set_between_1_and_26", "reported", {"criteria_set": 27}),
        ("ledger_score_between_0_and_100", "reported", {"score": Decimal("100.01")}),
        ("ledger_part_a_between_0_and_100", "reported", {"part_a": Decimal("-0.01")}),
    ],
)
def test_the_database_refuses_what_cannot_be(constraint, kind, facts):
    product = make_product()
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(product, kind, **facts)
    assert constraint in {rule.name for rule in LedgerEntry._meta.constraints}


def test_the_database_refuses_a_recognition_below_three_stars(entry):
    facts = {"effective_on": D1, "valid_from": D1, "valid_to": D2, "rule_set": "qd-26-2026"}
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(entry.product, "recognised", star=2, decision=entry.decision, **facts)


def test_the_database_refuses_a_second_correction(entry):
    raw(entry.product, "corrected", corrects=entry, reason="nhầm")
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(entry.product, "corrected", corrects=entry, reason="nhầm lần nữa")
