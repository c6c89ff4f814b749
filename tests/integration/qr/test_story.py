"""The page behind a printed code: every state in words, small, without cookie or script, never a bare 404."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command

from qr import codes
from qr.models import Scan
from storefront import styles, touchpoints
from tests.factories.catalogue import make_commune, make_producer, make_product
from tests.factories.certification import certify, claim, revoke
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

# The code; the product with its places, its pictures, prices, entries, decisions; its story; points; fairs.
STORY_QUERIES = 9
# Savepoint, salt, seen before, insert, release.
SCAN_QUERIES = 5
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 13; SM-A135F) Chrome/118.0 Mobile Safari/537.36"}


@pytest.fixture(autouse=True)
def _on_the_day(today):
    pass


def open_page(client, product, **headers):
    return client.get(codes.issue_code(product).get_absolute_url(), **{**PHONE, **headers})


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_star_in_force_is_said_with_its_dates_and_decision(client):
    product = make_product(
        "Nước mắm Bà Hoà", producer=make_producer(commune=make_commune()), commune=make_commune()
    )
    entry = certify(product, 4, on=date(2025, 3, 1))
    page = text_of(open_page(client, product))
    assert "Đúng, 4 sao OCOP" in page
    assert "Có hiệu lực hôm nay, 21/11/2026. Hết hạn ngày 01/03/2028." in page
    assert entry.decision.number in page
    assert entry.decision.authority in page
    assert "★★★★</p>" in page
    assert product.producer.name in page
    assert "Xã Hoằng Phụ, Thanh Hóa" in page
    assert "Mua của chủ thể, 120.000 ₫" in page


def test_day_after_the_end_the_star_is_over_with_no_command_run(client):
    product = make_product()
    certify(product, 3, on=date(2023, 11, 21))
    page = text_of(open_page(client, product))
    assert "Sao đã hết hạn" in page
    assert "Từng đạt 3 sao, hết hạn ngày 21/11/2026." in page
    assert "Đúng," not in page
    assert "★" not in page
    assert "Mua của chủ thể" not in page


def test_revoked_star_names_the_day_and_the_revoking_decision(client):
    product = make_product()
    certify(product, 4, on=date(2025, 3, 1))
    ended = revoke(product, on=date(2026, 11, 1))
    page = text_of(open_page(client, product))
    assert "Sao đã bị thu hồi" in page
    assert "Từ ngày 01/11/2026" in page
    assert ended.decision.number in page
    assert "★" not in page
    assert "Mua của chủ thể" not in page


def test_claim_without_proof_is_called_one(client):
    product = make_product()
    claim(product, 4)
    page = text_of(open_page(client, product))
    assert "Chưa có bằng chứng về sao" in page
    assert "Có nguồn ghi sản phẩm đạt 4 sao" in page
    assert "★" not in page


def test_product_without_any_star_says_so(client):
    assert "Chưa có sao OCOP" in text_of(open_page(client, make_product()))


def test_page_of_a_delisted_product_stays_with_a_notice(client):
    product = make_product(is_public=False)
    certify(product, 4, on=date(2025, 3, 1))
    response = open_page(client, product)
    assert response.status_code == 200
    page = text_of(response)
    assert "không còn bán trên Sao Làng" in page
    assert "Đúng, 4 sao OCOP" in page
    assert product.get_absolute_url() not in page


def test_page_of_a_suspended_producer_says_so(client):
    product = make_product(producer=make_producer(state="suspended", state_reason="Kiểm tra"))
    certify(product, 4, on=date(2025, 3, 1))
    page = text_of(open_page(client, product))
    assert "Chủ thể đang tạm ngừng bán" in page
    assert "Mua của chủ thể" not in page


def test_page_of_a_retired_code_stays_with_the_reason(client):
    code = codes.issue_code(make_product())
    codes.retire_code(code, reason="Tem in sai tên.")
    response = client.get(code.get_absolute_url(), **PHONE)
    assert response.status_code == 200
    assert "Tem mang mã này đã ngừng in từ ngày 21/11/2026. Tem in sai tên." in text_of(response)


def test_product_for_contact_leads_to_its_producer(client):
    product = make_product(selling="contact", producer=make_producer(website="https://chu-the.example"))
    certify(product, 3, on=date(2025, 3, 1))
    page = text_of(open_page(client, product))
    assert "Liên hệ chủ thể" in page
    assert product.producer.get_absolute_url() in page


def test_producer_nobody_can_reach_is_not_offered_for_contact(client):
    page = text_of(open_page(client, make_product(selling="contact")))
    assert "Liên hệ chủ thể" not in page
    assert "Xem sản phẩm" in page


@pytest.mark.parametrize(
    "path", ["/p/ZZZZ9999", "/p/zzzz9999/", "/p/ZZZZ9999/mua", "/p/ZZZZ9999/bao", "/p/ZZZZ9999.svg"]
)
def test_unknown_code_gets_a_page_that_helps(client, path):
    response = client.get(path, **PHONE)
    assert response.status_code == 404
    page = text_of(response)
    assert "Chưa tìm thấy mã này" in page
    assert "ZZZZ9999" in page
    assert 'action="/p/"' in page
    assert 'action="/san-pham/"' in page


def test_small_letters_and_a_slash_change_nothing(client):
    code = codes.issue_code(make_product())
    for path in (f"/p/{code.code.lower()}", f"/p/{code.code}/"):
        assert client.get(path, **PHONE).status_code == 200


def test_page_with_its_style_sheet_is_under_30_kb(client, tmp_path):
    product = make_product(description="Cá về bến lúc bốn giờ sáng. " * 200)
    certify(product, 4, on=date(2025, 3, 1))
    page = open_page(client, product).content
    sheet = styles.build("css/scan.css", tmp_path).read_bytes()
    assert len(page) + len(sheet) < 30_000
    assert page.count(b"stylesheet") == 1
    assert b"css/scan.css" in page


@pytest.mark.parametrize("known", [True, False])
def test_page_sets_no_cookie_and_has_no_script(client, known):
    path = codes.issue_code(make_product()).get_absolute_url() if known else "/p/ZZZZ9999"
    response = client.get(path, **PHONE)
    assert not response.cookies
    assert b"<script" not in response.content
    assert b"style=" not in response.content


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", "vi"),
        ("", "en-US,en;q=0.9", "en"),
        ("", "fr-FR,fr;q=0.9", "vi"),
        ("", "vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("", "fr,en;q=0.5", "en"),
        ("?lang=en", "vi-VN", "en"),
        ("?lang=vi", "en-US", "vi"),
        ("?lang=xx", "", "vi"),
    ],
)
def test_same_address_answers_in_the_readers_language(client, query, header, language):
    path = codes.issue_code(make_product()).get_absolute_url()
    response = client.get(path + query, HTTP_ACCEPT_LANGUAGE=header, **PHONE)
    assert response["Content-Language"] == language
    assert f'<html lang="{language}">' in response.content.decode()
    assert "Accept-Language" in response["Vary"]


def test_scan_is_counted_once_the_page_is_out(client):
    product = make_product()
    open_page(client, product)
    assert Scan.objects.get().code.product == product


def test_head_is_answered_and_not_counted(client):
    path = codes.issue_code(make_product()).get_absolute_url()
    response = client.head(path, **PHONE)
    assert (response.status_code, response.content) == (200, b"")
    assert not Scan.objects.exists()


def test_machines_are_flagged(client):
    open_page(client, make_product(), HTTP_USER_AGENT="facebookexternalhit/1.1")
    assert Scan.objects.get().is_bot is True


def test_staff_are_not_counted_and_shoppers_are(client):
    product = make_product()
    client.force_login(make_user(role="trade_department"))
    open_page(client, product)
    assert not Scan.objects.exists()
    client.force_login(make_user())
    open_page(client, product)
    assert Scan.objects.count() == 1


def test_other_pages_are_no_scans(client):
    product = make_product()
    certify(product, 4, on=date(2025, 3, 1))
    codes.issue_code(product)
    assert client.get(product.get_absolute_url(), **PHONE).status_code == 200
    assert not Scan.objects.exists()


def test_page_comes_even_when_counting_fails(client, monkeypatch):
    def fail(**_facts):
        raise RuntimeError("no room")

    monkeypatch.setattr(Scan.objects, "create", fail)
    assert open_page(client, make_product()).status_code == 200


@pytest.mark.parametrize("entries", [1, 3])
def test_page_costs_the_same_with_a_long_history(client, django_assert_num_queries, entries):
    product = make_product()
    for year in range(entries):
        certify(product, 3, on=date(2026, 1, 1) - timedelta(days=1096 * year))
    path = codes.issue_code(product).get_absolute_url()
    client.get(path, **PHONE)
    with django_assert_num_queries(STORY_QUERIES + SCAN_QUERIES):
        assert client.get(path, **PHONE).status_code == 200


def test_buy_link_leaves_the_touchpoint_and_leads_to_the_product(client, rf):
    product = make_product()
    certify(product, 4, on=date(2025, 3, 1))
    code = codes.issue_code(product)
    response = client.get(f"/p/{code.code}/mua", **PHONE)
    assert (response.status_code, response["Location"]) == (302, product.get_absolute_url())
    note = client.session[touchpoints.SESSION_KEY]
    assert (note["kind"], note["reference"]) == ("code", code.code)
    assert not Scan.objects.exists()


def test_buy_link_in_english_leads_to_the_english_page(client):
    code = codes.issue_code(make_product())
    response = client.get(f"/p/{code.code}/mua?lang=en", **PHONE)
    assert response["Location"].startswith("/en/")


def test_roll_up_command_reports_what_it_did(client, capsys):
    open_page(client, make_product())
    call_command("roll_up_scans")
    assert "Đã cộng 0 ngày" in capsys.readouterr().out
    assert settings.TIME_ZONE == "Asia/Ho_Chi_Minh"
