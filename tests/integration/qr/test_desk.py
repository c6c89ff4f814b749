"""The label desk: lists, issuing, sheets, retiring, reports, and who may do what."""

import re
from datetime import date
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.test import Client

from qr import codes, labels, scans, symbols
from qr.models import Code, LabelBatch, Report, Scan
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db

DESK = "/quan-tri/ma-qr/"
SHEET = "/quan-tri/in-tem/"
ASKED = {"scope": "listed", "layout": "a4-24", "copies": 1, "start_at": 1, "offset_x": "0", "offset_y": "0"}


@pytest.fixture
def officer(client):
    user = make_user(role="trade_department", first_name="Lan")
    client.force_login(user)
    return user


def read_pdf(content: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(content)
    return [
        text for page in pages for text in symbols.read(page.render(scale=200 / 72).to_pil().convert("L"))
    ]


def test_every_listed_products_code_on_a_sheet_leads_to_a_page(client, officer, settings):
    for number in range(26):
        make_product(f"Chè số {number}", gtin="09506000134376" if number == 3 else None)
    make_product("Không bày", is_public=False)
    response = client.post(SHEET, ASKED)
    assert response["Content-Type"] == "application/pdf"
    addresses = read_pdf(response.content)
    assert len(addresses) == len(set(addresses)) == 26
    shopper = Client()
    for address in addresses:
        assert address.startswith(settings.PUBLIC_BASE_URL)
        assert shopper.get(urlsplit(address).path, HTTP_USER_AGENT="Mozilla/5.0").status_code == 200
    batch = LabelBatch.objects.get()
    assert (batch.label_count, batch.page_count, batch.made_by) == (26, 2, officer)
    assert batch.codes.count() == Code.objects.count() == 26


def test_sheet_for_one_producer_and_for_picked_products(client, officer):
    mine, other = make_producer(), make_producer()
    first, second = make_product(producer=mine), make_product(producer=mine)
    third = make_product(producer=other)
    by_producer = client.post(SHEET, {**ASKED, "scope": "producer", "producer": mine.pk, "copies": 2})
    assert len(read_pdf(by_producer.content)) == 4
    picked = client.post(
        SHEET, {**ASKED, "scope": "picked", "products": [first.pk, third.pk], "layout": "a4-65"}
    )
    assert len(read_pdf(picked.content)) == 2
    assert codes.code_for(second) is not None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scope": "producer"}, "Hãy chọn chủ thể."),
        ({"scope": "picked"}, "Hãy chọn ít nhất một sản phẩm."),
        ({"copies": 1001}, "1000"),
        ({"copies": 600}, "Mỗi lần in nhiều nhất 1000 tem; lựa chọn này cần 1200."),
        ({"start_at": 25}, "bắt đầu từ tem số 1 đến 24"),
        ({"offset_x": "30"}, "nhiều nhất 10 mm"),
        ({"layout": "a4-99"}, "a4-99"),
    ],
)
def test_refused_sheet_says_why_and_leaves_nothing(client, officer, change, words):
    make_product(), make_product()
    response = client.post(SHEET, {**ASKED, **change})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not LabelBatch.objects.exists()
    assert not Code.objects.exists()


def test_code_that_does_not_read_back_stops_the_sheet(client, officer, monkeypatch):
    make_product("Chè đinh")
    monkeypatch.setattr(labels.symbols, "is_readable", lambda _url: False)
    response = client.post(SHEET, ASKED)
    assert "Mã QR của “Chè đinh” đọc lại không đúng" in response.content.decode()
    assert not LabelBatch.objects.exists()
    assert not Code.objects.exists()


def test_earlier_sheet_can_be_had_again(client, officer):
    make_product(), make_product()
    client.post(SHEET, {**ASKED, "copies": 3})
    batch = LabelBatch.objects.get()
    assert "Tải lại PDF" in client.get("/quan-tri/lan-in-tem/").content.decode()
    again = client.get(f"/quan-tri/lan-in-tem/{batch.pk}.pdf")
    assert len(read_pdf(again.content)) == 6
    assert LabelBatch.objects.count() == 1


def test_form_opens_with_what_the_address_asks_for(client, officer):
    product = make_product()
    page = client.get(SHEET, {"products": product.pk}).content.decode()
    assert re.search(rf'value="{product.pk}"[^>]*checked', page)
    assert re.search(r'value="picked"[^>]*checked', page)


def test_form_warns_when_labels_would_carry_a_local_address(client, officer, settings):
    assert "PUBLIC_BASE_URL" not in client.get(SHEET).content.decode()
    settings.PUBLIC_BASE_URL = "http://127.0.0.1:8000"
    assert "PUBLIC_BASE_URL" in client.get(SHEET).content.decode()


def test_missing_codes_are_issued_in_one_step(client, officer):
    kept = codes.issue_code(make_product())
    make_product(), make_product(), make_product(is_public=False)
    assert "Cấp 2 mã" in client.get(f"{DESK}cap-ma/").content.decode()
    response = client.post(f"{DESK}cap-ma/", follow=True)
    assert "Đã cấp 2 mã mới." in response.content.decode()
    assert Code.objects.count() == 3
    assert Code.objects.filter(pk=kept.pk).exists()
    assert "đều đã có mã" in client.get(f"{DESK}cap-ma/").content.decode()


