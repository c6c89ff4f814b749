"""What an officer gives with a file, as the cells it stands for. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalogue.importing.cells import Cell, read_decision
from catalogue.importing.column_sets import COLUMN_SETS
from catalogue.importing.errors import CellError, FileError
from catalogue.importing.given import Given
from catalogue.importing.section_rows import read_section
from catalogue.importing.tables import Origin, Told

PLACE_KEYS = ("province", "district", "commune", "locality")


def given_facts(given: Given) -> dict[str, Told]:
    """The facts by column key. Raises `FileError` for a decision number that is none."""
    cells: dict[str, Cell] = {"authority": given.authority.strip(), **read_place(given.place)}
    if given.decision.strip():
        try:
            cell = read_decision(given.decision)
        except CellError as error:
            raise FileError(str(error.message), code=error.code, field="decision") from error
        if cell is None or not cell.number:
            message = _("“%(text)s” không phải là số quyết định; hãy viết như 1114/QĐ-UBND")
            raise FileError(
                message % {"text": given.decision}, code="decision-number-invalid", field="decision"
            )
        cells["decision"] = cell.number
        cells["decided_on"] = cell.decided_on
    if given.decided_on:
        cells["decided_on"] = given.decided_on
    elsewhere = COLUMN_SETS[given.kind].given_as
    return {elsewhere.get(key, key): Told(cell, Origin.GIVEN) for key, cell in cells.items() if cell}


def read_place(text: str) -> dict[str, Cell]:
    """`Thanh Hóa`, `Huyện Hậu Lộc, tỉnh Thanh Hóa`: the place columns such a text stands for.

    The last part without "huyện", "xã" … is the province, other such parts are a locality.
    """
    facts: dict[str, Cell] = {}
    for part in reversed([part.strip() for part in text.split(",") if part.strip()]):
        section = read_section(part)
        named = {key: value for key, value in section.facts.items() if key in PLACE_KEYS} if section else {}
        if not named:
            named = {"locality" if facts.get("province") else "province": part}
        facts.update(named)
    return facts
