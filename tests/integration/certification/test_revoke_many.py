"""One decision, many products: all or none, each once, at once."""

from __future__ import annotations

import random
import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from catalogue.certification import ledger
from catalogue.certification.errors import LedgerError
from catalogue.certification.ledger.batches import BatchRefusedError
from catalogue.certification.managers import products_in_force
from catalogue.certification.models import LedgerEntry
from catalogue.certification.status_reading import product_status
from catalogue.models import Product
from catalogue.search.indexing import refresh_products
from qr.codes import issue_code
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify, make_decision, revoke

TODAY = date(2026, 11, 21)


def make_starred(count, *, star=4):
    producer, decision = make_producer(), make_decision(on=date(2026, 1, 17))
    products = [make_product(f"Chả mực số {place}", producer=producer) for place in range(count)]
    for product in products:
        certify(product, star=star, decision=decision)
    return products


def revoke_all(products, **facts):
    facts = {"revoked_on": TODAY, "ground": "mark-misused", **facts}
    facts.setdefault("decision", make_decision(on=TODAY, number="12/QĐ-UBND"))
    return ledger.revoke_many(products, **facts)


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
class TestBatch:
    def test_forty_seven_products_at_once_everywhere_and_not_the_day_before(self, client):
        products = make_starred(47)
        spared = make_starred(1)[0]
        codes = [issue_code(product) for product in products[:2]]
        refresh_products([product.pk for product in [*products, spared]])
        assert client.get("/san-pham/?q=cha+muc").context["hits"].total == 48

        batch = revoke_all(random.sample(products, 47))

        assert len(batch.entries) == 47
        assert {entry.decision.number for entry in batch.entries} == {"12/QĐ-UBND"}
        listing = client.get("/san-pham/?q=cha+muc").context["hits"]
        assert [product.pk for product in listing.products] == [spared.pk]
        for product, code in zip(products, codes, strict=False):
            page = client.get(product.get_absolute_url()).content.decode()
            assert "thu hồi" in page
            assert "basket/add" not in page
            story = client.get(code.get_absolute_url()).content.decode()
            assert "thu hồi" in story
            assert "Đúng, 4 sao" not in story
        everything = Product.objects.all()
        assert products_in_force(everything, on=TODAY).count() == 1
        assert products_in_force(everything, on=TODAY - timedelta(days=1)).count() == 48
        before = [product_status(product, TODAY - timedelta(days=1)) for product in products]
        assert {(status.state, status.star) for status in before} == {("in_force", 4)}

    def test_told_twice_writes_nothing_new(self):
        products, decision = make_starred(3), make_decision(on=TODAY)
        revoke_all(products, decision=decision)
        again = revoke_all(products, decision=decision)
        assert (again.entries, len(again.present), again.refused) == ([], 3, [])
        assert LedgerEntry.objects.filter(kind="revoked").count() == 3

    def test_one_never_recognised_refuses_the_batch(self):
        good, stranger = make_starred(2), make_product("Chưa từng có sao")
        with pytest.raises(BatchRefusedError) as refused:
            revoke_all([*good, stranger])
        assert [(one.product, one.refusal.code) for one in refused.value.refused] == [
            (stranger, "nothing-to-revoke")
        ]
        assert not LedgerEntry.objects.filter(kind="revoked").exists()

    def test_the_officer_may_accept_the_good_ones(self):
        good, stranger = make_starred(2), make_product("Chưa từng có sao")
        batch = revoke_all([*good, stranger], accept_good=True)
        assert {entry.product_id for entry in batch.entries} == {product.pk for product in good}
        assert [one.product for one in batch.refused] == [stranger]

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"ground": "no-such-ground"}, "ground-unknown"),
            ({"revoked_on": date(2025, 1, 1)}, "revoked-before-start"),
        ],
    )
    def test_refusals_are_those_of_one_revocation(self, facts, code):
        with pytest.raises(BatchRefusedError) as refused:
            revoke_all(make_starred(1), **facts)
        assert refused.value.refused[0].refusal.code == code

    def test_five_stars_are_not_the_provinces_to_take(self):
        product = make_product()
        certify(product, star=5, on=date(2026, 6, 17))
        with pytest.raises(BatchRefusedError) as refused:
            revoke_all([product])
        assert refused.value.refused[0].refusal.code == "revoker-not-competent"

    def test_revoked_before_by_another_decision_is_refused(self):
        product = make_starred(1)[0]
        revoke(product, on=date(2026, 10, 1))
        with pytest.raises(BatchRefusedError) as refused:
            revoke_all([product])
        assert refused.value.refused[0].refusal.code == "already-revoked"

    def test_corrected_and_revoked_anew(self):
        product, decision = make_starred(1)[0], make_decision(on=TODAY)
        entry = revoke_all([product], decision=decision).entries[0]
        ledger.correct_entry(entry, reason="Nhầm sản phẩm")
        assert len(revoke_all([product], decision=decision).entries) == 1

    def test_a_product_gone_since_is_told(self):
        gone = Product(pk=987_654)
        with pytest.raises(LedgerError) as refused:
            revoke_all([gone])
        assert refused.value.code == "product-missing"

    @pytest.mark.parametrize(("count", "queries"), [(1, 1), (3, 1)])
    def test_planning_asks_once(self, count, queries):
        products, decision = make_starred(count), make_decision(on=TODAY)
        with CaptureQueriesContext(connection) as told:
            ledger.plan_revocations(products, revoked_on=TODAY, decision=decision, ground="mark-misused")
        assert len(told) == queries


@pytest.mark.postgres
@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_officers_in_opposite_order_neither_wait_for_ever_nor_write_twice():
    with time_machine.travel("2026-11-21T03:00:00+00:00", tick=True):
        products, decision = make_starred(12), make_decision(on=TODAY)
        gate, answers = threading.Barrier(4), []

        def write(order):
            try:
                gate.wait()
                answers.append(revoke_all(order, decision=decision))
            finally:
                connections.close_all()

        orders = [products, products[::-1], products[6:] + products[:6], products]
        writers = [threading.Thread(target=write, args=[order]) for order in orders]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    assert sorted(len(answer.entries) for answer in answers) == [0, 0, 0, 12]
    assert LedgerEntry.objects.filter(kind="revoked").count() == 12
