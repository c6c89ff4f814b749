"""The rule sets as officers read them, and the form by which a council's points are entered."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse

from catalogue.certification.models import LedgerEntry
from catalogue.certification.rules import load_rule_sets, rule_set_named
from catalogue.certification.status import State, status_of
from tests.factories.catalogue import make_product
from tests.factories.users import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
FICTITIOUS = Path(__file__).parents[2] / "unit" / "certification" / "fictitious_era.toml"
SHEET = reverse("rules:sheet", args=["qd-26-2026", 1])
PAGES = [reverse("rules:index"), reverse("rules:era", args=["qd-148-2023"]), SHEET]


@pytest.fixture
def officer(client):
    """Sign in as somebody of a role."""

    def sign_in(role="programme_office"):
        client.force_login(make_user(role=role))
        return client

    return sign_in


def words(response):
    """The page's text without tags, with single blanks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.parametrize("role", ["programme_office", "trade_department"])
@pytest.mark.parametrize("page", PAGES)
def test_office_and_department_read_the_rules(officer, role, page):
    assert officer(role).get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_an_editor_does_not(officer, page):
    assert officer("editor").get(page).status_code == 302


def test_the_list_names_every_era_and_the_one_that_applies(officer):
    page = officer().get(PAGES[0])
    assert [era["rules"].code for era in page.context["eras"]] == [
        rules.code for rules in reversed(load_rule_sets())
    ]
    assert [era["rules"].code for era in page.context["eras"] if era["applies"]] == ["qd-26-2026"]
    assert [era["lapsing"] for era in page.context["eras"]] == [False] * 5


def test_the_menu_leads_there(officer):
    assert reverse("rules:index") in officer().get("/quan-tri/").content.decode()


@pytest.mark.parametrize("rules", load_rule_sets(), ids=lambda rules: rules.code)
def test_an_era_is_shown_whole_with_sources_and_doubts(officer, rules):
    page = officer().get(reverse("rules:era", args=[rules.code]))
    text = words(page)
    named = [*rules.groups, *rules.grounds, *rules.criteria_sets, *rules.procedures]
    assert [row.name for row in named if row.name not in text] == []
    proofs = [*rules.competence, *rules.proofs.values(), *named]
    assert [row.source for row in proofs if row.source not in text] == []
    shown = rules.unverified - sum(not tree.verified for tree in rules.trees.values())
    assert text.count("chưa kiểm chứng") == shown + text.count("chưa kiểm chứng được")


def test_bands_are_half_open_in_words(officer):
    text = words(officer().get(reverse("rules:era", args=["qd-26-2026"])))
    for band in ("1 ★ dưới 30", "2 ★ 30 – dưới 50", "4 ★ 70 – dưới 90", "5 ★ 90 – 100"):
        assert band in text


def test_the_sheet_shows_each_criterion_with_its_points(officer):
    page = officer().get(SHEET)
    text = words(page)
    for code, leaf in rule_set_named("qd-26-2026").tree(1).leaves().items():
        assert f"{code}. {leaf.name} {leaf.top}" in text
    assert [(leaf.code, least) for leaf, least in page.context["least"]][:2] == [
        ("1.3", [0, 0, 3]),
        ("1.5", [0, 2, 3]),
    ]


@pytest.mark.parametrize(
    "address",
    [
        reverse("rules:era", args=["qd-0-1999"]),
        reverse("rules:sheet", args=["qd-26-2026", 2]),
        reverse("rules:sheet", args=["qd-148-2023", 1]),
    ],
)
def test_what_is_not_known_is_no_page(officer, address):
    assert officer().get(address).status_code == 404


# The form


def points(**changes):
    """Full marks in the sheet's fields, and what is changed."""
    leaves = rule_set_named("qd-26-2026").tree(1).leaves()
    return {f"c-{code.replace('.', '-')}": str(leaf.top) for code, leaf in leaves.items()} | changes


