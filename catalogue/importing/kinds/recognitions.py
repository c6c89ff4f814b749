"""Lists of recognised products: a star with its decision, and what else the list knows of them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from catalogue.importing.claims import read_claim
from catalogue.importing.given import FileKind
from catalogue.importing.kinds.kind import KindOfFile, Words
from catalogue.importing.plans import PlannedRow
from catalogue.importing.records import Record
from catalogue.importing.row_planner import RowPlanner


def plan_rows(records: list[Record], *, on: date) -> list[PlannedRow]:
    return RowPlanner(records, on=on, read=read_claim).plan()


RECOGNITIONS = KindOfFile(
    kind=FileKind.RECOGNITIONS,
    title=_("Danh sách công nhận"),
    about=_("Sản phẩm được công nhận hạng sao theo quyết định. Sản phẩm, chủ thể chưa có sẽ được tạo."),
    plan_rows=plan_rows,
    words=Words(star=_("Sao"), heads=(_("Quyết định"), _("Hết hạn"))),
)
