"""The list of the register: what it finds, on which day, and what it says when it finds nothing."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from catalogue.certification import ledger
from catalogue.models import Product
from catalogue.search.indexing import refresh_products
from tests.factories.catalogue import make_commune, make_group, make_producer, make_product, make_province
from tests.factories.certification import certify, claim, make_decision, revoke

pytestmark = pytest.mark.django_db
INDEX = "/so-dang-ky/"


@pytest.fixture(autouse=True)
def _on_that_day(today):
    return today


def product_of(title: str, **facts):
    product = make_product(title, **facts)
    refresh_products([product.pk])
    return product


def shown(response) -> list[tuple[str, str]]:
    assert response.status_code == 200
    return [(row.entry.product.title, row.status.state.value) for row in response.context["hits"].rows]


@pytest.fixture
def shelf():
    """A product in each state."""
    old, new = product_of("Nước mắm"), product_of("Chè xanh", group="Đồ uống")
    certify(old, star=3, on=date(2023, 1, 10))
    certify(new, star=4, on=date(2024, 1, 10))
    certify(new, star=5, on=date(2026, 3, 10), supersedes=True)
    taken = product_of("Mật ong")
    certify(taken, star=4, on=date(2025, 6, 1))
    revoke(taken, on=date(2026, 9, 1))
    longer = product_of("Bánh gai")
    certify(longer, star=3, on=date(2023, 10, 1))
    ledger.extend_recognition(longer, until=date(2027, 3, 1), decision=make_decision(on=date(2026, 9, 20)))
    claim(product_of("Mắm ruốc"), star=4, reported_year=2021)


def test_every_certificate_and_claim_is_listed_with_its_state(client, shelf):
    assert shown(client.get(INDEX)) == [
        ("Chè xanh", "in_force"),
        ("Mật ong", "revoked"),
        ("Chè xanh", "superseded"),
        ("Bánh gai", "extended"),
        ("Nước mắm", "expired"),
        ("Mắm ruốc", "unproven"),
    ]


def test_the_day_before_it_was_still_in_force(client, shelf):
    response = client.get(INDEX, {"ngay": "2025-12-31"})

    assert shown(response) == [
        ("Mật ong", "in_force"),
        ("Chè xanh", "in_force"),
        ("Bánh gai", "in_force"),
        ("Nước mắm", "in_force"),
        ("Mắm ruốc", "unproven"),
    ]
    assert "Đang xem sổ như ngày 31/12/2025" in response.text
    assert "?ngay=2025-12-31" in response.text
    assert "chung-nhan.csv?ngay=2025-12-31" in response.text


def test_facets_narrow_and_are_counted(client, shelf):
    response = client.get(INDEX, {"trang-thai": ["con-han", "thu-hoi"], "sao": "4"})

    assert shown(response) == [("Mật ong", "revoked")]
    facets = response.context["hits"].facets
    assert {facet.value: facet.count for facet in facets["stars"]} == {"5": 1, "4": 1, "3": 0}
    assert {facet.value: facet.count for facet in facets["states"]} == {
        "con-han": 0,
        "gia-han": 0,
        "het-han": 0,
        "thu-hoi": 1,
        "thay-the": 1,
        "chua-minh-chung": 0,
    }


def test_a_claimed_star_is_found_by_no_star(client, shelf):
    assert ("Mắm ruốc", "unproven") not in shown(client.get(INDEX, {"sao": ["3", "4", "5"]}))
    assert shown(client.get(INDEX, {"trang-thai": "chua-minh-chung"})) == [("Mắm ruốc", "unproven")]


def test_groups_and_provinces_narrow(client):
    group = make_group("Thực phẩm").add_child(name="Nước chấm", slug="nuoc-cham", is_public=True)
    far = make_producer(province=make_province("Bắc Ninh", "24"))
    certify(product_of("Nước mắm", group=group))
    certify(product_of("Chè", group="Đồ uống", producer=far))

    assert shown(client.get(INDEX, {"nganh": "thuc-pham"})) == [("Nước mắm", "in_force")]
    assert shown(client.get(INDEX, {"tinh": "24"})) == [("Chè", "in_force")]
    assert shown(client.get(INDEX, {"tinh": "24", "nganh": "thuc-pham"})) == []


@pytest.mark.parametrize(
    "text",
    [
        "nuoc mam",
        "NƯỚC MẮM",
        "mắm lê gia",
        "hoang phu",
        "377/QĐ-UBND",
        "377/qd-ubnd",
        "Quyết định số 377/QĐ-UBND",
        "QD 377/QD-UBND",
        "377",
        "ocop-38-7",
        "nuoc mam 377",
    ],
)
def test_search_finds_by_name_producer_place_decision_and_code(client, text):
    producer = make_producer("Công ty Lê Gia", commune=make_commune("Hoằng Phụ"))
    product = product_of("Nước mắm", producer=producer, commune=producer.commune)
    certify(
        product, decision=make_decision(on=date(2025, 5, 5), number="377/QĐ-UBND"), product_code="OCOP-38-7"
    )
    certify(product_of("Chè xanh"))

    assert shown(client.get(INDEX, {"q": text})) == [("Nước mắm", "in_force")]


def test_search_finds_the_registers_own_number(client):
    entry = certify(product_of("Nước mắm"))
    certify(product_of("Chè"))

    assert shown(client.get(INDEX, {"q": f"cn-{entry.pk}"})) == [("Nước mắm", "in_force")]


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "100%", "<script>", "\x00", "x" * 5000])
def test_odd_words_find_nothing_calmly(client, text):
    certify(product_of("Nước mắm"))
    response = client.get(INDEX, {"q": text})

    assert response.status_code == 200
    assert "<script>" not in response.text


@pytest.mark.parametrize(
    "asked",
    [
        "ngay=hom-qua",
        "ngay=2025-02-30",
        "ngay=9999-12-31",
        "ngay=0001-01-01",
        "ngay=%00",
        "ngay=" + "9" * 400,
    ],
)
def test_an_odd_day_shows_today(client, asked):
    certify(product_of("Nước mắm"))

    assert shown(client.get(f"{INDEX}?{asked}")) == [("Nước mắm", "in_force")]


def test_an_odd_day_is_said_aloud(client):
    assert "Không đọc được ngày “2025-02-30”" in client.get(INDEX, {"ngay": "2025-02-30"}).text


def test_a_day_ahead_is_said_aloud(client):
    certify(product_of("Nước mắm"), on=date(2024, 1, 1))
    response = client.get(INDEX, {"ngay": "2027-06-01"})

    assert shown(response) == [("Nước mắm", "expired")]
    assert "Ngày này chưa tới" in response.text


def test_unknown_values_are_left_out(client):
    certify(product_of("Nước mắm"))

    asked = {"sao": "9", "tinh": "zz", "nganh": "khong-co", "trang-thai": "x", "page": "-3", "la": "1"}
    assert shown(client.get(INDEX, asked)) == [("Nước mắm", "in_force")]
    assert shown(client.get(INDEX, {"page": "9999999"})) == [("Nước mắm", "in_force")]


def test_empty_states_say_what_to_do(client):
    assert "Sổ chưa có chứng nhận nào" in client.get(INDEX).text
    certify(product_of("Nước mắm"), on=date(2025, 1, 1))
    assert "Không tìm thấy trong sổ" in client.get(INDEX, {"q": "không có"}).text
    assert "Bỏ mọi bộ lọc" in client.get(INDEX, {"sao": "5"}).text
    assert "Vào ngày này sổ chưa có chứng nhận nào" in client.get(INDEX, {"ngay": "2018-01-01"}).text


def test_what_was_corrected_away_is_not_listed(client):
    ledger.correct_entry(certify(product_of("Nước mắm")), reason="Nhầm sản phẩm")

    assert shown(client.get(INDEX)) == []


def test_a_batch_revocation_is_there_at_once_and_not_the_day_before(client):
    decision = make_decision(on=date(2026, 11, 21), number="99/QĐ-TH")
    for number in range(47):
        product = make_product(f"Mắm {number}")
        certify(product, on=date(2025, 1, 1))
        revoke(product, on=date(2026, 11, 21), decision=decision)
    refresh_products(Product.objects.values_list("pk", flat=True))

    assert client.get(INDEX, {"q": "99/QĐ-TH", "trang-thai": "thu-hoi"}).context["hits"].total == 47
    assert client.get(INDEX, {"trang-thai": "con-han"}).context["hits"].total == 0
    before = client.get(INDEX, {"trang-thai": "con-han", "ngay": "2026-11-20"})
    assert before.context["hits"].total == 47


def test_a_delisted_product_stays_in_the_register(client):
    product = product_of("Nước mắm")
    certify(product)
    product.is_public = False
    product.save()

    assert shown(client.get(INDEX)) == [("Nước mắm", "in_force")]


def test_pages_keep_words_day_and_facets(client):
    for number in range(26):
        certify(product_of(f"Mắm {number:02}"), on=date(2025, 1, 1))
    response = client.get(INDEX, {"q": "mam", "ngay": "2026-01-01", "sao": "4"})

    assert len(response.context["hits"].rows) == 25
    assert "?q=mam&ngay=2026-01-01&sao=4&page=2" in unescape(response.text)
    assert len(shown(client.get(f"{INDEX}?q=mam&ngay=2026-01-01&sao=4&page=2"))) == 1


@pytest.mark.parametrize("number", [1, 3, 30])
@pytest.mark.parametrize(
    "asked", [{}, {"ngay": "2025-06-01"}, {"q": "mam", "sao": "4", "trang-thai": "con-han"}]
)
def test_three_questions_however_much_is_found(client, django_assert_num_queries, number, asked):
    for each in range(number):
        product = product_of(f"Mắm {each}", producer=make_producer(commune=make_commune(f"Xã {each}")))
        certify(product, on=date(2025, 1, 1))
        claim(product, reported_year=2019)
    client.get(INDEX)  # the provinces to choose from are kept for a minute

    with django_assert_num_queries(3):  # groups, counts, lines
        assert shown(client.get(INDEX, asked))


def test_personal_data_is_not_shown(client):
    producer = make_producer(
        "Hợp tác xã Mẫu", representative="Trần Thị Đại Diện", phone="+84912345678", address="Số 9 ngõ Mẫu"
    )
    entry = certify(product_of("Nước mắm", producer=producer))

    for address in [INDEX, f"/chung-nhan/{entry.pk}/", f"/so-dang-ky/kiem-tra/?ma=cn-{entry.pk}"]:
        page = client.get(address, follow=True).text
        assert "Hợp tác xã Mẫu" in page
        for secret in ["Trần Thị Đại Diện", "912345678", "0912 345 678", "Số 9 ngõ Mẫu"]:
            assert secret not in page


def test_only_reading_is_allowed(client):
    assert client.post(INDEX).status_code == 405


def test_the_english_address_works(client):
    certify(product_of("Nước mắm"))

    assert client.get("/en/so-dang-ky/").status_code == 200
