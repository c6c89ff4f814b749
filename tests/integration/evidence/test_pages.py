"""Both doors: who gets in, what a period does, what comes out."""

from __future__ import annotations

import csv
import io
from datetime import date
from zipfile import ZipFile

import pypdfium2
import pytest
from django.urls import reverse

from catalogue.models import Product
from catalogue.producers.models import ComplianceDocument
from catalogue.programme.notices import send_renewal_notices
from qr import symbols
from storefront.evidence import archive
from tests.factories.catalogue import make_producer, make_product
from tests.factories.certification import certify
from tests.factories.evidence import TERM, dossier_of, make_bare, make_paper, make_proven, show_at_fair
from tests.factories.fairs import at
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def product():
    return make_proven()


@pytest.fixture
def officer(client):
    user = make_user(role="programme_office")
    client.force_login(user)
    return user


@pytest.fixture
def owner(client, product):
    user = make_user()
    product.producer.users.add(user)
    client.force_login(user)
    return user


def office(product, name="product"):
    return reverse(f"evidence:{name}", args=[product.pk])


def own(product, name="product"):
    return reverse(f"own_evidence:{name}", args=[product.public_id])


def body(response):
    return b"".join(response.streaming_content)


def pages_of(content):
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


def test_officers_read_the_page(client, officer, product):
    response = client.get(office(product))
    assert response.status_code == 200
    assert response.context["dossier"].period == TERM
    text = response.content.decode()
    assert "Hợp tác xã Ba Làng" in text
    assert f"{office(product, 'pdf')}?tu=2025-11-21&amp;den=2026-11-21" in text
    assert 'href="https://saolang.example/chung-nhan/' in text


@pytest.mark.parametrize("role", ["programme_office", "trade_department"])
def test_both_departments_read_it(client, product, role):
    client.force_login(make_user(role=role))
    assert client.get(office(product)).status_code == 200


@pytest.mark.parametrize("role", ["editor", "operator", ""])
@pytest.mark.parametrize("name", ["product", "pdf", "zip"])
def test_others_of_the_back_office_get_nothing(client, product, role, name):
    client.force_login(make_user(role=role))
    response = client.get(office(product, name))
    assert response.status_code == 302
    assert response.url.startswith("/quan-tri/")
    assert client.get(reverse("evidence:index")).status_code == 302


@pytest.mark.parametrize("name", ["product", "pdf", "zip"])
def test_who_has_not_signed_in_is_sent_to_do_so(client, product, name):
    response = client.get(office(product, name))
    assert (response.status_code, response.url) == (302, f"/quan-tri/login/?next={office(product, name)}")
    response = client.get(own(product, name))
    assert (response.status_code, response.url) == (302, f"/tai-khoan/login/?next={own(product, name)}")
    assert client.get(reverse("own_evidence:list")).status_code == 302


@pytest.mark.parametrize("name", ["product", "pdf", "zip"])
def test_a_producer_reaches_its_own_products_alone(client, owner, product, name):
    other = make_bare("Bánh gai Tứ Trụ")
    assert client.get(own(product, name)).status_code == 200
    denied = client.get(own(other, name))
    assert denied.status_code == 404
    assert "Bánh gai" not in denied.content.decode()
    assert client.get(office(product, name)).status_code == 302


def test_a_producers_list_holds_its_own_products(client, owner, product):
    make_bare("Bánh gai Tứ Trụ")
    second = make_bare("Mắm tôm Ba Làng", producer=product.producer)
    response = client.get(reverse("own_evidence:list"))
    assert [each.pk for each in response.context["products"]] == [second.pk, product.pk]
    assert response["Cache-Control"] == "no-store"


def test_a_login_of_no_producer_finds_no_list(client):
    client.force_login(make_user())
    assert client.get(reverse("own_evidence:list")).status_code == 404


def test_a_login_of_two_producers_gets_each_product_once(client, owner, product):
    second = make_producer()
    second.users.add(owner)
    product.producer.users.add(make_user())
    assert client.get(own(product)).status_code == 200
    assert len(client.get(reverse("own_evidence:list")).context["products"]) == 1


def test_the_login_page_leads_back(client, product):
    user = make_user("chu@example.vn")
    product.producer.users.add(user)
    typed = {"login-username": "chu@example.vn", "login-password": "mat-khau", "login_submit": "1"}
    page = client.get(client.get(own(product)).url)
    typed["login-redirect_url"] = page.context["login_form"]["redirect_url"].value()
    assert client.post("/tai-khoan/login/", typed).url == own(product)


@pytest.mark.parametrize("name", ["product", "pdf", "zip"])
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("tu=2026-05-02&den=2026-05-01", "Ngày cuối (01/05/2026) phải từ ngày đầu (02/05/2026) trở đi."),
        ("den=2026-11-22", "Chưa tới ngày 22/11/2026: chỉ kể những gì đã ghi đến hôm nay, 21/11/2026."),
    ],
)
def test_a_period_that_is_none_is_said_and_nothing_comes_out(client, owner, product, name, asked, words):
    response = client.get(f"{own(product, name)}?{asked}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")
    assert words in response.content.decode()
    assert response.context["dossier"] is None


