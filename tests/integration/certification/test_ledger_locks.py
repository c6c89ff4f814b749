"""Two officers, one product: the ledger takes turns. Only PostgreSQL can show it."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from catalogue.certification.errors import LedgerError
from catalogue.certification.models import LedgerEntry
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, make_decision

pytestmark = pytest.mark.postgres


@pytest.mark.django_db
def test_the_product_is_locked_before_anything_is_written():
    product, decision = make_product(), make_decision()
    with CaptureQueriesContext(connection) as told:
        certify(product, decision=decision)
    statements = [query["sql"] for query in told.captured_queries]
    locked = next(place for place, sql in enumerate(statements) if "FOR NO KEY UPDATE" in sql)
    written = next(place for place, sql in enumerate(statements) if sql.startswith("INSERT INTO"))
    assert "catalogue_product" in statements[locked]
    assert locked < written


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("same_decision", "entries", "refusals"),
    [pytest.param(True, 1, 0, id="the same fact"), pytest.param(False, 1, 5, id="stars in each other's way")],
)
def test_six_writers_at_once(same_decision, entries, refusals):
    product = make_product()
    decisions = (
        [make_decision(on=date(2026, 8, 1))] * 6
        if same_decision
        else [make_decision(on=date(2026, 8, day)) for day in range(1, 7)]
    )
    gate, refused = threading.Barrier(6), []

    def write(decision):
        try:
            gate.wait()
            certify(product, star=4, decision=decision)
        except LedgerError as refusal:
            refused.append(refusal.code)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=[decision]) for decision in decisions]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert LedgerEntry.objects.count() == entries
    assert refused == ["overlap"] * refusals


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_programs_that_pass_by_the_ledger_cannot_begin_two_stars_on_one_day():
    """Each writes 20 recognitions from one day, without asking or locking: the database lets one of them win."""
    products, decision = [make_product() for _each in range(20)], make_decision(on=date(2026, 8, 1))
    gate, outcomes = threading.Barrier(4), []

    def entries(writer):
        for product in products:
            yield LedgerEntry(
                product=product,
                kind="recognised",
                star=3,
                decision=decision,
                effective_on=decision.decided_on,
                valid_from=decision.decided_on,
                valid_to=date(2029, 8, 1),
                rule_set="qd-26-2026",
                fingerprint=f"{writer}-{product.pk}",
            )

    def write(writer):
        try:
            gate.wait()
            with transaction.atomic():
                LedgerEntry.objects.bulk_create(entries(writer))
            outcomes.append("written")
        except IntegrityError as refusal:
            outcomes.append("refused" if "begin on one day" in str(refusal) else str(refusal))
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert Counter(outcomes) == {"written": 1, "refused": 3}
    assert LedgerEntry.objects.count() == 20
