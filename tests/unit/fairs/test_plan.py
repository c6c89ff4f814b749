from dataclasses import dataclass

from fairs.plan import AISLE, CELL_HEIGHT, GAP, free_by_category, plan_of


@dataclass(frozen=True)
class Stand:
    number: str
    zone: str
    plan_row: int
    plan_column: int
    is_free: bool = True
    category: str = "Tiêu chuẩn"


def test_plan_places_booths_by_zone_row_and_column():
    zones = plan_of(
        [Stand("B01", "B", 1, 1), Stand("A02", "A", 1, 2), Stand("A01", "A", 1, 1, is_free=False)]
    )
    assert [(zone.name, [cell.booth.number for cell in zone.cells]) for zone in zones] == [
        ("A", ["A01", "A02"]),
        ("B", ["B01"]),
    ]
    assert zones[0].taken == 1


def test_plan_leaves_an_aisle_after_each_pair_of_rows():
    (zone,) = plan_of([Stand(str(row), "", row, 1) for row in (1, 2, 3)])
    first, second, third = (cell.y for cell in zone.cells)
    assert (second - first, third - second) == (CELL_HEIGHT + GAP, CELL_HEIGHT + AISLE)


def test_plan_begins_at_the_first_row_and_column_in_use():
    (zone,) = plan_of([Stand("7", "", 5, 9)])
    assert (zone.cells[0].x, zone.cells[0].y) == (GAP, GAP)


def test_plan_of_no_booths_is_empty():
    assert plan_of([]) == []


def test_free_booths_are_gathered_by_category():
    stands = [
        Stand("1", "", 1, 1),
        Stand("2", "", 1, 2, is_free=False),
        Stand("3", "", 1, 3, category="Góc"),
        Stand("4", "", 1, 4),
    ]
    assert [
        (category, [stand.number for stand in booths]) for category, booths in free_by_category(stands)
    ] == [
        ("Tiêu chuẩn", ["1", "4"]),
        ("Góc", ["3"]),
    ]
