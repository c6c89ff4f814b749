"""What is found, in which order, and how the facets add up: the same answers from every backend."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from catalogue.certification.ledger import get_or_create_decision, record_recognition, revoke_recognition
from catalogue.models import Product
from catalogue.search.indexing import refresh_products
from catalogue.search.query import ProductQuery
from fairs.models import SalesPoint, SalesPointStock
from storefront.places.models import FormerCommune, FormerProvince
from tests.factories.catalogue import make_commune, make_group, make_producer, make_product, make_province
from tests.factories.fairs import make_sales_point

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


def recognise(product: Product, star: int = 4, *, on: date = date(2025, 9, 10)) -> Product:
    tier, authority = ("ministry", "Bộ Nông nghiệp và Môi trường") if star == 5 else ("province", "UBND tỉnh")
    decision = get_or_create_decision(number="1234/QĐ-MH", decided_on=on, authority=authority, tier=tier)
    record_recognition(product, star=star, decision=decision)
    refresh_products([product.pk])
    return product


def made(title: str, star: int | None = 4, **facts) -> Product:
    product = make_product(title, **facts)
    refresh_products([product.pk])
    return recognise(product, star) if star else product


@pytest.fixture
def titles(find):
    def found(text: str = "", **asked) -> list[str]:
        return [product.title for product in find(ProductQuery(on=DAY, text=text, **asked)).products]

    return found


@pytest.mark.parametrize("text", ["nuoc mam", "nước mắm", "Nước Mắm", "NUOC MAM", "mắm nước"])
def test_words_are_found_without_marks_and_in_any_order(titles, text):
    made("Nước mắm Lê Gia")
    made("Mật ong hoa nhãn")
    assert titles(text) == ["Nước mắm Lê Gia"]


def test_every_word_must_be_found(titles):
    made("Nước mắm Lê Gia")
    assert titles("nước mắm phú quốc") == []


def test_a_word_is_not_a_part_of_a_word(titles):
    made("Cam Vinh")
    made("Cá kho")
    assert titles("ca") == ["Cá kho"]


def test_exact_marks_come_first(titles):
    made("Dưa muối")
    made("Dừa sấy", star=5)
    made("Dứa sấy", star=3)
    assert titles("dứa")[0] == "Dứa sấy"
    assert titles("dừa")[0] == "Dừa sấy"
    assert set(titles("dua")) == {"Dưa muối", "Dừa sấy", "Dứa sấy"}


def test_words_side_by_side_come_before_scattered_ones(titles):
    made("Mắm ruốc nước cốt", star=5)
    made("Mắm nêm", star=5, producer=make_producer("Cơ sở nước mắm Bà Hoà"))
    made("Nước mắm nhĩ", star=3)
    for text in ("nuoc mam", "nước mắm"):
        assert titles(text) == ["Nước mắm nhĩ", "Mắm nêm", "Mắm ruốc nước cốt"]


def test_marks_as_typed_come_first_then_words_together_then_scattered_ones(titles):
    province = make_province("Phú Thọ", "25")
    FormerProvince.objects.create(code="17", name="Hòa Bình", successor=province)
    made("Yến sào Huân Hòa Bình Sơn cũ", star=5)
    made("Hòa tan Bình", star=5)
    made("Rượu cần", star=3, producer=make_producer(province=province))
    assert titles("hoà bình") == ["Yến sào Huân Hòa Bình Sơn cũ", "Hòa tan Bình", "Rượu cần"]
    assert titles("hoa binh") == ["Yến sào Huân Hòa Bình Sơn cũ", "Rượu cần", "Hòa tan Bình"]


@pytest.mark.parametrize("text", ["hoà bình", "hòa bình", "hoa binh"])
def test_both_places_of_a_tone_mark_are_found(titles, text):
    made("Cam Hoà Bình")
    assert titles(text) == ["Cam Hoà Bình"]


def test_producer_group_places_old_and_new_pack_and_published_place_are_searched(titles):
    province = make_province("Ninh Bình", "37")
    for code, name in (("36", "Nam Định"), ("35", "Hà Nam"), ("37", "Ninh Bình")):
        FormerProvince.objects.create(code=code, name=name, successor=province)
    made(
        "Gạo tám xoan", producer=make_producer("Hợp tác xã Đồng Sông", province=province),
        commune=make_commune("Hải Hậu", province), pack="túi 5kg", origin_note="Hải Anh (cũ)",
    )  # fmt: skip
    for text in (
        "dong song",
        "thực phẩm",
        "xã Hải Hậu",
        "ninh binh",
        "Nam Định",
        "gao nam dinh",
        "5 kg",
        "hai anh",
    ):
        assert titles(text) == ["Gạo tám xoan"], text


def test_what_says_a_former_place_itself_comes_before_what_merely_lies_in_its_successor(titles):
    province = make_province("Quảng Ngãi", "51")
    FormerProvince.objects.create(code="62", name="Kon Tum", successor=province)
    made("Tỏi đen", star=5, producer=make_producer(province=province), origin_note="Lý Sơn")
    made("Sâm dây", star=3, producer=make_producer(province=province), origin_note="Măng Đen, Kon Tum (cũ)")
    assert titles("kon tum") == ["Sâm dây", "Tỏi đen"]


def test_a_star_counts_for_the_day_asked_about(find):
    product = made("Nước mắm", star=None)
    recognise(product, on=date(2023, 11, 21))
    last_day, first_day_after = DAY - timedelta(days=1), DAY
    assert find(ProductQuery(on=last_day)).total == 1
    assert find(ProductQuery(on=first_day_after)).total == 0
    assert find(ProductQuery(on=first_day_after, in_force_only=False)).total == 1


def test_a_revoked_or_unlisted_product_is_not_found(titles):
    revoked, hidden, suspended = made("Mắm một"), made("Mắm hai"), made("Mắm ba")
    decision = get_or_create_decision(
        number="99/QĐ-UBND",
        decided_on=DAY,
        authority="UBND tỉnh Thanh Hóa",
        tier="province",
        province=revoked.province,
    )
    revoke_recognition(revoked, revoked_on=DAY, decision=decision, ground="production-stopped")
    Product.objects.filter(pk=hidden.pk).update(is_public=False)
    suspended.producer.state, suspended.producer.state_reason = "suspended", "Đang kiểm tra"
    suspended.producer.save()
    assert titles("mắm") == []
    assert titles("mắm", in_force_only=False) == ["Mắm một"]


def test_facets_count_what_there_would_be_with_them(find):
    ninh_binh = make_province("Ninh Bình", "37")
    made("Nước mắm", star=5)
    made("Mắm tôm", star=4)
    made(
        "Chè xanh", star=4, group="Đồ uống", producer=make_producer(province=ninh_binh, legal_form="company")
    )
    made("Rượu nếp", star=None, group="Đồ uống")
    make_group("Dược liệu")
    hits = find(ProductQuery(on=DAY, stars=(4,)))
    counts = {name: {facet.value: facet.count for facet in facets} for name, facets in hits.facets.items()}
    assert hits.total == 2
    assert counts["stars"] == {"5": 1, "4": 2, "3": 0}
    assert counts["groups"] == {"thuc-pham": 1, "do-uong": 1, "duoc-lieu": 0}
    assert counts["provinces"] == {"38": 1, "37": 1}
    assert counts["legal_forms"] == {"company": 1, "cooperative": 1}
    assert [facet.selected for facet in hits.facets["stars"]] == [False, True, False]
    assert find(ProductQuery(on=DAY, in_force_only=False)).facets["in_force_only"][1].count == 4


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"groups": ("do-uong",)}, ["Chè"]),
        ({"groups": ("thuc-pham", "do-uong")}, ["Chè", "Mắm", "Muối"]),
        ({"groups": ("nuoc-cham",)}, ["Mắm"]),
        ({"stars": (5,)}, ["Mắm"]),
        ({"provinces": ("37",)}, ["Chè"]),
        ({"legal_forms": ("company",)}, ["Chè"]),
        ({"price_min": 50_000}, ["Chè", "Mắm"]),
        ({"price_max": 100_000}, ["Chè", "Muối"]),
        ({"price_min": 50_000, "price_max": 100_000, "stars": (5,)}, []),
        ({"provinces": ("99",)}, []),
    ],
)
def test_filters_narrow(titles, asked, expected):
    group = make_group("Thực phẩm").add_child(name="Nước chấm", slug="nuoc-cham", is_public=True)
    made("Mắm", star=5, price=165_000, group=group)
    made("Muối", star=3, price=10_000)
    company = make_producer(province=make_province("Ninh Bình", "37"), legal_form="company")
    made("Chè", star=4, selling="contact", price=None, price_from=90_000, group="Đồ uống", producer=company)
    assert set(titles(**asked)) == set(expected)


def test_orders(titles):
    made("Mắm", star=3, price=30_000)
    made("Chè", star=5, price=10_000)
    newest = make_product("Gạo", price=20_000)
    recognise(newest, star=4, on=date(2026, 3, 1))
    assert titles() == titles(sort="star") == ["Chè", "Gạo", "Mắm"]
    assert titles(sort="price") == ["Chè", "Gạo", "Mắm"]
    assert titles(sort="-price") == ["Mắm", "Gạo", "Chè"]
    assert titles(sort="newest")[0] == "Gạo"


def test_a_page_past_the_end_is_the_last_page(find):
    for number in range(5):
        made(f"Mắm {number}")
    hits = find(ProductQuery(on=DAY, page=1_000_000, page_size=2))
    assert (hits.total, hits.page, hits.pages, len(hits.products)) == (5, 3, 3, 1)


@pytest.mark.parametrize("text", ["%", "_", "\\", "' OR 1=1 --", '"', "name:(a", "mắm " * 50, "🦐"])
def test_nothing_typed_breaks_the_query(find, text):
    made("Mắm")
    assert find(ProductQuery(on=DAY, text=text)).total in (0, 1)


def test_what_is_carried_near_comes_first(titles):
    for title, latitude in (("Mắm xa", "21.02"), ("Mắm gần", "19.80")):
        point = make_sales_point(latitude=latitude, longitude="105.78")
        SalesPointStock.objects.create(point=point, product=made(title), confirmed_on=DAY)
    made("Mắm không đâu bán")
    here = (19.81, 105.78)
    assert titles(sort="near", near=here) == ["Mắm gần", "Mắm xa", "Mắm không đâu bán"]


def test_the_nearest_point_is_told_with_its_name_and_the_way_to_it(find):
    for title, latitude, name in (
        ("Mắm", "21.02", "Chợ xa"),
        ("Mắm", "19.83", "Chợ gần"),
        ("Chè", "20.81", "Chợ chè"),
    ):
        product = Product.objects.filter(title=title).first() or made(title)
        point = make_sales_point(latitude=latitude, longitude="105.78", name=name)
        SalesPointStock.objects.create(point=point, product=product, confirmed_on=DAY)
    made("Gạo")
    near = find(ProductQuery(on=DAY, sort="near", near=(19.81, 105.78))).products
    told = [one.nearest and (one.nearest.name, round(one.nearest.km, 1)) for one in near]
    assert told == [("Chợ gần", 2.2), ("Chợ chè", 111.2), None]
    SalesPoint.objects.filter(name="Chợ gần").update(state="closed")
    near = find(ProductQuery(on=DAY, sort="near", near=(19.81, 105.78))).products
    assert [one.nearest and one.nearest.name for one in near] == ["Chợ chè", "Chợ xa", None]
    other = find(ProductQuery(on=DAY, near=(19.81, 105.78))).products
    assert not any(one.nearest for one in other)


def test_synonyms_former_communes_and_a_typo_are_found(titles):
    commune = make_commune("Nga An")
    former = FormerProvince.objects.create(code="38", name="Thanh Hóa", successor=commune.province)
    FormerCommune.objects.create(
        code="16093", name="Nga Thành", kind="commune", district="Nga Sơn", district_kind="rural",
        former_province=former, successor=commune,
    )  # fmt: skip
    made("Nước mắm cốt", commune=commune)
    for text in (
        "fish sauce",
        "nga son",
        "nuoc mam nga thanh",
        "nuoic mam",
        "nuocmam",
        "nước mắm ngon ở đâu",
    ):
        assert titles(text) == ["Nước mắm cốt"], text
