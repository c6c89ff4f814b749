"""How a typed word is understood: one typo, Telex, words written together; and what is left as it is."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.search import outbox
from catalogue.search.backends import find
from catalogue.search.offering import offers_for
from catalogue.search.query import ProductQuery
from catalogue.search.spelling import understand
from catalogue.search.synonyms import FILLERS, GOODS, NAMES, found_by, without_fillers
from catalogue.search.words import folded_words
from storefront.places.models import FormerCommune, FormerProvince, Province
from tests.factories.catalogue import make_commune, make_producer, make_product, make_province
from tests.factories.certification import certify

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


@pytest.fixture
def shop():
    for title in ("Nước mắm Lê Gia", "Mật ong hoa nhãn", "Chanh muối", "Trà hoa vàng", "Cá tra khô"):
        certify(make_product(title, producer=make_producer(f"Cơ sở {title[:4]}")), on=date(2025, 9, 10))
    outbox.drain()


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("nước mắm", "nuoc mam"),
        ("nuoic mam", "nuoc mam"),
        ("nuc mam", "nuc mam"),
        ("nuocmam", "nuoc mam"),
        ("nuwowcs mawms", "nuoc mam"),
        ("chanh", "chanh"),
        ("mat ogn", "mat ong"),
        ("đặc sản nước mắm", "nuoc mam"),
        ("đặc sản", "dac san"),
        ("nuoc ma", "nuoc mam"),
        ("qwertyuiop", "qwertyuiop"),
    ],
)
def test_what_is_understood(shop, typed, best):
    assert " ".join(understand(tuple(folded_words(typed))).best) == best


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("nước mắm tỉnh Thanh Hóa", "nuoc mam thanh hoa"),
        ("tinh kon tum", "kon tum"),
        ("huyện Nga Sơn", "nga son"),
        ("thành phố hồ chí minh", "ho chi minh"),
        ("tỉnh Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("tinh dầu", "tinh dau"),
        ("tinh", "tinh"),
    ],
)
def test_the_kind_of_a_place_is_no_part_of_its_name(shop, typed, best):
    successor = Province.objects.get(name="Thanh Hóa")
    make_province("Hồ Chí Minh", "79")
    once = FormerProvince.objects.create(code="62", name="Kon Tum", successor=successor)
    FormerProvince.objects.create(code="77", name="Bà Rịa - Vũng Tàu", successor=successor)
    FormerCommune.objects.create(
        code="16093", name="Nga Thành", kind="commune", district="Nga Sơn", district_kind="rural",
        former_province=once, successor=make_commune("Nga An"),
    )  # fmt: skip
    assert " ".join(understand(tuple(folded_words(typed))).said) == best


@pytest.mark.parametrize("text", ["ocop", "sản phẩm ocop", "mua ở đâu"])
def test_words_that_say_nothing_ask_for_everything(shop, text):
    everything = find(ProductQuery(on=DAY))
    hits = find(ProductQuery(on=DAY, text=text))
    assert hits.total == everything.total > 0
    assert [one.pk for one in hits.products] == [one.pk for one in everything.products]
    assert hits.read_as == ""


def test_a_known_word_that_finds_nothing_is_bent_and_said_to_be(shop):
    hits = find(ProductQuery(on=DAY, text="nước mắm lê gai"))
    assert [product.title for product in hits.products] == ["Nước mắm Lê Gia"]
    assert hits.read_as == "nước mắm lê gia"
    assert find(ProductQuery(on=DAY, text="nước mắm")).read_as == ""


def test_a_filter_that_finds_nothing_bends_no_word(shop):
    make_province("Ninh Bình", "37")
    assert find(ProductQuery(on=DAY, text="nuoc mam", provinces=("37",))).total == 0


def test_synonyms_keep_to_marks(shop):
    titles = [product.title for product in find(ProductQuery(on=DAY, text="tea")).products]
    assert titles == ["Trà hoa vàng"]
    assert set(found_by(["Cá tra"])) == {"fish", "seafood", "hải sản", "catfish", "pangasius"}
    assert "HTX" in found_by(["Hợp tác xã Đồng Sông"], file=NAMES)


def test_the_data_files_can_be_read_and_fillers_leave_something():
    assert found_by(["cà phê"], file=GOODS)
    assert without_fillers(("mua", "o", "dau")) == ("mua", "o", "dau")
    assert FILLERS


def test_where_nothing_answers_less_is_offered_and_a_group(shop):
    offers = offers_for(ProductQuery(on=DAY, text="nước mắm xyzxyz"))
    assert [(one.text, one.count) for one in offers.questions] == [("nước mắm", 1), ("nước", 1), ("mắm", 1)]
    assert offers.group == ("Thực phẩm", "/nhom/thuc-pham/")
    assert offers_for(ProductQuery(on=DAY, text="🦐")).questions == []


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("chaaanh", "chanh"),
        ("muoooi", "muối"),
        ("nước mắm chaaanh", ""),
        ("mật ong nhaxxn", "mật ong nhãn"),
        ("qwertyuiop", ""),
        ("nhxxn", "nhãn"),
        ("nhxx", ""),
        ("chanhxxx", ""),
    ],
)
def test_the_nearest_spelling_is_offered_two_letters_away(shop, typed, offered):
    questions = [one.text for one in offers_for(ProductQuery(on=DAY, text=typed)).questions]
    assert questions[:1] == [offered] if offered else offered not in questions


def test_offers_cost_the_same_few_queries_however_much_is_asked(shop, django_assert_num_queries):
    with django_assert_num_queries(5):
        offers_for(
            ProductQuery(
                on=DAY, text=" ".join(f"chaaanh{letter}" for letter in "abcdefghijkl"), stars=(3, 4, 5)
            )
        )
