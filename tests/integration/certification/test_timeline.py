"""What a shopper reads of a star: ribbon, claim and history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template

from catalogue.certification import ledger
from catalogue.certification.status_reading import product_status
from catalogue.certification.timeline import steps_of
from catalogue.models import Product
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, claim, make_decision, revoke

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 21)


def show(tag: str, product) -> str:
    text = Template("{% load certification %}{% " + tag + " product %}").render(Context({"product": product}))
    return " ".join(text.split())


def steps(product, on=TODAY):
    return steps_of(product.ledger_entries.select_related("decision"), on=on)


@pytest.fixture
def upgraded():
    """Evaluated and recognised with four stars in 2024, with five in 2026."""
    product = make_product(title="Nước mắm Bà Hoà")
    ledger.record_evaluation(
        product,
        evaluated_on=date(2024, 3, 2),
        council="Hội đồng cấp huyện",
        tier="district",
        score=Decimal("84"),
        proposed_star=4,
    )
    certify(
        product,
        star=4,
        on=date(2024, 6, 12),
        score=Decimal("86.5"),
        decision=make_decision(on=date(2024, 6, 12), number="1200/QĐ-MH"),
        place_as_certified="Hoằng Phụ, Hoằng Hóa",
    )
    certify(product, star=5, on=date(2026, 1, 17), score=Decimal("94.2"), supersedes=True)
    return product


def test_history_is_told_newest_first(upgraded):
    told = [(step.tone, step.title, step.remark) for step in steps(upgraded)]
    assert told == [
        ("now", "5 sao", "đang có hiệu lực"),
        ("", "4 sao", "thay bằng 5 sao"),
        ("", "Được đánh giá 84 điểm", "đề nghị 4 sao"),
    ]
    assert steps(upgraded)[1].facts == [
        "12/06/2024 tới 12/06/2027",
        "Quyết định 1200/QĐ-MH",
        "UBND tỉnh Thanh Hóa",
        "86,5 điểm",
        "nơi làm ra khi công nhận: Hoằng Phụ, Hoằng Hóa",
    ]


def test_history_as_of_a_day_knows_nothing_later(upgraded):
    assert [step.title for step in steps(upgraded, on=date(2025, 1, 1))] == ["4 sao", "Được đánh giá 84 điểm"]
    assert steps(upgraded, on=date(2025, 1, 1))[0].remark == "đang có hiệu lực"


def test_a_revocation_is_told_with_its_ground():
    product = make_product()
    certify(product, star=4, on=date(2025, 8, 1))
    revoke(product, on=date(2026, 8, 1), ground="mark-misused")
    revoked, recognised = steps(product)
    assert (revoked.tone, revoked.title, revoked.remark) == (
        "alarm",
        "Thu hồi 4 sao",
        "Sử dụng sai nhãn hiệu chứng nhận OCOP",
    )
    assert (recognised.tone, recognised.remark) == ("", "bị thu hồi ngày 01/08/2026")


def test_an_expired_star_says_since_when():
    product = make_product()
    certify(product, star=3, on=date(2022, 8, 1))
    assert steps(product)[0].remark == "hết hạn ngày 01/08/2025"


def test_an_extension_is_told():
    product = make_product()
    certify(product, star=4, on=date(2023, 10, 1))
    ledger.extend_recognition(product, until=date(2027, 3, 1), decision=make_decision(on=date(2026, 9, 20)))
    assert [(step.title, step.remark) for step in steps(product)] == [
        ("Gia hạn đến 01/03/2027", ""),
        ("4 sao", "đang được gia hạn đến 01/03/2027"),
    ]


def test_a_renewal_says_it_was_recognised_again():
    product = make_product()
    certify(product, star=4, on=date(2024, 8, 1))
    certify(product, star=4, on=date(2026, 8, 1), supersedes=True)
    assert steps(product)[1].remark == "đã được công nhận lại"


def test_a_claim_says_that_proof_is_missing():
    product = make_product()
    claim(product, star=4, reported_year=2024, decision_text="QĐ 715/QĐ-UBND")
    page = show("certification_timeline", product)
    assert '<li class="unproven">' in page
    assert "Được nêu là 4 sao</b>, chưa có minh chứng" in page
    assert "năm 2024" in page
    assert "không tính là sao còn hạn" in page


def test_what_was_corrected_away_is_not_told():
    product = make_product()
    ledger.correct_entry(certify(product, star=5), reason="Nhầm")
    assert "Chưa có lần đánh giá hay công nhận nào" in show("certification_timeline", product)


def test_the_ribbon_shows_todays_star(upgraded):
    assert "★★★★★" in show("star_ribbon", upgraded)
    assert "5 sao" in show("star_ribbon", upgraded)


@pytest.mark.parametrize("tag", ["star_ribbon", "certification_claim"])
def test_no_gold_for_what_is_not_in_force(tag):
    product = make_product()
    certify(product, star=5, on=date(2022, 8, 1))
    assert "★" not in show(tag, product)


def test_the_claim_names_decision_and_days(upgraded):
    page = show("certification_claim", upgraded)
    for text in [
        "5 sao OCOP cấp quốc gia, còn hạn",
        "Công nhận 17/01/2026, hết hạn 17/01/2029.",
        "/QĐ-MH",
        "#lich-su",
    ]:
        assert text in page


def test_the_status_of_today_and_of_another_day(upgraded):
    assert product_status(upgraded).star == 5
    assert product_status(upgraded, on=date(2025, 1, 1)).star == 4


def test_prefetched_entries_are_enough(upgraded, django_assert_num_queries):
    product = Product.objects.for_cards().get(pk=upgraded.pk)
    with django_assert_num_queries(0):
        for tag in ["star_ribbon", "certification_claim", "certification_timeline"]:
            show(tag, product)


def test_a_star_goes_out_with_the_day_and_no_command(upgraded):
    import time_machine

    with time_machine.travel("2029-01-16T16:59:00+00:00", tick=False):
        assert product_status(upgraded).is_in_force
    with time_machine.travel("2029-01-16T17:00:00+00:00", tick=False):
        assert not product_status(upgraded).is_in_force
