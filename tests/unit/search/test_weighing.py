"""What the database weighs by and counts from, beside an entry's product: the points of each answer, and its star."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.models import Product
from catalogue.search import outbox, upkeep
from catalogue.search.backends import find
from catalogue.search.backends.weighing import weight
from catalogue.search.models import Entry, Note, Term
from catalogue.search.points import points_of
from catalogue.search.query import ProductQuery
from catalogue.search.upkeep import tallies
from catalogue.search.words import as_stored, folded_words, index_text, spelt_words
from tests.factories.catalogue import make_product, make_province
from tests.factories.certification import certify

pytestmark = pytest.mark.django_db
SAID = ("nước", "nuoc", "mắm", "mam", "măm", "bà", "ba", "chè")
phrases = st.lists(st.sampled_from(SAID), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(name=phrases, other=phrases, asked=phrases, marks=st.booleans(), missing=st.booleans())
def test_weights_are_the_points(name, other, asked, marks, missing):
    stored = index_text(name, others=[other])
    folded, spelt = tuple(folded_words(asked)), tuple(spelt_words(asked)) if marks else ()
    never = frozenset(word for word in spelt if f"^{word} " not in stored and f"={word} " not in stored)
    points = sum(
        point.worth
        for point in points_of(folded, spelt)
        if any(
            stored.startswith(as_stored(point.words))
            if point.at_start
            else as_stored(point.words, mark=mark) in stored
            for mark in point.marks
        )
    )
    sql = weight(folded, spelt, never if missing else frozenset())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sql.text} FROM (SELECT CAST(%s AS TEXT) AS words) e",  # noqa: S608 (constants)
            (*sql.params, stored),
        )
        assert cursor.fetchone() == (points,)


def test_a_day_before_the_last_recognition_has_the_star_of_then(today):
    product = make_product("Nước mắm")
    certify(product, star=3, on=today - timedelta(days=400))
    certify(product, star=4, on=today, supersedes=True)
    never = make_product("Mắm tôm")
    outbox.drain()
    entry = Entry.objects.get(product=product)
    assert (entry.star, entry.begins) == (4, today)
    stars = {
        days: [facet.value for facet in hits.facets["stars"] if facet.count]
        for days in (-500, -400, -1, 0)
        if (hits := find(ProductQuery(on=today + timedelta(days=days), text="mam")))
    }
    assert stars == {-500: [], -400: ["3"], -1: ["3"], 0: ["4"]}
    everything = find(ProductQuery(on=today, text="mam", in_force_only=False, sort="newest"))
    assert [card.pk for card in everything.products] == [product.pk, never.pk]
    assert {facet.value: facet.count for facet in everything.facets["in_force_only"]} == {"1": 1, "0": 2}


@pytest.mark.parametrize("in_force_only", [True, False])
def test_counts_with_words_are_the_same_whatever_the_day_and_the_way(today, in_force_only, monkeypatch):
    for number, (star, code) in enumerate([(3, "37"), (4, "37"), (4, "40"), (5, "40"), (None, "40")]):
        product = make_product(
            f"Mắm {number}", province=make_province("Ninh Bình" if code == "37" else "Nghệ An", code)
        )
        if star:
            certify(product, star=star, on=date(2026, 2, 1))
    outbox.drain()
    query = ProductQuery(on=today, text="mam", in_force_only=in_force_only)
    at_once = find(query)
    monkeypatch.setattr("catalogue.search.backends.database._is_plain", lambda question: False)
    one_by_one = find(query)
    assert (at_once.total, at_once.facets) == (one_by_one.total, one_by_one.facets)
    assert at_once.total == (4 if in_force_only else 5)


def test_words_reach_the_entry_with_the_product_and_spellings_the_vocabulary(today):
    product = make_product("Nước mắm 40")
    outbox.drain()
    assert " ^nươc1 ^măm1 ^40 " in Entry.objects.get(product=product).words
    assert set(Term.objects.filter(word__startswith="=").values_list("word", flat=True)) >= {
        "=nươc1",
        "=măm1",
    }
    assert not Term.objects.filter(word="=40").exists()
    Product.objects.filter(pk=product.pk).update(search_words=" mam tom ")
    assert Entry.objects.get(product=product).words == " mam tom "


def test_what_an_older_release_left_without_words_and_star_is_filled():
    product = make_product("Nước mắm")
    certify(product, star=4, on=date(2026, 2, 1))
    outbox.drain()
    whole = Entry.objects.values().get(product=product)
    Entry.objects.update(words="", star=None, begins=None, ends=None)
    upkeep.install(connection)
    assert Entry.objects.values().get(product=product) == whole


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only there rows have an order to lie in")
def test_entries_are_laid_in_order_by_name_and_nothing_else_changes(today):
    for name in ("Yến sào", "Bánh gai", "Nước mắm", "An xoa", "Tỏi đen", "Chè xanh"):
        certify(make_product(name), star=4, on=date(2026, 2, 1))
    outbox.drain()
    before, counts = list(Entry.objects.order_by("pk").values()), find(ProductQuery(on=today)).facets
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
    Note.objects.filter(name="tally").delete()
    tallies.settle()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_folded FROM search_entry ORDER BY ctid")
        lying = [name for (name,) in cursor.fetchall()]
    assert lying == sorted(lying) == ["an xoa", "banh gai", "che xanh", "nuoc mam", "toi den", "yen sao"]
    assert before == list(Entry.objects.order_by("pk").values())
    assert counts == find(ProductQuery(on=today)).facets
