"""Codes: opaque, permanent, one active per product, never deleted."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from qr import codes
from qr.errors import CodeError
from qr.models import Code
from tests.factories.catalogue import make_product
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def test_alphabet_has_no_lookalikes():
    assert not set("01ILOUV") & set(codes.ALPHABET)
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET) == 29


def test_issuing_twice_gives_the_same_code():
    product = make_product()
    officer = make_user()
    code = codes.issue_code(product, by=officer)
    assert codes.issue_code(product) == code
    assert (code.kind, code.state, code.issued_by) == ("product", "active", officer)
    assert len(code.code) == codes.LENGTH
    assert set(code.code) <= set(codes.ALPHABET)


def test_code_text_that_is_taken_is_never_given_again(monkeypatch):
    first, second = make_product(), make_product()
    texts = iter(["AAAA2222", "AAAA2222", "AAAA2222", "BBBB3333"])
    monkeypatch.setattr(codes, "new_code_text", lambda: next(texts))
    old = codes.issue_code(first)
    codes.retire_code(old, reason="In sai tên")
    assert codes.issue_code(second).code == "BBBB3333"


def test_issuing_gives_up_in_words_rather_than_for_ever(monkeypatch):
    codes.issue_code(make_product())
    monkeypatch.setattr(codes, "new_code_text", lambda: Code.objects.get().code)
    with pytest.raises(CodeError) as refusal:
        codes.issue_code(make_product())
    assert refusal.value.code == "code-not-issued"
    assert Code.objects.count() == 1


def test_issue_missing_leaves_products_with_a_code_alone():
    first, second = make_product(), make_product()
    kept = codes.issue_code(first)
    assert [code.product for code in codes.issue_missing([first, second])] == [second]
    assert codes.code_for(first) == kept
    assert codes.issue_missing([first, second]) == []


def test_retired_code_still_answers_and_the_product_gets_another():
    product = make_product()
    old = codes.issue_code(product)
    codes.retire_code(old, reason="  Tem in sai tên  ")
    new = codes.issue_code(product)
    assert new.code != old.code
    assert codes.find_code(old.code).retired_reason == "Tem in sai tên"
    assert codes.code_for(product) == new


@pytest.mark.parametrize("reason", ["", "   "])
def test_retiring_needs_a_reason(reason):
    code = codes.issue_code(make_product())
    with pytest.raises(CodeError) as refusal:
        codes.retire_code(code, reason=reason)
    assert refusal.value.code == "reason-missing"
    code.refresh_from_db()
    assert code.state == "active"


def test_retiring_twice_is_refused_and_keeps_the_first_reason():
    code = codes.issue_code(make_product())
    codes.retire_code(code, reason="Một")
    with pytest.raises(CodeError) as refusal:
        codes.retire_code(code, reason="Hai")
    assert refusal.value.code == "code-already-retired"
    code.refresh_from_db()
    assert code.retired_reason == "Một"


def test_codes_cannot_be_deleted():
    code = codes.issue_code(make_product())
    with pytest.raises(ProtectedError):
        code.delete()
    with pytest.raises(ProtectedError):
        Code.objects.all().delete()
    with pytest.raises(ProtectedError):
        code.product.delete()
    assert Code.objects.count() == 1


def test_database_refuses_a_second_active_code():
    code = codes.issue_code(make_product())
    with pytest.raises(IntegrityError), transaction.atomic():
        Code.objects.create(code="ZZZZ9999", product=code.product, issued_at=code.issued_at)


@pytest.mark.parametrize("typed", ["abcd2345", " ABCD 2345 ", "abcd-2345", "ABCD.2345"])
def test_code_is_found_as_people_type_it(typed, monkeypatch):
    monkeypatch.setattr(codes, "new_code_text", lambda: "ABCD2345")
    code = codes.issue_code(make_product())
    assert codes.find_code(typed) == code


@pytest.mark.parametrize("typed", ["", "ABCD2346", "x" * 500, "Mã số", "' OR 1=1"])
def test_unknown_code_is_none(typed):
    assert codes.find_code(typed) is None


def test_printed_address_is_the_short_one_without_gtin(settings):
    settings.PUBLIC_BASE_URL = "https://saolang.example"
    code = codes.issue_code(make_product())
    assert code.get_absolute_url() == f"/p/{code.code}"
    assert code.printed_url == code.full_url == f"https://saolang.example/p/{code.code}"


def test_printed_address_is_a_digital_link_with_gtin(settings):
    settings.PUBLIC_BASE_URL = "https://saolang.example"
    code = codes.issue_code(make_product(gtin="09506000134376"))
    assert code.printed_url == "https://saolang.example/01/09506000134376"


def test_gtin_with_a_wrong_check_digit_is_never_printed(settings):
    settings.PUBLIC_BASE_URL = "https://saolang.example"
    code = codes.issue_code(make_product(gtin="09506000134377"))
    assert code.printed_url == code.full_url


def test_codes_are_visible_to_their_keepers_and_their_producer_only():
    mine, other = codes.issue_code(make_product()), codes.issue_code(make_product())
    producer_login, stranger, officer = make_user(), make_user(), make_user(role="trade_department")
    mine.product.producer.users.add(producer_login)
    assert set(Code.objects.visible_to(producer_login)) == {mine}
    assert set(Code.objects.visible_to(stranger)) == set()
    assert set(Code.objects.visible_to(officer)) == {mine, other}
