"""The register as files: for programs, for any day, for ever."""

from __future__ import annotations

import csv
import gc
import io
import json
import tracemalloc
from datetime import date

import pytest

from catalogue.certification import ledger
from catalogue.register.columns import COLUMNS
from catalogue.register.export import csv_lines, rows_on
from tests.factories.catalogue import make_commune, make_producer, make_product
from tests.factories.certification import certify, claim, make_decision, revoke

pytestmark = pytest.mark.django_db
CSV, JSONLD = "/so-dang-ky/chung-nhan.csv", "/so-dang-ky/chung-nhan.jsonld"


@pytest.fixture(autouse=True)
def _on_that_day(today):
    return today


def lines(client, **asked) -> list[dict[str, str]]:
    response = client.get(CSV, asked)
    assert response.status_code == 200
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def linked(client, **asked) -> dict:
    return json.loads(client.get(JSONLD, asked).getvalue())


@pytest.fixture
def honey():
    product = make_product(
        "Mật ong, hoa “nhãn”",
        producer=make_producer("HTX Ong", representative="Trần Đại Diện", phone="+84912345678"),
        commune=make_commune("Hoằng Phụ"),
    )
    entry = certify(
        product,
        star=4,
        decision=make_decision(on=date(2025, 6, 1), number="715/QĐ-UBND"),
        place_as_certified="xã Hoằng Phụ, huyện Hoằng Hóa",
        product_code="OCOP-38-7",
    )
    revoke(product, on=date(2026, 9, 1))
    return entry


def test_every_column_of_a_revoked_certificate(client, honey):
    assert lines(client) == [
        {
            "id": f"CN-{honey.pk}",
            "product": "Mật ong, hoa “nhãn”",
            "producer": "HTX Ong",
            "place_as_certified": "xã Hoằng Phụ, huyện Hoằng Hóa",
            "place_today": "Xã Hoằng Phụ, Thanh Hóa",
            "star": "4",
            "decision": "715/QĐ-UBND",
            "decided_on": "2025-06-01",
            "authority": "UBND tỉnh Thanh Hóa",
            "valid_from": "2025-06-01",
            "valid_to": "2028-06-01",
            "state": "revoked",
            "rule_set": "qd-148-2023",
            "product_code": "OCOP-38-7",
            "revoked_on": "2026-09-01",
            "superseded_on": "",
            "claimed_star": "",
            "claimed_year": "",
            "illustrative": "false",
            "as_of": "2026-11-21",
            "url": f"https://saolang.example/chung-nhan/{honey.pk}/",
        }
    ]


def test_the_day_before_it_was_in_force(client, honey):
    (line,) = lines(client, ngay="2026-08-31")

    assert (line["state"], line["revoked_on"], line["as_of"]) == ("in_force", "", "2026-08-31")
    assert lines(client, ngay="2025-05-31") == []


def test_a_claim_is_there_and_has_no_star(client):
    entry = claim(make_product(), star=5, reported_year=2021)
    (line,) = lines(client)

    assert (line["id"], line["state"], line["star"]) == (f"CN-{entry.pk}", "unproven", "")
    assert (line["claimed_star"], line["claimed_year"], line["valid_from"]) == ("5", "2021", "")
    (part,) = linked(client)["hasPart"]
    assert "certificationStatus" not in part
    assert "certificationRating" not in part


def test_every_state_has_its_word(client, honey):
    product = make_product("Chè")
    certify(product, star=4, on=date(2024, 1, 10))
    certify(product, star=5, on=date(2026, 3, 10), supersedes=True)
    certify(make_product("Cũ"), star=3, on=date(2023, 1, 10))
    longer = make_product("Bánh")
    certify(longer, star=3, on=date(2023, 10, 1))
    ledger.extend_recognition(longer, until=date(2027, 3, 1), decision=make_decision(on=date(2026, 9, 20)))
    claim(make_product("Nghe nói"))
    ledger.correct_entry(certify(make_product("Nhầm")), reason="Nhầm")

    assert [line["state"] for line in lines(client)] == [
        "revoked",
        "superseded",
        "in_force",
        "expired",
        "extended",
        "unproven",
    ]
    assert [line["valid_to"] for line in lines(client)][4] == "2027-03-01"
    assert [line["valid_to"] for line in lines(client, ngay="2026-09-19")][4] == "2026-10-01"


