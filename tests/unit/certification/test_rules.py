"""The eras of the law as data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from catalogue.certification.rules import (
    Act,
    add_months,
    grounds,
    group_today,
    load_rule_sets,
    rule_set_for,
    rule_set_named,
    rule_sets_on,
)
from catalogue.certification.rules.loading import DATA

BOUNDARIES = [
    ("0", 1),
    ("29.99", 1),
    ("30", 2),
    ("49.99", 2),
    ("50", 3),
    ("69.5", 3),
    ("69.99", 3),
    ("70", 4),
    ("89.99", 4),
    ("90", 5),
    ("100", 5),
]


@pytest.mark.parametrize("rule_set", load_rule_sets(), ids=lambda rule_set: rule_set.code)
@pytest.mark.parametrize(("score", "star"), BOUNDARIES)
def test_band_is_half_open_in_every_era(rule_set, score, star):
    assert rule_set.band(Decimal(score)) == star


@pytest.mark.parametrize("score", [69.5, 90.0, True])
def test_band_refuses_what_is_not_exact(score):
    with pytest.raises(TypeError):
        load_rule_sets()[-1].band(score)


@pytest.mark.parametrize("score", ["-0.01", "100.01", "NaN", "Infinity"])
def test_band_refuses_what_is_no_score(score):
    with pytest.raises(ValueError, match="between 0 and 100"):
        load_rule_sets()[-1].band(Decimal(score))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2019-08-20", None),
        ("2019-08-21", "qd-1048-2019"),
        ("2020-06-07", "qd-1048-2019"),
        ("2020-06-08", "qd-781-2020"),
        ("2023-02-23", "qd-781-2020"),
        ("2023-02-24", "qd-148-2023"),
        ("2025-07-05", "qd-148-2023"),
        ("2025-07-06", "qd-1489-2025"),
        ("2026-05-21", "qd-1489-2025"),
        ("2026-05-22", "qd-26-2026"),
        ("2031-01-01", "qd-26-2026"),
    ],
)
def test_rule_set_for_a_day(day, code):
    found = rule_set_for(date.fromisoformat(day))
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2026-05-21", ["qd-1489-2025"]),
        ("2026-05-22", ["qd-26-2026", "qd-1489-2025"]),
        ("2026-07-20", ["qd-26-2026", "qd-1489-2025"]),
        ("2026-07-21", ["qd-26-2026"]),
    ],
)
def test_old_rules_lapse_sixty_days_after_the_new_ones_begin(day, codes):
    assert [rule_set.code for rule_set in rule_sets_on(date.fromisoformat(day))] == codes


@pytest.mark.parametrize(
    ("day", "star", "tiers"),
    [
        ("2021-01-01", 3, ["province"]),
        ("2021-01-01", 4, ["province"]),
        ("2021-01-01", 5, ["ministry"]),
        ("2024-11-12", 3, ["district"]),
        ("2025-06-30", 3, ["district"]),
        ("2025-07-01", 3, ["province"]),
        ("2024-11-12", 4, ["province"]),
        ("2025-10-15", 3, ["province"]),
        ("2026-11-22", 3, ["province"]),
        ("2026-11-22", 5, ["ministry"]),
        ("2026-11-22", 2, []),
    ],
)
def test_who_recognises_a_star_on_a_day(day, star, tiers):
    on = date.fromisoformat(day)
    assert rule_set_for(on).tiers_for(star, on=on) == tiers


def test_who_revokes_is_told_since_2026_only():
    now, before = date(2026, 11, 22), date(2024, 1, 1)
    assert not rule_set_for(now).competent(5, tier="province", on=now, act=Act.REVOKE)
    assert rule_set_for(now).competent(5, tier="ministry", on=now, act=Act.REVOKE)
    assert rule_set_for(before).competent(5, tier="district", on=before, act=Act.REVOKE)


def test_every_rule_names_its_source():
    for rule_set in load_rule_sets():
        rows = [*rule_set.competence, *rule_set.groups, *rule_set.grounds, *rule_set.criteria_sets]
        rows += [*rule_set.procedures, *rule_set.proofs.values(), *rule_set.trees.values()]
        assert all(row.source for row in rows), rule_set.code
        assert rule_set.source


def test_what_could_not_be_checked_is_counted():
    assert {rule_set.code: rule_set.unverified for rule_set in load_rule_sets()} == {
        "qd-1048-2019": 2,
        "qd-781-2020": 3,
        "qd-148-2023": 3,
        "qd-1489-2025": 1,
        "qd-26-2026": 0,
    }


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Thảo dược", 3),
        ("THU CONG MY NGHE, TRANG TRI", 4),
        ("Lưu niệm – nội thất – trang trí", 4),
        ("Dịch vụ du lịch nông thôn, bán hàng", 6),
        ("Sinh vật cảnh", 5),
        ("Đồ chơi", None),
    ],
)
def test_a_group_of_any_era_belongs_to_one_of_today(name, number):
    assert group_today(name) == number


def test_one_agency_or_more_looks_after_each_set():
    sets = {one.number: one for one in rule_set_named("qd-26-2026").criteria_sets}
    assert {number: sets[number].agency for number in (1, 5, 6, 16, 20, 26)} == {
        1: "Nông nghiệp và Môi trường",
        5: "Công Thương",
        6: "Nông nghiệp và Môi trường; Công Thương",
        16: "Y tế",
        20: "Y tế; Công Thương",
        26: "Văn hoá, Thể thao và Du lịch; Nông nghiệp và Môi trường",
    }
    assert len({one.subgroup for one in sets.values()}) == 17


def test_criteria_sets_of_2026_are_numbered_1_to_26():
    sets = rule_set_named("qd-26-2026").criteria_sets
    assert [one.number for one in sets] == list(range(1, 27))
    assert {one.number for one in sets if one.group == 2} == {14, 15, 16, 17}
    assert all(one.agency for one in sets)


def test_six_grounds_for_revocation():
    assert list(grounds()) == [
        "dishonest-file",
        "criteria-not-met",
        "law-broken",
        "mark-misused",
        "production-stopped",
        "other-finding",
    ]


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2025-01-17", "2028-01-17"),
        ("2024-02-29", "2027-02-28"),
        ("2025-12-31", "2028-12-31"),
    ],
)
def test_term_is_thirty_six_months_to_the_day(day, end):
    assert rule_set_for(date.fromisoformat(day)).end_of_term(date.fromisoformat(day)) == date.fromisoformat(
        end
    )


def test_add_months_over_a_year_end():
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_a_new_file_is_a_new_era(tmp_path: Path):
    for path in DATA.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text())
    text = (DATA / "qd-1489-2025.toml").read_text()
    text = text.replace("qd-1489-2025", "qd-9-2031").replace("2025-07-06", "2031-01-01")
    text = text.replace('tier = "province"', 'tier = "ministry"')
    text = "\n".join(line for line in text.splitlines() if not line.startswith(("ends_on", "lapses_on")))
    (tmp_path / "qd-9-2031.toml").write_text(text)
    day = date(2031, 6, 1)
    assert rule_set_for(day, folder=tmp_path).code == "qd-9-2031"
    assert rule_set_for(day, folder=tmp_path).tiers_for(3, on=day) == ["ministry"]
    assert len(load_rule_sets(tmp_path)) == len(load_rule_sets()) + 1


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('low = "70"', 'low = "71"', "touch"),
        ('A = "40"', 'A = "41"', "add up"),
        ("ends_on = 2026-05-22", "ends_on = 2025-05-22", "ends after"),
        ("today = 6", "today = 7", "six"),
        ('code = "qd-1489-2025"', "", "code"),
    ],
)
def test_a_file_that_cannot_be_right_is_named(tmp_path: Path, old: str, new: str, complaint: str):
    text = (DATA / "qd-1489-2025.toml").read_text()
    assert old in text
    (tmp_path / "wrong.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(ValueError, match=rf"wrong\.toml.*{complaint}"):
        load_rule_sets(tmp_path)
