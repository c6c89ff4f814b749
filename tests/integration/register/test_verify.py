"""The form one types a code into."""

from __future__ import annotations

from datetime import date

import pytest

from catalogue.certification import ledger
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, make_decision, revoke

pytestmark = pytest.mark.django_db
VERIFY = "/so-dang-ky/kiem-tra/"


@pytest.fixture(autouse=True)
def _on_that_day(today):
    return today


@pytest.fixture
def entry():
    decision = make_decision(on=date(2025, 5, 5), number="377/QĐ-UBND")
    return certify(make_product(gtin="08934563138165"), decision=decision, product_code="OCOP-38-7")


@pytest.mark.parametrize(
    "text", ["CN-{pk}", "cn {pk}", "https://saolang.example/chung-nhan/{pk}/", "ocop-38-7"]
)
def test_a_code_leads_to_its_certificate(client, entry, text):
    response = client.get(VERIFY, {"ma": text.format(pk=entry.pk)})

    assert response.headers["Location"] == f"/chung-nhan/{entry.pk}/"


def test_a_gtin_leads_to_its_certificate(client, entry):
    assert client.get(VERIFY, {"ma": "8934563138165"}).headers["Location"] == f"/chung-nhan/{entry.pk}/"


@pytest.mark.parametrize("text", ["377/QĐ-UBND", "377/qd-ubnd", "Quyết định số 377/QĐ-UBND"])
def test_a_decision_leads_to_its_lines(client, entry, text):
    assert client.get(VERIFY, {"ma": text}).headers["Location"] == "/so-dang-ky/?q=377%2FQ%C4%90-UBND"


def test_a_decision_that_took_stars_away_leads_to_them(client, entry):
    revoke(entry.product, decision=make_decision(on=date(2026, 9, 1), number="88/QĐ-TH"))
    certify(make_product("Chè"))
    response = client.get(VERIFY, {"ma": "88/qđ-th"}, follow=True)

    assert response.redirect_chain == [("/so-dang-ky/?q=88%2FQ%C4%90-TH", 302)]
    assert [row.entry.pk for row in response.context["hits"].rows] == [entry.pk]


def test_a_bare_number_that_may_be_either_shows_both(client, entry):
    certify(make_product(), decision=make_decision(on=date(2025, 6, 6), number=f"{entry.pk}/QĐ-UBND"))
    response = client.get(VERIFY, {"ma": str(entry.pk)})

    assert response.status_code == 200
    assert [row.entry.pk for row in response.context["answers"].rows] == [entry.pk]
    assert f"{entry.pk}/QĐ-UBND" in response.text
    assert "1 sản phẩm" in response.text


def test_a_product_code_with_two_certificates_shows_both(client, entry):
    later = certify(entry.product, on=date(2026, 3, 1), supersedes=True, product_code="OCOP-38-7")
    response = client.get(VERIFY, {"ma": "OCOP-38-7"})

    assert [row.entry.pk for row in response.context["answers"].rows] == [later.pk, entry.pk]


def test_a_struck_out_number_leads_to_the_page_that_says_so(client, entry):
    ledger.correct_entry(entry, reason="Nhầm")

    assert client.get(VERIFY, {"ma": f"CN-{entry.pk}"}).headers["Location"] == f"/chung-nhan/{entry.pk}/"
    assert client.get(VERIFY, {"ma": "377/QĐ-UBND"}).status_code == 200


@pytest.mark.parametrize("text", ["CN-999999", "không có", "%", "\x00", "1" * 60, "<b>x</b>"])
def test_what_is_not_there_is_said_calmly(client, entry, text):
    response = client.get(VERIFY, {"ma": text})

    assert response.status_code == 200
    assert "<b>x</b>" not in response.text
    if text.strip("\x00"):
        assert "Sổ không có “" in response.text


def test_an_empty_form_asks(client):
    assert "Gõ số chứng nhận" in client.get(VERIFY).text