@pytest.mark.parametrize("name", ["=1+1", "+SUM(A1)", "-2", "@x", "\t=1"])
def test_no_cell_is_run_as_a_formula(client, name):
    certify(make_product("Mắm"), place_as_certified=name)

    assert lines(client)[0]["place_as_certified"].startswith("'")


def test_linked_data_speaks_schema_org(client, honey):
    told = linked(client)
    (part,) = told["hasPart"]

    assert (told["@type"], told["version"], told["temporalCoverage"]) == ("Dataset", "1", "2026-11-21")
    assert part["@type"] == "Certification"
    assert part["@id"] == f"https://saolang.example/chung-nhan/{honey.pk}/"
    assert part["identifier"] == f"CN-{honey.pk}"
    assert part["certificationStatus"] == "https://schema.org/CertificationInactive"
    assert part["issuedBy"]["name"] == "UBND tỉnh Thanh Hóa"
    assert part["about"]["manufacturer"]["name"] == "HTX Ong"
    names = {column.name for column in COLUMNS} - {"id", "superseded_on", "claimed_star", "claimed_year"}
    assert names <= set(part)


def test_an_empty_register_is_a_valid_file(client):
    assert lines(client) == []
    assert linked(client)["hasPart"] == []


def test_personal_data_is_in_no_file(client, honey):
    for address in [CSV, JSONLD]:
        text = client.get(address).getvalue().decode()
        assert "Trần Đại Diện" not in text
        assert "912345678" not in text


@pytest.mark.parametrize("address", [CSV, JSONLD])
@pytest.mark.parametrize("asked", ["ngay=hom-qua", "ngay=2025-02-30", "ngay=9999-12-31", "phien-ban=2"])
def test_a_file_is_refused_rather_than_answered_for_another_day(client, address, asked):
    response = client.get(f"{address}?{asked}")

    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Không" in response.text


@pytest.mark.parametrize("address", [CSV, JSONLD])
def test_its_name_version_and_description_are_told(client, address):
    response = client.get(address, {"ngay": "01/03/2026", "phien-ban": "1", "la": "%00"})

    assert 'filename="chung-nhan-2026-03-01.' in response.headers["Content-Disposition"]
    assert response.headers["X-Columns-Version"] == "1"
    assert response.headers["Link"] == '</so-dang-ky/du-lieu/>; rel="describedby"'
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_places_stay_vietnamese_for_an_english_visitor(client, honey):
    response = client.get(CSV, headers={"accept-language": "en"})

    assert "Xã Hoằng Phụ" in response.getvalue().decode()


def test_the_data_page_explains_every_column(client):
    page = client.get("/so-dang-ky/du-lieu/").text

    assert [column.name for column in COLUMNS if f'id="{column.name}"' not in page] == []


@pytest.mark.parametrize("number", [1, 3])
def test_one_question_however_long_the_file(client, django_assert_num_queries, number):
    for each in range(number):
        product = make_product(producer=make_producer(commune=make_commune(f"Xã {each}")))
        certify(product, on=date(2025, 1, 1))
    with django_assert_num_queries(1):
        assert len(lines(client, ngay="2025-06-01")) == number


def test_memory_does_not_grow_with_the_file(honey):
    """One row repeated: what is kept of those already written would show."""
    (row,) = rows_on(date(2026, 11, 21))

    def peak(number: int) -> int:
        gc.collect()
        tracemalloc.start()
        for _line in csv_lines(row for _each in range(number)):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(4000)  # what is made once and kept: translations, formats
    assert peak(4000) < peak(400) * 2  # ten times the lines