def test_list_shows_codes_with_scans_and_downloads(client, officer, rf):
    code = codes.issue_code(make_product("Nước mắm Bà Hoà"))
    request = rf.get("/", HTTP_USER_AGENT="Mozilla/5.0")
    scans.record_scan(code, request)
    page = client.get(DESK).content.decode()
    for part in (
        code.code,
        "Nước mắm Bà Hoà",
        f"/p/{code.code}.svg",
        f"/p/{code.code}.png",
        "Cấp mã còn thiếu",
    ):
        assert part in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=nuoc+mam", True),
        ("q=che", False),
        ("q=aaaa", True),
        ("scanned=yes", False),
        ("scanned=no", True),
        ("printed=yes", False),
        ("printed=no", True),
        ("state=active", True),
        ("state=retired", False),
    ],
)
def test_list_is_narrowed_by_search_and_filters(client, officer, monkeypatch, query, shown):
    monkeypatch.setattr(codes, "new_code_text", lambda: "AAAA2345")
    codes.issue_code(make_product("Nước mắm Bà Hoà"))
    page = client.get(f"{DESK}?{query}").content.decode()
    assert ("AAAA2345" in page) is shown


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_many_codes(client, officer, django_assert_num_queries, count):
    for _each in range(count):
        codes.issue_code(make_product())
    client.get(DESK)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(DESK)


# Session, user, groups' rights, site, what Wagtail's frame asks; provinces of the filter; count; codes.
LIST_QUERIES = 11


def test_list_downloads_as_a_table(client, officer):
    code = codes.issue_code(make_product())
    response = client.get(f"{DESK}?export=csv")
    assert code.printed_url in b"".join(response.streaming_content).decode()


def test_code_page_shows_symbol_and_scans(client, officer, rf):
    code = codes.issue_code(make_product())
    assert "Chưa có ai quét mã này" in client.get(f"{DESK}{code.pk}/").content.decode()
    scans.record_scan(code, rf.get("/", HTTP_USER_AGENT="Mozilla/5.0"))
    page = client.get(f"{DESK}{code.pk}/").content.decode()
    assert "qr-symbol" in page
    assert "1 lượt của khách" in page


def test_retiring_asks_for_a_reason(client, officer):
    code = codes.issue_code(make_product())
    assert (
        "Hãy ghi lý do ngừng mã." in client.post(f"{DESK}{code.pk}/ngung/", {"reason": ""}).content.decode()
    )
    client.post(f"{DESK}{code.pk}/ngung/", {"reason": "Tem in sai tên."})
    code.refresh_from_db()
    assert (code.state, code.retired_reason) == ("retired", "Tem in sai tên.")
    assert (
        "đã ngừng từ trước" in client.post(f"{DESK}{code.pk}/ngung/", {"reason": "Lần nữa"}).content.decode()
    )
    history = client.get(f"{DESK}{code.pk}/lich-su/").content.decode()
    assert "Đã ngừng mã QR" in history


def test_report_is_answered(client, officer):
    code = codes.issue_code(make_product())
    Client().post(f"/p/{code.code}/bao", {"kind": "counterfeit", "message": "Tem nhoè"})
    report = Report.objects.get()
    assert "Nghi hàng giả, hàng nhái" in client.get("/quan-tri/tin-bao/").content.decode()
    assert "Tem nhoè" in client.get(f"/quan-tri/tin-bao/{report.pk}/").content.decode()
    refused = client.post(f"/quan-tri/tin-bao/{report.pk}/", {"state": "handled", "answer": ""})
    assert "Hãy ghi đã xử lý thế nào" in refused.content.decode()
    client.post(f"/quan-tri/tin-bao/{report.pk}/", {"state": "handled", "answer": "Đã kiểm tra tại chợ."})
    report.refresh_from_db()
    assert report.state == "handled"


PAGES = [DESK, f"{DESK}cap-ma/", SHEET, "/quan-tri/lan-in-tem/", "/quan-tri/tin-bao/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("role", "doors"),
    [
        ("programme_office", {*PAGES}),
        ("trade_department", {*PAGES}),
        ("operator", {*PAGES}),
        ("editor", {DESK}),
    ],
)
def test_roles_enter_where_their_work_is(client, role, doors, path):
    client.force_login(make_user(role=role))
    response = client.get(path)
    assert (response.status_code == 200) is (path in doors)


@pytest.mark.parametrize("path", PAGES)
def test_shoppers_and_producers_stay_outside(client, path):
    client.force_login(make_user())
    assert client.get(path).status_code == 302


@pytest.mark.parametrize(
    ("path", "data"), [(f"{DESK}cap-ma/", {}), (SHEET, ASKED), (f"{DESK}1/ngung/", {"reason": "x"})]
)
def test_editor_changes_nothing(client, path, data):
    make_product()
    client.force_login(make_user(role="editor"))
    client.post(path, data)
    assert not Code.objects.exists()
    assert not LabelBatch.objects.exists()


def test_editor_sees_no_buttons_that_would_refuse(client):
    code = codes.issue_code(make_product())
    client.force_login(make_user(role="editor"))
    assert "Cấp mã còn thiếu" not in client.get(DESK).content.decode()
    page = client.get(f"{DESK}{code.pk}/").content.decode()
    assert "Ngừng mã này" not in page
    assert "In tem cho sản phẩm này" not in page


def test_officers_visit_from_the_desk_is_no_scan(client, officer):
    product = make_product()
    certify(product, 3, on=date(2026, 1, 5))
    client.get(codes.issue_code(product).get_absolute_url(), HTTP_USER_AGENT="Mozilla/5.0")
    assert not Scan.objects.exists()
