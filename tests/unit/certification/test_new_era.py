"""A new decision of the Prime Minister is one more file: everything that asks the rules follows it."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine

from catalogue.certification import ledger
from catalogue.certification.apps import rule_sets_can_be_read
from catalogue.certification.errors import LedgerError
from catalogue.certification.models import LedgerEntry
from catalogue.certification.rules import grounds, group_today, load_rule_sets, rule_set_for, rule_sets_on
from catalogue.certification.status import State, status_of
from catalogue.programme.steps import filing_window
from tests.factories.catalogue import make_product
from tests.factories.certification import certify, make_decision

FILE = Path(__file__).with_name("fictitious_era.toml")
JUNE = date(2031, 6, 2)


@pytest.fixture(autouse=True)
def new_era(settings, tmp_path):
    """The operator's folder holds the new decision; it is June 2031."""
    shutil.copy(FILE, tmp_path / "qd-9-2031.toml")
    settings.OCOP_RULES_FOLDER = str(tmp_path)
    with time_machine.travel("2031-06-02T03:00:00+00:00", tick=False):
        yield


def refused(code, call, *args, **kwargs):
    before = LedgerEntry.objects.count()
    with pytest.raises(LedgerError) as refusal:
        call(*args, **kwargs)
    assert (refusal.value.code, LedgerEntry.objects.count()) == (code, before)


def test_the_new_era_ends_the_one_it_replaces():
    assert [era.code for era in load_rule_sets()][-2:] == ["qd-26-2026", "qd-9-2031"]
    before, lapsing, after = date(2030, 12, 31), date(2031, 3, 1), date(2031, 3, 2)
    assert [era.code for era in rule_sets_on(before)] == ["qd-26-2026"]
    assert [era.code for era in rule_sets_on(lapsing)] == ["qd-9-2031", "qd-26-2026"]
    assert [era.code for era in rule_sets_on(after)] == ["qd-9-2031"]
    assert rule_set_for(before).ends_on == date(2031, 1, 1)


def test_without_the_file_nothing_of_it_is_known(settings):
    settings.OCOP_RULES_FOLDER = ""
    assert rule_set_for(JUNE).code == "qd-26-2026"
    assert group_today("Quà quê") is None


def test_groups_follow():
    assert group_today("qua que") == 1
    assert group_today("Vải và may mặc") == 4


def test_the_filing_window_follows():
    window = filing_window(JUNE)
    assert (window.opens_days, window.closes_days, window.rules) == (90, 60, "Bộ tiêu chí 2031")


@pytest.mark.django_db
def test_checks_follow():
    product, decided = make_product(), make_decision(on=JUNE, tier="ministry")
    refused("star-below-three", ledger.record_recognition, product, star=3, decision=decided)
    by_province = make_decision(on=JUNE, tier="province")
    refused("authority-not-competent", ledger.record_recognition, product, star=4, decision=by_province)
    score = {"score": Decimal("85.49")}
    refused("score-contradicts-star", ledger.record_recognition, product, star=5, decision=decided, **score)
    scores = {"council": "Hội đồng", "tier": "ministry", "score": Decimal(80), "part_a": Decimal(31)}
    refused("part-too-high", ledger.record_evaluation, product, evaluated_on=JUNE, **scores)


@pytest.mark.django_db
def test_status_follows_the_new_term():
    product = make_product()
    entry = ledger.record_recognition(
        product, star=5, decision=make_decision(on=JUNE, tier="ministry"), score=Decimal("85.5")
    )
    assert (entry.rule_set, entry.valid_to) == ("qd-9-2031", date(2033, 6, 2))
    assert status_of([entry], on=date(2033, 6, 1)).state == State.IN_FORCE
    assert status_of([entry], on=date(2033, 6, 2)).state == State.EXPIRED


@pytest.mark.django_db
def test_its_transition_rule_carries_older_certificates():
    product = make_product()
    certify(product, star=4, on=date(2028, 7, 1))
    decision = make_decision(on=JUNE)
    refused(
        "extension-too-long", ledger.extend_recognition, product, until=date(2031, 8, 16), decision=decision
    )
    ledger.extend_recognition(product, until=date(2031, 8, 15), decision=decision)
    assert status_of(product.ledger_entries.all(), on=date(2031, 8, 14)).state == State.EXTENDED


@pytest.mark.django_db
def test_its_ground_for_revoking_is_known():
    product = make_product()
    certify(product, star=4, on=date(2030, 6, 1))
    assert grounds()["name-sold"].name == "Chuyển nhượng tên sản phẩm ra ngoài xã"
    revoked = {"revoked_on": JUNE, "decision": make_decision(on=JUNE), "ground": "name-sold"}
    assert ledger.revoke_recognition(product, **revoked).rule_set == "qd-9-2031"


def test_a_folder_that_is_none_is_told_at_the_start(settings):
    assert rule_sets_can_be_read() == []
    settings.OCOP_RULES_FOLDER = "/nowhere/to/be/found"
    assert [(error.id, error.msg) for error in rule_sets_can_be_read()] == [
        ("certification.E001", "A rule set cannot be used: no folder of rule sets: /nowhere/to/be/found")
    ]


def test_the_same_era_twice_is_refused(settings, tmp_path):
    shutil.copy(FILE, tmp_path / "again.toml")
    settings.OCOP_RULES_FOLDER = str(tmp_path / ".." / tmp_path.name)
    assert [error.msg for error in rule_sets_can_be_read()] == [
        "A rule set cannot be used: two files hold the same era"
    ]