def send(client, product, **told):
    told = {"evaluated_on": "20/06/2026", "council": "Hội đồng OCOP tỉnh", "tier": "province", **told}
    return client.post(reverse("rules:evaluate", args=[product.pk]), told)


def test_parts_are_entered_and_give_no_star(officer):
    product = make_product(criteria_set=11)
    client = officer()
    response = send(client, product, criteria_set="11", part_a="33", part_b="18", part_c="28,5", score="79,5")
    assert response.status_code == 302
    entry = LedgerEntry.objects.get()
    assert (entry.score, entry.part_c, entry.criteria_set, entry.criteria_points) == (
        Decimal("79.5"),
        Decimal("28.5"),
        11,
        None,
    )
    assert entry.recorded_by is not None
    assert status_of([entry], on=entry.effective_on).state == State.NEVER


def test_a_full_sheet_is_added_up(officer):
    product = make_product(criteria_set=1)
    sheet = points(**{"c-4-1": "3", "c-8": "3,5"})
    assert send(officer(), product, criteria_set="1", proposed_star="4", **sheet).status_code == 302
    entry = LedgerEntry.objects.get()
    assert (entry.score, entry.part_a, entry.part_b, entry.part_c) == (
        Decimal("96.5"),
        Decimal(40),
        Decimal(23),
        Decimal("33.5"),
    )
    assert entry.criteria_points["8"] == "3.5"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"part_a": "40,5", "score": "80"}, "Điểm phần A là 40,5, cao hơn mức tối đa 40"),
        ({"c-4-1": "5,5", "score": "80"}, "Tiêu chí 4.1 (Khu vực phân phối chính) được 5,5 điểm"),
        ({"c-4-1": "3"}, "Phải ghi tổng điểm, hoặc chấm đủ mọi tiêu chí"),
        (points(**{"c-5-1": "3"}) | {"proposed_star": "4"}, "mức tối thiểu của hạng 4 sao ở tiêu chí: 5.1"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(officer, told, sentence):
    response = send(officer(), make_product(criteria_set=1), criteria_set="1", **told)
    assert response.status_code == 200
    assert sentence in words(response)
    assert LedgerEntry.objects.count() == 0


def test_only_the_office_enters_points(officer):
    product = make_product(criteria_set=1)
    assert send(officer("trade_department"), product, score="80").status_code == 302
    assert LedgerEntry.objects.count() == 0
    desk = reverse("certification:desk", args=[product.pk])
    form = reverse("rules:evaluate", args=[product.pk])
    assert form not in officer("trade_department").get(desk).content.decode()
    assert form in officer().get(desk).content.decode()


def test_the_desk_tells_how_an_evaluation_was_scored(officer):
    product, client = make_product(criteria_set=1), officer()
    send(client, product, criteria_set="1", **points(**{"c-8": "3,5"}))
    assert "A 40, B 25, C 33,5, chấm theo 32 tiêu chí" in words(
        client.get(reverse("certification:desk", args=[product.pk]))
    )
    entry = reverse("so-chung-nhan:inspect", args=[LedgerEntry.objects.get().pk])
    assert "1.1: 3; 1.2: 2; 1.3: 3" in words(client.get(entry))
    assert "8: 3,5; 9: 5" in words(client.get(entry))


@pytest.mark.parametrize(
    ("slug", "told"),
    [("cong-nhan", "Để trống: sau 36 tháng."), ("gia-han", "nhiều nhất 180 ngày sau ngày hết hạn")],
)
def test_what_the_forms_promise_follows_the_era(officer, settings, tmp_path, slug, told):
    address = reverse("certification:record", args=[make_product().pk, slug])
    client = officer()
    assert told in words(client.get(address))
    text = FICTITIOUS.read_text().replace("2031-01-01", "2026-11-01").replace("2031-03-02", "2026-12-01")
    (tmp_path / "new.toml").write_text(text)
    settings.OCOP_RULES_FOLDER = str(tmp_path)
    assert told.replace("36", "24").replace("180", "45") in words(client.get(address))
