"""The overview counts what its links list."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import pytest
from openpyxl import load_workbook

from catalogue.certification import ledger
from catalogue.programme.counting import Number, Row, Table, overview
from catalogue.programme.views import table_lines
from tests.factories.catalogue import make_producer, make_product, make_province
from tests.factories.certification import certify, claim, make_decision, revoke
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 21)
ADDRESS = "/quan-tri/tong-quan-sao/"


@pytest.fixture
def officer(client):
    user = make_user(role="programme_office")
    client.force_login(user)
    return user


@pytest.fixture
def programme():
    """Eight products, each in another situation."""
    vinh = make_producer("Cơ sở Vinh", province=make_province("Nghệ An", "40"))
    certify(make_product(), star=4, on=date(2026, 1, 17))
    certify(make_product(group="Đồ uống"), star=3, on=date(2026, 1, 17))
    certify(make_product(producer=vinh), star=5, on=date(2026, 6, 17))
    extended = make_product(producer=vinh)
    certify(extended, star=4, on=date(2023, 10, 1))
    ledger.extend_recognition(extended, until=date(2027, 3, 1), decision=make_decision(on=date(2026, 9, 20)))
    certify(make_product(), star=3, on=date(2023, 10, 1))
    gone = make_product()
    certify(gone, star=4, on=date(2026, 1, 17))
    revoke(gone, on=date(2026, 10, 1))
    claim(make_product())
    make_product()
    certify(make_product(province=None), star=4, on=date(2026, 1, 17))


def shown(table):
    return {row.label: [part.count for part in row.parts] for row in [*table.rows, table.total]}


def test_counts(programme):
    tables = overview(on=TODAY)
    assert shown(tables["tinh-trang"]) == {
        "Còn hạn": [4],
        "Được gia hạn": [1],
        "Hết hạn": [1],
        "Bị thu hồi": [1],
        "Chưa có minh chứng": [1],
        "Đang có sao (còn hạn và được gia hạn)": [5],
    }
    assert shown(tables["tinh"]) == {
        "Nghệ An": [1, 1, 0],
        "Thanh Hóa": [0, 1, 1],
        "Chưa rõ tỉnh": [0, 1, 0],
        "Cộng": [1, 3, 1],
    }
    assert shown(tables["nganh"]) == {"Thực phẩm": [1, 3, 0], "Đồ uống": [0, 0, 1], "Cộng": [1, 3, 1]}
    months = shown(tables["thang"])
    assert (months["03/2027"], months["01/2029"], months["02/2029"]) == ([0, 1, 0], [0, 2, 1], [0, 0, 0])


def test_every_total_leads_to_the_list_it_counts(client, officer, programme):
    page = client.get(ADDRESS).content.decode()
    links = re.findall(r'<a href="(/quan-tri/chung-nhan/[^"]*)">(\d+)</a>', page)
    assert len(links) > 20
    for address, count in links:
        answer = client.get(unescape(address))
        assert answer.context["paginator"].count == int(count), address


def test_drawn_on_the_server_with_its_table_and_nothing_that_runs(client, officer, programme):
    page = client.get(ADDRESS).content.decode()
    main = page[page.index('class="prog"') :]
    assert main.count("<svg viewBox") >= 4
    assert re.search(r'<rect class="tone-0" x="[\d.]+" y="[\d.]+" width="[\d.]+" height="[\d.]+">', main)
    assert main.count("<tfoot>") == 4


def test_nothing_recognised_yet(client, officer):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert "Chưa có sản phẩm nào đang có sao." in answer.content.decode()


def test_export(client, officer, programme):
    told = client.get(ADDRESS, {"bang": "tinh", "export": "csv"}).content.decode("utf-8-sig")
    assert told.splitlines()[:2] == ['"Tỉnh, thành phố",5 sao,4 sao,3 sao,Cộng', "Nghệ An,1,1,0,2"]
    book = load_workbook(io.BytesIO(client.get(ADDRESS, {"bang": "tinh-trang", "export": "xlsx"}).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert (rows[0], rows[1]) == (("Tình trạng", "Sản phẩm"), ("Còn hạn", 4))
    assert client.get(ADDRESS, {"bang": "khong-co", "export": "csv"}).status_code == 404
    assert client.get(ADDRESS, {"bang": "tinh", "export": "exe"}).status_code == 404


def test_export_runs_no_formula():
    number = Number(1, "")
    row = Row("=cmd()", (number,), number)
    assert table_lines(Table("t", "T", "+H", ("@S",), (row,), row))[:2] == [["'+H", "'@S"], ["'=cmd()", 1]]


@pytest.mark.parametrize("count", [1, 3])
def test_two_queries_however_many_products(count, django_assert_num_queries):
    for _place in range(count):
        certify(make_product(), star=4, on=date(2026, 1, 17))
    with django_assert_num_queries(2):
        overview(on=TODAY)


@pytest.mark.parametrize("month", ["2029", "2029-13", "x", "9999-12"])
def test_a_month_that_is_none_lists_nothing(client, officer, programme, month):
    answer = client.get("/quan-tri/chung-nhan/", {"ends_month": month})
    assert answer.context["paginator"].count == 0