def test_the_period_asked_for_is_the_one_told(client, officer, product):
    response = client.get(f"{office(product)}?tu=2026-10-01&den=2026-10-31")
    scans = next(s for s in response.context["dossier"].sections if s.key == "truy-xuat")
    assert [fact.value for fact in scans.facts if fact.label == "Lượt quét trong kỳ"] == [4]


@pytest.mark.parametrize("fairs", [1, 3])
def test_queries_do_not_grow_with_the_records(django_assert_num_queries, fairs):
    product = make_proven()
    for number in range(fairs - 1):
        show_at_fair(product, opens_at=at(2026, 8, 1 + 7 * number))
        make_paper(product, number=f"{number}/PKN")
    dossier_of(product)
    with django_assert_num_queries(18):
        dossier = dossier_of(product)
    held = next(section for section in dossier.sections if section.key == "xuc-tien")
    assert len(held.tables[0].rows) == fairs


def test_the_pdf_is_vietnamese_text_with_its_numbers(client, officer, product):
    response = client.get(office(product, "pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="minh-chung_nuoc-mam-ba-lang_2025-11-21_2026-11-21.pdf"'
    )
    pages = pages_of(response.content)
    text = "\n".join(pages)
    for words in (
        "Minh chứng cho kỳ đánh giá tới",
        "Nước mắm Ba Làng",
        "Hợp tác xã Ba Làng",
        "từ 21/11/2025 đến hết 21/11/2026",
        "Truy xuất nguồn gốc điện tử",
        "Chum mắm của mẹ",
        "Cửa hàng OCOP Lam Sơn",
        "12/PKN",
    ):
        assert words in text
    assert all(f"Trang {number} / {len(pages)}" in page for number, page in enumerate(pages, start=1))
    assert all("Nước mắm Ba Làng" in page for page in pages)
    assert "minh hoạ" not in text


def test_the_pdf_carries_the_way_to_check_it(client, officer, product):
    document = pypdfium2.PdfDocument(client.get(office(product, "pdf")).content)
    picture = document[0].render(scale=4).to_pil()
    entry = product.ledger_entries.get()
    assert symbols.read(picture) == [f"https://saolang.example/chung-nhan/{entry.pk}/"]


def test_the_pdf_speaks_vietnamese_to_readers_of_english(client, owner, product):
    response = client.get(f"/en{own(product, 'pdf')}")
    assert "Minh chứng cho kỳ đánh giá tới" in pages_of(response.content)[0]


def test_illustrative_data_says_so_on_every_page(client, officer, product):
    Product.objects.filter(pk=product.pk).update(illustrative=True)
    pages = pages_of(client.get(office(product, "pdf")).content)
    assert all("Dữ liệu minh hoạ, không dùng làm hồ sơ" in page for page in pages)


def test_the_pdf_holds_names_that_are_markup_and_long_tables(client, officer):
    product = make_bare("<b>Mắm & ruốc</b> <para>" + " rất dài" * 20)
    for number in range(120):
        make_paper(product, number=f"{number:03d}/PKN-" + "X" * 60, issuer="<i>A & B</i>\x0b", content=None)
    pages = pages_of(client.get(office(product, "pdf")).content)
    text = "\n".join(pages)
    assert "<b>Mắm & ruốc</b> <para>" in text.replace("\r\n", " ")
    # The table's head stands on every page the table reaches.
    reached = [page for page in pages if "/PKN-" in page]
    assert len(reached) > 3
    assert all("Loại giấy tờ" in page for page in reached)


def test_the_zip_holds_report_numbers_tables_and_papers_in_order(client, officer, product):
    make_paper(product, kind="food_safety", number="55/ATTP", content=None)
    response = client.get(office(product, "zip"))
    assert response.streaming
    assert response["Content-Disposition"] == (
        'attachment; filename="minh-chung_nuoc-mam-ba-lang_2025-11-21_2026-11-21.zip"'
    )
    with ZipFile(io.BytesIO(body(response))) as found:
        assert found.testzip() is None
        names = sorted(found.namelist())
        assert names == [
            "00-muc-luc.txt",
            "01-bao-cao-minh-chung.pdf",
            "02-so-lieu.csv",
            "03-bang/01-cong-nhan.csv",
            "03-bang/02-ma-qr.csv",
            "03-bang/03-luot-quet.csv",
            "03-bang/04-cau-chuyen.csv",
            "03-bang/05-don-theo-thang.csv",
            "03-bang/06-don-theo-tinh.csv",
            "03-bang/07-hoi-cho.csv",
            "03-bang/08-livestream.csv",
            "03-bang/09-diem-ban.csv",
            "03-bang/10-dia-ban.csv",
            "03-bang/11-giay-to.csv",
            "04-giay-to/02-phieu-kiem-nghiem-12-pkn.pdf",
        ]
        assert all(name.isascii() for name in names)
        assert found.read(names[-1]) == b"%PDF-1.4 giay"
        contents = found.read("00-muc-luc.txt").decode("utf-8-sig")
        assert "55/ATTP: không có tệp trong hồ sơ" in contents
        numbers = list(csv.reader(io.StringIO(found.read("02-so-lieu.csv").decode("utf-8-sig"))))
    assert ["Thương mại điện tử", "Số đơn trong kỳ", "1", "Đã đặt: 1", ""] in numbers


def zipped(product):
    with ZipFile(io.BytesIO(b"".join(archive.zip_pieces(dossier_of(product), b"%PDF-")))) as found:
        assert found.testzip() is None
        return found.namelist(), found.read("00-muc-luc.txt").decode("utf-8-sig")


def test_a_file_gone_from_the_store_is_told_and_stops_nothing():
    product = make_bare()
    paper = make_paper(product)
    make_paper(product, number="13/PKN", issued_on=date(2026, 4, 1))
    paper.file.storage.delete(paper.file.name)
    names, contents = zipped(product)
    assert [name for name in names if name.startswith("04")] == ["04-giay-to/02-phieu-kiem-nghiem-13-pkn.pdf"]
    assert "12/PKN: tệp đã mất khỏi nơi lưu; báo người vận hành" in contents


def test_files_beyond_the_limit_stay_out_and_are_told(monkeypatch):
    product = make_bare()
    make_paper(product, content=b"x" * 60)
    make_paper(product, number="13/PKN", issued_on=date(2026, 4, 1), content=b"y" * 60)
    monkeypatch.setattr(archive, "MAX_BYTES", 100)
    names, contents = zipped(product)
    assert [name for name in names if name.startswith("04")] == ["04-giay-to/01-phieu-kiem-nghiem-12-pkn.pdf"]
    assert "13/PKN: quá lớn so với giới hạn của tệp ZIP" in contents


def test_names_in_the_zip_stay_inside_it():
    product = make_bare()
    paper = make_paper(product, number="../../etc/passwd\\..")
    assert archive.paper_name(paper, 7) == "04-giay-to/07-phieu-kiem-nghiem-etc-passwd.pdf"
    assert ComplianceDocument.objects.count() == 1


def test_a_cell_of_the_numbers_runs_nothing(client, officer):
    producer = make_producer("=HYPERLINK(1)")
    product = make_bare(producer=producer)
    make_paper(product, issuer="=cmd|'/c calc'!A0")
    with ZipFile(io.BytesIO(body(client.get(office(product, "zip"))))) as found:
        content = found.read(next(name for name in found.namelist() if name.endswith("giay-to.csv"))).decode()
    assert ",'=cmd|" in content


def test_the_list_of_products_leads_to_each(client, officer, product):
    make_bare("Bánh gai Tứ Trụ")
    response = client.get(reverse("evidence:index"), {"q": "nuoc mam"})
    assert [each.pk for each in response.context["object_list"]] == [product.pk]
    assert office(product) in response.content.decode()
    response = client.get(reverse("evidence:index"), {"producer": product.producer_id})
    assert [each.pk for each in response.context["object_list"]] == [product.pk]


def test_the_desk_of_a_product_leads_there_for_whom_it_is_open(client, product):
    desk = reverse("certification:desk", args=[product.pk])
    client.force_login(make_user(role="programme_office"))
    assert office(product) in client.get(desk).content.decode()
    client.force_login(make_user(role="operator"))
    assert office(product) not in client.get(desk).content.decode()


def test_the_forms_of_product_and_producer_lead_there(client, officer, product):
    assert office(product) in client.get(f"/quan-tri/san-pham/edit/{product.pk}/").content.decode()
    listing = f"{reverse('evidence:index')}?producer={product.producer_id}"
    assert listing in client.get(f"/quan-tri/chu-the/edit/{product.producer_id}/").content.decode()


def test_the_account_page_of_a_producer_leads_there(client, owner):
    listing = reverse("own_evidence:list")
    assert listing in client.get("/tai-khoan/profile/").content.decode()
    client.force_login(make_user())
    assert listing not in client.get("/tai-khoan/profile/").content.decode()


def test_a_file_that_breaks_off_is_told(monkeypatch):
    product = make_bare()
    make_paper(product)

    def broken(source, target, outlet):
        target.write(b"%PDF")
        yield outlet.take()
        raise OSError("the disk is gone")

    monkeypatch.setattr(archive, "_copy", broken)
    names, contents = zipped(product)
    assert names[-2:] == ["04-giay-to/01-phieu-kiem-nghiem-12-pkn.pdf", "00-muc-luc.txt"]
    assert "12/PKN: đọc dở, tệp trong này không trọn vẹn; báo người vận hành" in contents


@pytest.mark.parametrize("logins", [0, 1])
def test_the_renewal_letter_leads_to_the_producers_own_list(mailoutbox, logins):
    product = make_product(producer=make_producer(email="htx@example.vn"))
    certify(product, on=date(2024, 1, 10))
    if logins:
        product.producer.users.add(make_user())
    assert send_renewal_notices(on=date(2026, 11, 21)).notices == 1
    link = "https://saolang.example/gian-hang/minh-chung/"
    html, _kind = mailoutbox[0].alternatives[0]
    assert [mailoutbox[0].body.count(link), html.count(link)] == [logins, logins]
