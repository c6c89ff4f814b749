"""What officers see and do in the back office, and what others may not."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from catalogue.certification import ledger
from catalogue.certification.models import Decision, LedgerEntry
from catalogue.certification.status_reading import product_status
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, claim, make_decision, revoke
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DECIDED = {
    "number": "QĐ 377/QĐ-UBND",
    "decided_on": "17/01/2026",
    "authority": "UBND tỉnh Thanh Hóa",
    "tier": "province",
}


@pytest.fixture
def officer(client):
    user = make_user(role="programme_office")
    client.force_login(user)
    return user


def enter(client, product, slug, **facts):
    return client.post(reverse("certification:record", args=[product.pk, slug]), facts)


def test_officer_records_a_recognition(client, officer):
    product = make_product()
    answer = enter(client, product, "cong-nhan", **DECIDED, star="4", score="86,5")
    assertRedirects(answer, reverse("certification:desk", args=[product.pk]))
    entry = LedgerEntry.objects.get()
    assert (entry.star, str(entry.score), entry.valid_to) == (4, "86.50", date(2029, 1, 17))
    assert (entry.recorded_by, entry.caller) == (officer, "page")
    assert entry.decision.number == "377/QĐ-UBND"


def test_a_refusal_is_told_beside_its_field_and_writes_nothing(client, officer):
    product = make_product()
    answer = enter(client, product, "cong-nhan", **DECIDED, star="4", score="69,5")
    assertContains(answer, "69,5 điểm thuộc khung 3 sao, không thể công nhận 4 sao.")
    assert "score" in answer.context["form"].errors
    assert not LedgerEntry.objects.exists()


def test_officer_accepts_an_exception_with_a_reason(client, officer):
    product = make_product()
    enter(client, product, "cong-nhan", **DECIDED, star="4", score="69,5", accepted_reason="Biên bản số 12")
    assert LedgerEntry.objects.get().accepted_reason == "Biên bản số 12"


def test_officer_revokes_and_corrects(client, officer):
    product = make_product()
    certify(product, star=4, on=date(2026, 1, 17))
    enter(client, product, "thu-hoi", **DECIDED, revoked_on="01/11/2026", ground="mark-misused")
    assert product_status(product).state == "revoked"
    wrong = LedgerEntry.objects.get(kind="revoked")
    answer = client.post(reverse("certification:correct", args=[wrong.pk]), {"reason": "Nhầm sản phẩm"})
    assertRedirects(answer, reverse("certification:desk", args=[product.pk]))
    assert product_status(product).state == "in_force"


def test_officer_extends(client, officer):
    product = make_product()
    certify(product, star=4, on=date(2023, 10, 1))
    enter(client, product, "gia-han", **DECIDED | {"decided_on": "20/09/2026"}, until="01/03/2027")
    assert product_status(product).state == "extended"


def test_correcting_asks_for_a_reason(client, officer):
    entry = certify(make_product())
    answer = client.post(reverse("certification:correct", args=[entry.pk]), {"reason": ""})
    assert answer.status_code == 200
    assert LedgerEntry.objects.count() == 1


def test_the_desk_tells_everything_the_ledger_holds(client, officer):
    product = make_product(title="Nước mắm Bà Hoà")
    wrong = certify(product, star=5, on=date(2025, 8, 1))
    ledger.correct_entry(wrong, reason="Nhầm hạng sao", by=officer)
    certify(product, star=4, on=date(2025, 9, 1), place_as_certified="Hoằng Phụ, Hoằng Hóa")
    page = client.get(reverse("certification:desk", args=[product.pk]))
    for text in [
        "Nước mắm Bà Hoà",
        "còn hạn đến 01/09/2028",
        "Đã đính chính",
        "Nhầm hạng sao",
        "Hoằng Phụ, Hoằng Hóa",
    ]:
        assertContains(page, text)


def test_an_empty_desk_says_what_to_do(client, officer):
    page = client.get(reverse("certification:desk", args=[make_product().pk]))
    assertContains(page, "Sổ chưa có bản ghi nào")


@pytest.mark.parametrize("role", ["trade_department", "operator"])
def test_readers_read_and_do_not_write(client, role):
    client.force_login(make_user(role=role))
    product = make_product()
    entry = certify(product)
    desk = client.get(reverse("certification:desk", args=[product.pk]))
    assertNotContains(desk, "Ghi thu hồi")
    assertNotContains(desk, reverse("certification:correct", args=[entry.pk]))
    enter(client, product, "thu-hoi", **DECIDED, revoked_on="01/11/2026", ground="mark-misused")
    client.post(reverse("certification:correct", args=[entry.pk]), {"reason": "cứ thử"})
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize("name", ["certification:index", "so-chung-nhan:index", "quyet-dinh:index"])
def test_an_editor_sees_no_ledger(client, name):
    client.force_login(make_user(role="editor"))
    assertRedirects(client.get(reverse(name)), reverse("wagtailadmin_home"), fetch_redirect_response=False)


@pytest.mark.parametrize("product_count", [1, 3])
def test_lists_ask_a_constant_number_of_questions(
    client, officer, product_count, django_assert_max_num_queries
):
    for _ in range(product_count):
        product = make_product()
        certify(product, star=3, on=date(2025, 8, 1))
        certify(product, star=4, on=date(2026, 8, 1), supersedes=True)
    client.get(reverse("certification:index"))
    for name in ["certification:index", "so-chung-nhan:index", "quyet-dinh:index"]:
        with django_assert_max_num_queries(16):
            assert client.get(reverse(name)).status_code == 200


def rows(client, name, **asked):
    return {
        str(getattr(row, "product", row)) for row in client.get(reverse(name), asked).context["object_list"]
    }


def test_products_are_filtered_by_their_state_today(client, officer):
    in_force, over, claimed, _never = (make_product(title=title) for title in ("Chè", "Gạo", "Gốm", "Cói"))
    certify(in_force, star=4, on=date(2026, 1, 5))
    certify(over, star=3, on=date(2023, 1, 5), tier="province")
    claim(claimed)
    name = "certification:index"
    assert rows(client, name) == {"Chè", "Gạo", "Gốm", "Cói"}
    assert rows(client, name, state="in_force") == {"Chè"}
    assert rows(client, name, state="expired") == {"Gạo"}
    assert rows(client, name, state="unproven") == {"Gốm"}
    assert rows(client, name, state="never") == {"Cói"}
    assert rows(client, name, star="4") == {"Chè"}
    assert rows(client, name, q="goi") == set()
    assert rows(client, name, q="coi") == {"Cói"}


def test_products_whose_star_ends_soon(client, officer):
    soon, later = make_product(title="Chè"), make_product(title="Gạo")
    certify(soon, star=4, on=date(2024, 1, 5))
    certify(later, star=4, on=date(2025, 1, 5))
    assert rows(client, "certification:index", ends_before="180") == {"Chè"}
    assert rows(client, "certification:index", ends_before="30") == set()


def test_entries_are_filtered_and_found(client, officer):
    chosen, other = make_product(title="Chè"), make_product(title="Gạo")
    certify(chosen, star=4, decision=make_decision(number="12/QĐ-UBND"), product_code="38-1-2026")
    certify(other, star=3, on=date(2026, 1, 5))
    revoke(other, on=date(2026, 2, 1))
    name = "so-chung-nhan:index"
    assert rows(client, name, star="4") == {"Chè"}
    assert rows(client, name, kind="revoked") == {"Gạo"}
    assert rows(client, name, state="revoked") == {"Gạo"}
    assert rows(client, name, state="in_force") == {"Chè"}
    assert rows(client, name, q="12/qđ-ubnd") == {"Chè"}
    assert rows(client, name, q="38-1-2026") == {"Chè"}


def test_an_entry_can_be_looked_at_and_nothing_else(client, officer):
    entry = certify(make_product(), star=4)
    page = client.get(reverse("so-chung-nhan:inspect", args=[entry.pk]))
    assertContains(page, "Bộ tiêu chí 2026")
    for action in ("edit", "delete", "new"):
        assert client.get(f"/quan-tri/so-chung-nhan/{action}/{entry.pk}/").status_code == 404


def test_the_ledger_is_exported(client, officer):
    certify(make_product(title="Chè"), star=4, decision=make_decision(number="12/QĐ-UBND"))
    body = b"".join(client.get(reverse("so-chung-nhan:index"), {"export": "csv"}).streaming_content).decode()
    assert "Chè" in body
    assert "12/QĐ-UBND" in body


def test_a_decision_is_entered_once(client, officer):
    client.post(reverse("quyet-dinh:add"), DECIDED)
    answer = client.post(reverse("quyet-dinh:add"), DECIDED | {"number": "377 / qđ-ubnd"})
    assertContains(answer, "Quyết định này đã có trong sổ.")
    assert Decision.objects.get().number == "377/QĐ-UBND"


def test_a_decision_of_tomorrow_is_refused(client, officer):
    assertContains(
        client.post(reverse("quyet-dinh:add"), DECIDED | {"decided_on": "22/11/2026"}), "sau hôm nay"
    )
    assert not Decision.objects.exists()


def test_an_unused_decision_can_be_changed_a_used_one_cannot(client, officer):
    decision = make_decision(number="12/QĐ-UBND", on=date(2026, 1, 17))
    edit = reverse("quyet-dinh:edit", args=[decision.pk])
    client.post(edit, DECIDED)
    decision.refresh_from_db()
    assert decision.number == "377/QĐ-UBND"
    certify(make_product(title="Chè"), decision=decision)
    answer = client.post(edit, DECIDED | {"number": "378/QĐ-UBND"})
    assertRedirects(answer, reverse("quyet-dinh:inspect", args=[decision.pk]))
    decision.refresh_from_db()
    assert decision.number == "377/QĐ-UBND"
    assertContains(client.get(reverse("quyet-dinh:inspect", args=[decision.pk])), "Chè")


def test_the_original_file_is_for_those_who_may_see_it(client, officer):
    source = ledger.keep_source_file("tên;sao".encode(), name="danh-sach.csv", by=officer)
    address = reverse("certification:source", args=[source.pk])
    assert b"".join(client.get(address).streaming_content) == "tên;sao".encode()
    client.force_login(make_user(role="editor"))
    assertRedirects(client.get(address), reverse("wagtailadmin_home"), fetch_redirect_response=False)


def test_an_unknown_deed_is_not_found(client, officer):
    assert client.get(f"/quan-tri/chung-nhan/{make_product().pk}/tang-sao/").status_code == 404
