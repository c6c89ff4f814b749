"""Certificates as of a day, the same answer the register gives."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from catalogue.certification import ledger
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, claim, revoke

pytestmark = pytest.mark.django_db


def read(path: str, **headers: str):
    return Client().get(f"/api/v1/{path}", **headers)


def test_one_certificate_with_its_decision(today: date) -> None:
    entry = certify(
        make_product("Chè lam"), 4, on=date(2025, 5, 15), place_as_certified="huyện Vĩnh Lộc, Thanh Hóa"
    )
    told = read(f"certificates/{entry.pk}").json()
    assert (told["state"], told["star"], told["on"]) == ("in_force", 4, today.isoformat())
    assert (told["valid_from"], told["valid_to"]) == ("2025-05-15", "2028-05-15")
    assert told["decision"]["decided_on"] == "2025-05-15"
    assert told["decision"]["number"] == entry.decision.number
    assert told["place_as_certified"] == "huyện Vĩnh Lộc, Thanh Hóa"
    assert told["product"]["id"] == entry.product.public_id
    assert told["url"] == f"https://saolang.example/api/v1/certificates/{entry.pk}"


def test_the_day_before_it_was_revoked_it_still_stood(today: date) -> None:
    product = make_product()
    entry = certify(product, 4, on=date(2025, 5, 15))
    revoke(product, on=today)
    state = {
        day: read(f"certificates/{entry.pk}?on={day}").json()["state"]
        for day in (today, today - timedelta(days=1), date(2025, 5, 14))
    }
    assert list(state.values()) == ["revoked", "in_force", "never"]
    asked = f"products/{product.public_id}/certification?on="
    now, before = read(f"{asked}{today}").json(), read(f"{asked}{today - timedelta(days=1)}").json()
    assert (now["state"], now["is_in_force"], now["revoked_on"]) == ("revoked", False, today.isoformat())
    assert (before["state"], before["star"], before["is_in_force"]) == ("in_force", 4, True)
    assert [one["id"] for one in now["certificates"]] == [entry.pk]
    assert read(f"{asked}2020-01-01").json()["state"] == "never"


def test_a_claim_never_shows_a_star() -> None:
    product = make_product()
    entry = claim(product, 4)
    told = read(f"certificates/{entry.pk}").json()
    assert (told["state"], told["star"], told["claimed_star"]) == ("unproven", None, 4)
    told = read(f"products/{product.public_id}/certification").json()
    assert (told["state"], told["star"], told["is_in_force"]) == ("unproven", None, False)


def test_a_corrected_entry_is_gone() -> None:
    entry = certify(make_product(), 4, on=date(2025, 5, 15))
    ledger.correct_entry(entry, reason="Nhập nhầm")
    answer = read(f"certificates/{entry.pk}")
    assert (answer.status_code, answer.json()["code"]) == (410, "certificate-corrected")
    assert read("certificates").json()["count"] == 0


def test_pages_filters_and_links() -> None:
    for _number in range(5):
        certify(make_product(), 4, on=date(2025, 5, 15))
    certify(make_product(), 3, on=date(2022, 5, 15))
    claim(make_product(), 3)
    first = read("certificates?page_size=4").json()
    assert (first["count"], first["pages"], len(first["results"]), first["previous"]) == (7, 2, 4, None)
    second = Client().get(first["next"].removeprefix("https://saolang.example")).json()
    assert (len(second["results"]), second["next"]) == (3, None)
    assert read("certificates?state=in_force").json()["count"] == 5
    assert read("certificates?state=expired").json()["count"] == 1
    assert read("certificates?star=3").json()["count"] == 1
    assert read("certificates?on=2023-01-01&star=4").json()["count"] == 0
    beyond = read("certificates?page=99&page_size=4").json()
    assert (beyond["results"], beyond["previous"].count("page=2")) == ([], 1)


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(count: int, django_assert_num_queries) -> None:
    product = make_product()
    for number in range(count):
        certify(product if not number else make_product(), 4, on=date(2025, 5, 15))
    with django_assert_num_queries(5):
        assert len(read("certificates").json()["results"]) == count
    with django_assert_num_queries(8):
        read(f"products/{product.public_id}/certification")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("certificates?on=21/11/2026", 422, "schema"),
        ("certificates?on=20261121", 422, "schema"),
        ("certificates?on=2026-02-30", 422, "schema"),
        ("certificates?page=0", 422, "schema"),
        ("certificates?page_size=201", 422, "schema"),
        ("certificates?state=fine", 422, "schema"),
        ("certificates/0", 422, "schema"),
        ("certificates/abc", 422, "schema"),
        ("certificates/99999999999999999999", 422, "schema"),
        ("certificates/7777777", 404, "certificate-unknown"),
        ("products/khong-co/certification", 404, "product-unknown"),
        ("products/a%00b/certification", 422, "schema"),
        ("elsewhere", 404, "address-unknown"),
        ("", 404, "address-unknown"),
    ],
)
def test_refusals_are_problem_documents(path: str, status: int, code: str) -> None:
    answer = read(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["status"] == status
    for error in answer.json().get("errors") or []:
        assert error["code"] != "value-invalid", answer.json()
        assert not re.search(r"[a-z] input|should be", error["message"])


@pytest.mark.parametrize("day", ["0001-01-01", "2017-12-31", "9999-12-31"])
def test_any_day_of_the_calendar_has_an_answer(day: str) -> None:
    entry = certify(make_product(), 4, on=date(2025, 5, 15))
    assert read(f"certificates?on={day}").status_code == 200
    assert read(f"certificates/{entry.pk}?on={day}").json()["state"] in {"never", "expired"}
    assert read(f"products/{entry.product.public_id}/certification?on={day}").status_code == 200


def test_a_wrong_method_says_which_is_right() -> None:
    answer = Client().get("/api/v1/evaluation-records")
    assert (answer.status_code, answer["Allow"], answer.json()["code"]) == (405, "POST", "method-not-allowed")
    assert Client().delete("/api/v1/certificates").status_code == 405


def test_a_product_never_shown_is_not_told() -> None:
    hidden = make_product(is_public=False)
    assert read(f"products/{hidden.public_id}/certification").status_code == 404
    certify(hidden, 4)
    assert read(f"products/{hidden.public_id}/certification").json()["star"] == 4


def test_reading_sets_no_cookie_and_follows_the_callers_language() -> None:
    answer = read("certificates", HTTP_ACCEPT_LANGUAGE="en")
    assert not answer.cookies
    assert answer["Content-Language"] == "en"
    assert "Accept-Language" in answer["Vary"]
