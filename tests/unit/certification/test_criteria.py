"""The scoring sheet of a criteria set: what it adds up to, and which star its least options allow."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from catalogue.certification.rules import load_rule_sets, rule_set_named
from catalogue.certification.rules.loading import DATA

SHEET = rule_set_named("qd-26-2026").tree(1)
FULL = {code: leaf.top for code, leaf in SHEET.leaves().items()}


def test_set_1_has_its_printed_maxima():
    assert {part.code: {one.code: int(one.top) for one in part.criteria} for part in SHEET.parts} == {
        "A": {"1": 18, "2": 10, "3": 12},
        "B": {"4": 13, "5": 12},
        "C": {"6": 12, "7": 3, "8": 5, "9": 5, "10": 5, "11": 2, "12": 3},
    }
    assert {code: int(leaf.top) for code, leaf in SHEET.leaves().items()} == {
        "1.1": 3,
        "1.2": 2,
        "1.3": 3,
        "1.4": 3,
        "1.5": 3,
        "1.6": 3,
        "1.7": 1,
        "2.1": 3,
        "2.2": 3,
        "2.3": 3,
        "2.4": 1,
        "3.1": 3,
        "3.2": 1,
        "3.3": 3,
        "3.4": 2,
        "3.5": 3,
        "4.1": 5,
        "4.2": 3,
        "4.3": 5,
        "5.1": 5,
        "5.2": 2,
        "5.3": 5,
        "6.1": 2,
        "6.2": 4,
        "6.3": 3,
        "6.4": 3,
        "7": 3,
        "8": 5,
        "9": 5,
        "10": 5,
        "11": 2,
        "12": 3,
    }


def test_full_marks_are_forty_twentyfive_thirtyfive():
    assert SHEET.sums(FULL) == {"A": 40, "B": 25, "C": 35}
    assert SHEET.missing(FULL) == []
    assert SHEET.highest_star(FULL, band=5) == 5


@pytest.mark.parametrize(
    ("code", "ladder"),
    [
        ("4.1", [(1, None), (2, 3), (3, 4), (5, 5)]),
        ("5.1", [(0, None), (1, None), (2, None), (3, None), (5, 4)]),
        ("10", [(1, 3), (3, 4), (5, None)]),
        ("2.4", []),
    ],
)
def test_a_ladder_tells_points_and_the_least_for_a_star(code, ladder):
    assert [(int(rung.points), rung.star) for rung in SHEET.leaves()[code].options] == ladder


@pytest.mark.parametrize(("star", "least"), [(2, 0), (3, 2), (4, 3), (5, 5)])
def test_the_least_of_a_lower_star_holds_for_a_higher(star, least):
    assert SHEET.leaves()["4.1"].least(star) == least


def test_points_alone_do_not_make_a_star():
    """Ninety-seven points, but the story is not in the electronic traceability system: three stars, no more."""
    points = {**FULL, "5.1": Decimal(2)}
    assert sum(points.values()) == 97
    assert [one.code for one in SHEET.unmet(points, star=4)] == ["5.1"]
    assert SHEET.highest_star(points, band=5) == 3


def test_a_file_without_a_declared_quality_stays_below_three_stars():
    assert SHEET.highest_star({**FULL, "9": Decimal(0)}, band=5) == 2


def test_nothing_scored_meets_only_what_asks_for_nothing():
    assert SHEET.highest_star({}, band=1) == 1
    assert len(SHEET.missing({})) == 32


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("max = 18", "max = 17", "criterion A: what is below does not add up to 40"),
        ('code = "1.2"', 'code = "1.1"', "a criterion stands twice"),
        (
            'points = 2, text = "Được cấp',
            'points = 1, text = "Được cấp',
            "criterion 1.2: the ladder must rise to 2",
        ),
        (
            'points = 3, star = 5, text = "Ứng',
            'points = 3, star = 2, text = "Ứng',
            "a higher star cannot ask for less",
        ),
        ("number = 1", "number = 27", "the sheet of no criteria set"),
        ("max = 40", "max = 41", "parts of the sheet must be those of the era"),
    ],
)
def test_a_sheet_that_cannot_be_right_stops_the_program(tmp_path: Path, old: str, new: str, complaint: str):
    era = DATA / "qd-26-2026.toml"
    (tmp_path / era.name).write_text(era.read_text())
    text = (DATA / "qd-26-2026" / "01.toml").read_text()
    assert old in text
    (tmp_path / "qd-26-2026").mkdir()
    (tmp_path / "qd-26-2026" / "01.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(ValueError, match=complaint):
        load_rule_sets(tmp_path)
