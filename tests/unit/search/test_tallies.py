"""The sums facets are read from: on any day what counting one by one gives, whatever was written how."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from catalogue.models import Product
from catalogue.producers.models import Producer
from catalogue.search import outbox, upkeep
from catalogue.search.backends import find
from catalogue.search.models import Entry, Note, StarSpan, Tally
from catalogue.search.query import ProductQuery
from catalogue.search.upkeep import tallies
from storefront.places.models import Province
from tests.factories.catalogue import make_group, make_producer, make_product, make_province
from tests.factories.certification import certify, make_decision, revoke

pytestmark = pytest.mark.django_db


def told(on: date) -> Counter:
    sums: Counter = Counter()
    for *kind, number in Tally.objects.filter(day__lte=on).values_list(
        "star", "group_path", "province_code", "legal_form", "number"
    ):
        sums[tuple(kind)] += number
    return Counter({kind: number for kind, number in sums.items() if number})


def counted(on: date) -> Counter:
    listed = {entry.pk: entry for entry in Entry.objects.filter(listed=True)}
    found = [(0, entry) for entry in listed.values()]
    spans = StarSpan.objects.filter(begins__lte=on, ends__gt=on, product__in=listed)
    found += [(span.star, listed[span.product_id]) for span in spans]
    return Counter((star, one.group_path, one.province_code, one.legal_form) for star, one in found)


def change(choice: random.Random) -> None:
    products = Product.objects.order_by("-pk" if choice.random() < 0.5 else "pk")
    match choice.randrange(14):
        case 0 | 1 | 9 | 10 | 11 | 12 | 13:
            make_product(producer=choice.choice(Producer.objects.all()))
        case 2 | 3:
            if product := products.filter(ledger_entries=None).first():
                on = timezone.localdate() - timedelta(days=choice.randrange(1, 1400))
                certify(product, star=4, decision=make_decision(on=on))
        case 4:
            if (
                product := products.filter(ledger_entries__kind="recognised")
                .exclude(ledger_entries__kind="revoked")
                .first()
            ):
                revoke(product, on=timezone.localdate())
        case 5:
            Product.objects.filter(pk__in=products[:2]).update(is_public=choice.random() < 0.5)
        case 6:
            Producer.objects.filter(pk=choice.choice(Producer.objects.all()).pk).update(
                legal_form=choice.choice(["company", "household"]),
                state=choice.choice(["active", "suspended"]),
                state_reason="Đang xem",
            )
        case 7:
            if product := products.first():
                product.categories.set([make_group(choice.choice(["Đồ uống", "Dược liệu"]))])
                Product.objects.filter(pk=product.pk).update(province=choice.choice(Province.objects.all()))
        case 8:
            if product := products.filter(ledger_entries=None).first():
                product.stockrecords.all().delete()
                product.delete()


@pytest.mark.parametrize("seed", range(4))
def test_sums_are_what_counting_gives(seed):
    choice, today = random.Random(seed), timezone.localdate()
    for number, (name, code) in enumerate([("Ninh Bình", "37"), ("Nghệ An", "40")]):
        make_producer(f"Cơ sở {number}", province=make_province(name, code))
    most = 0
    for _each in range(25):
        change(choice)
        for days in (-1, 0, 1, 400, 2000):
            assert told(today + timedelta(days=days)) == counted(today + timedelta(days=days))
        most = max(most, sum(counted(today).values()))
    assert most > 3


def test_what_came_together_is_summed_up_and_says_the_same(monkeypatch, today):
    outbox.drain()
    for star in (3, 4, 4, 5):
        certify(make_product(), star=star, on=date(2026, 2, 1))
    before = {days: told(today + timedelta(days=days)) for days in (-1, 0, 900, 1200)}
    singles = Tally.objects.filter(single=True).count()
    tallies.settle()
    assert Tally.objects.filter(single=True).count() == singles, "too few to be worth it"
    monkeypatch.setattr(tallies, "WORTH_IT", 1)
    tallies.settle()
    assert not Tally.objects.filter(single=True).exists()
    assert before == {days: told(today + timedelta(days=days)) for days in before}


def test_everything_is_counted_anew_once_a_day_and_what_is_past_is_one_row(today):
    certify(make_product(), star=4, on=date(2025, 9, 10))
    lapsed = make_product()
    certify(lapsed, star=4, on=date(2021, 9, 10))
    Tally.objects.create(
        day=date(2026, 1, 1), star=5, group_path="", province_code="", legal_form="", number=7
    )
    Note.objects.filter(name="tally").update(value="2020-01-01")
    tallies.settle()
    rows = list(Tally.objects.order_by("star", "day").values_list("day", "star", "number"))
    assert rows == [(date.min, 0, 2), (date.min, 4, 1), (date(2028, 9, 10), 4, -1)]
    Tally.objects.all().delete()
    tallies.settle()
    assert not Tally.objects.exists(), "counted today already"


def test_a_rebuild_counts_anew(today):
    certify(make_product(), star=4, on=date(2025, 9, 10))
    Tally.objects.all().delete()
    upkeep.fill(connection)
    assert told(today) == counted(today) != Counter()
    make_product()
    assert told(today) == counted(today)


def test_facets_are_the_same_from_the_sums_and_one_by_one(monkeypatch):
    choice, today = random.Random(7), timezone.localdate()
    make_producer("Cơ sở 1", province=make_province("Ninh Bình", "37"))
    make_producer("Cơ sở 2", province=make_province("Nghệ An", "40"), legal_form="household")
    for _each in range(40):
        change(choice)
    asked: list[dict[str, Any]] = [
        {}, {"in_force_only": False}, {"stars": (4,)}, {"provinces": ("40",)}, 
        {"legal_forms": ("company", "household")},
        {"groups": ("do-uong",)}, {"groups": ("do-uong", "khong-co"), "in_force_only": False},
        {"groups": ("duoc-lieu",), "provinces": ("37", "40"), "stars": (4, 5)}, {"sort": "newest", "page": 9},
        {"sort": "price"}, {"sort": "-price", "in_force_only": False},
    ]  # fmt: skip
    answers = []
    for is_known in (True, False):
        monkeypatch.setattr(tallies, "knows", lambda _on, is_known=is_known: is_known)
        answers.append([find(ProductQuery(on=today, **query)) for query in asked])
    for query, from_sums, one_by_one in zip(asked, *answers, strict=True):
        assert from_sums == one_by_one, query
    assert len({hits.total for hits in answers[0]}) > 2
    monkeypatch.undo()
    assert [tallies.knows(today + timedelta(days=days)) for days in (-2, -1, 0, 1)] == [
        False,
        True,
        True,
        True,
    ]
