"""The ledger drawn: what lies where, what is struck through, and what the public does not see."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from catalogue.certification import ledger
from catalogue.certification.drawing import draw
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, make_decision, revoke
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TODAY = date(2026, 11, 21)


def drawn(product, on=TODAY):
    return draw(product.ledger_entries.all(), on=on, window=(180, 120))


def test_nothing_is_drawn_of_an_empty_ledger():
    assert drawn(make_product()) is None


def test_a_star_lies_between_its_days_and_the_window_before_its_end():
    product = make_product()
    certify(product, star=4, on=date(2025, 1, 1))
    drawing = drawn(product)
    assert [year.label for year in drawing.years] == ["2025", "2026", "2027", "2028"]
    (bar,) = drawing.bars
    assert (bar.tone, bar.start, bar.end) == ("star-4", 0, round(1095 / 1461 * 100, 2))
    assert drawing.today == round(689 / 1461 * 100, 2)
    assert (drawing.window.start, drawing.window.end) == (
        round((1095 - 180) / 1461 * 100, 2),
        round((1095 - 120) / 1461 * 100, 2),
    )


def test_an_upgrade_cuts_the_bar_below_and_lies_above_it():
    product = make_product()
    certify(product, star=3, on=date(2024, 6, 12))
    certify(product, star=4, on=date(2026, 1, 17), supersedes=True)
    below, above = drawn(product).bars
    assert (below.tone, above.tone) == ("star-3", "star-4")
    assert below.end == above.start
    assert above.top < below.top


def test_a_revocation_a_correction_an_evaluation_and_an_extension_show():
    product = make_product()
    wrong = certify(product, star=3, on=date(2024, 6, 12))
    ledger.correct_entry(wrong, reason="Nhầm")
    ledger.record_evaluation(
        product,
        evaluated_on=date(2024, 3, 2),
        council="Hội đồng",
        tier="province",
        score=Decimal("84"),
    )
    certify(product, star=4, on=date(2025, 6, 12))
    revoke(product, on=date(2026, 8, 1))
    drawing = drawn(product)
    assert [bar.tone for bar in drawing.bars] == ["star-4", "lost", "void"]
    assert sorted(mark.tone for mark in drawing.marks) == ["evaluated", "revoked"]
    assert drawing.window is None
    assert drawing.tones == ["star-4", "evaluated", "revoked", "void"]
    extended = make_product()
    certify(extended, star=4, on=date(2023, 10, 1))
    ledger.extend_recognition(extended, until=date(2027, 3, 1), decision=make_decision(on=date(2026, 9, 20)))
    held, more = drawn(extended).bars
    assert (held.tone, more.tone, held.end) == ("star-4", "extended", more.start)


def test_numbers_in_the_drawing_are_those_of_svg(client):
    """A decimal comma would draw nothing at all."""
    product = make_product()
    certify(product, star=4, on=date(2025, 3, 4))
    client.force_login(make_user(role="programme_office"))
    page = client.get(reverse("certification:desk", args=[product.pk])).content.decode()
    figure = page[
        page.index("ledger-drawing is")
        if "ledger-drawing is" in page
        else page.index('<figure class="ledger-drawing') :
    ]
    figure = figure[: figure.index("</figure>")]
    assert re.findall(r'(?:x|x1|width|cx)="[^"]*,[^"]*"', figure) == []
    assert figure.count('<rect class="bar star-4"') == 1
    assert 'class="this-day"' in figure


def test_the_public_page_draws_no_corrected_entry(client):
    product = make_product()
    ledger.correct_entry(certify(product, star=3, on=date(2024, 6, 12)), reason="Nhầm")
    kept = certify(product, star=4, on=date(2025, 6, 12))
    page = client.get(reverse("register:certificate", args=[kept.pk])).content.decode()
    assert page.count('<rect class="bar star-4"') == 1
    assert '"bar void"' not in page
    before = client.get(
        reverse("register:certificate", args=[kept.pk]), {"ngay": "2025-01-01"}
    ).content.decode()
    assert '<rect class="bar' not in before
