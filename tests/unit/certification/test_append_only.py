"""The ledger is only ever added to: in the model, in querysets, and in the database itself."""

from __future__ import annotations

from datetime import date, timedelta
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
        ("ledger_only_recognition_begins", "corrected", {"valid_from": D1}),
        ("ledger_only_stars_end", "corrected", {"valid_to": D1}),
        ("ledger_only_revocation_has_ground", "reported", {"ground": "other-finding"}),
        ("ledger_points_of_a_sheet", "reported", {"criteria_points": {"1.1": "3"}, "criteria_set": 1}),
        ("ledger_tier_known", "reported", {"tier": "commune"}),
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


def test_the_database_refuses_a_recognition_before_its_decision(entry):
    facts = {"effective_on": D2, "valid_from": D1, "valid_to": D2, "rule_set": "qd-26-2026"}
    with pytest.raises(IntegrityError, match="ledger_recognised_from_its_decision"), transaction.atomic():
        raw(make_product(), "recognised", star=3, decision=entry.decision, **facts)


# What one row cannot show: triggers, put in place by `migrate`


def test_the_database_refuses_the_correction_of_another_products_entry(entry):
    with pytest.raises(IntegrityError, match="of its own product"), transaction.atomic():
        raw(make_product(), "corrected", corrects=entry, reason="nhầm")


def test_the_database_refuses_the_correction_of_a_correction(entry):
    first = raw(entry.product, "corrected", corrects=entry, reason="nhầm")
    with pytest.raises(IntegrityError, match="no correction"), transaction.atomic():
        raw(entry.product, "corrected", corrects=first, reason="nhầm nữa")


def twin(entry, **facts):
    """A second recognition from the first one's day."""
    same = ("effective_on", "valid_from", "valid_to", "rule_set", "decision", "tier")
    told = {name: getattr(entry, name) for name in same}
    told |= {"product": entry.product, "kind": "recognised", "star": 5, "fingerprint": "twin"}
    return LedgerEntry(**told | facts)


def test_the_database_refuses_a_second_recognition_from_one_day(entry):
    for write in (lambda row: row.save(), lambda row: LedgerEntry.objects.bulk_create([row])):
        with pytest.raises(IntegrityError, match="begin on one day"), transaction.atomic():
            write(twin(entry))
    assert LedgerEntry.objects.get() == entry


def test_what_was_corrected_away_leaves_its_day_free(entry):
    raw(entry.product, "corrected", corrects=entry, reason="nhầm")
    LedgerEntry.objects.bulk_create([twin(entry)])
    assert LedgerEntry.objects.recognitions().get().star == 5


def test_another_day_or_another_product_is_free(entry):
    twin(entry, valid_from=entry.valid_from + timedelta(days=1)).save()
    twin(entry, product=make_product(), fingerprint="other").save()
    assert LedgerEntry.objects.recognitions().count() == 3
