"""The page of one certificate, for ever."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.certification import ledger
from tests.factories.catalogue import make_commune, make_producer, make_product
from tests.factories.certification import certify, claim, make_decision, revoke

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(today):
    return today


def page(client, entry, **asked) -> str:
    response = client.get(f"/chung-nhan/{entry.pk}/", asked)
    assert response.status_code == 200
    return response.text


def test_it_tells_decision_places_days_and_product(client):
    product = make_product("Nước mắm", commune=make_commune("Hoằng Phụ"))
    decision = make_decision(on=date(2025, 5, 5), number="377/QĐ-UBND")
    entry = certify(
        product,
        star=4,
        decision=decision,
        place_as_certified="xã Hoằng Phụ, huyện Hoằng Hóa",
        product_code="OCOP-38-7",
    )
    shown = page(client, entry)

    for fact in [
        f"CN-{entry.pk}",
        "377/QĐ-UBND",
        "05/05/2025",
        "05/05/2028",
        "UBND tỉnh Thanh Hóa",
        "xã Hoằng Phụ, huyện Hoằng Hóa",
        "Xã Hoằng Phụ, Thanh Hóa",
        "OCOP-38-7",
        "Quyết định 148/QĐ-TTg",
        "Ngày 21/11/2026: 4 sao OCOP, còn hạn đến 05/05/2028",
        product.get_absolute_url(),
    ]:
        assert fact in shown, fact


def test_the_status_on_the_asked_day_stands_beside_todays(client):
    product = make_product("Mật ong")
    entry = certify(product, star=4, on=date(2025, 6, 1))
    revoke(product, on=date(2026, 9, 1))
    before = page(client, entry, ngay="2026-08-31")

    assert "Ngày 31/08/2026: 4 sao OCOP, còn hạn đến 01/06/2028" in before
    assert "Hôm nay, 21/11/2026: Đã bị thu hồi ngày 01/09/2026" in before
    assert "Lịch sử tính đến 31/08/2026" in before
    assert "Thu hồi 4 sao" not in before
    assert "Thu hồi 4 sao" in page(client, entry)


def test_a_day_before_it_began(client):
    entry = certify(make_product(), on=date(2025, 6, 1))

    assert "chứng nhận này chưa có hiệu lực: có hiệu lực từ 01/06/2025" in page(
        client, entry, ngay="2024-01-01"
    )


def test_the_whole_history_with_the_other_certificates(client):
    product = make_product()
    first = certify(product, star=4, on=date(2024, 1, 10))
    second = certify(product, star=5, on=date(2026, 3, 10), supersedes=True)
    shown = page(client, first)

    assert "thay bằng 5 sao" in shown
    assert f"/chung-nhan/{second.pk}/" in shown
    assert "Đã thay thế" in shown


def test_a_claim_says_it_is_none(client):
    entry = claim(make_product(), star=4, reported_year=2021, decision_text="QĐ 715/QĐ-UBND")
    shown = page(client, entry)

    assert "QĐ 715/QĐ-UBND" in shown
    assert "không tính là sao còn hạn" in shown
    assert "★" not in shown


def test_one_struck_out_keeps_its_address_and_says_so(client):
    product = make_product()
    entry = certify(product, star=5)
    ledger.correct_entry(entry, reason="Nhầm với hộ bà Đại Diện")
    shown = page(client, entry)

    assert "Đã đính chính: dòng này ghi nhầm" in shown
    assert "Nhầm với hộ bà Đại Diện" not in shown
    assert "★" not in shown


def test_an_extension_is_told_beside_the_printed_end(client):
    product = make_product()
    entry = certify(product, star=3, on=date(2023, 10, 1))
    ledger.extend_recognition(product, until=date(2027, 3, 1), decision=make_decision(on=date(2026, 9, 20)))

    assert "01/10/2026, được gia hạn đến 01/03/2027" in page(client, entry)


def test_a_product_out_of_sight_keeps_its_certificate_without_a_link(client):
    product = make_product(producer=make_producer(state="pending"))
    entry = certify(product)
    shown = page(client, entry)

    assert product.title in shown
    assert product.get_absolute_url() not in shown
    assert product.producer.get_absolute_url() not in shown


@pytest.mark.parametrize("number", ["999999", "0", "1" * 40])
def test_an_unknown_number_is_a_page_in_words(client, number):
    assert client.get(f"/chung-nhan/{number}/").status_code == 404


def test_only_certificates_and_claims_have_pages(client):
    product = make_product()
    certify(product, on=date(2025, 6, 1))
    assert client.get(f"/chung-nhan/{revoke(product, on=date(2026, 9, 1)).pk}/").status_code == 404


def test_an_odd_day_shows_today(client):
    entry = certify(make_product(), on=date(2025, 6, 1))

    assert "Không đọc được ngày “hôm qua”" in page(client, entry, ngay="hôm qua")


def test_the_product_page_leads_to_it(client):
    product = make_product()
    entry = certify(product)

    assert f'href="/chung-nhan/{entry.pk}/"' in client.get(product.get_absolute_url()).text


@pytest.mark.parametrize("number", [1, 3])
def test_three_questions_however_long_the_history(client, django_assert_num_queries, number):
    product = make_product(commune=make_commune())
    entry = certify(product, star=3, on=date(2023, 1, 1))
    for each in range(number):
        certify(product, star=4, on=date(2023 + each, 6, 1), supersedes=True)

    with django_assert_num_queries(3):  # the certificate, the history, its decisions
        page(client, entry, ngay="2024-01-01")
