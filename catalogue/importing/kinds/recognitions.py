"""Lists of recognised products: a star with its decision, and what else the list knows of them."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from catalogue.importing.claims import read_claim
from catalogue.importing.given import FileKind
from catalogue.importing.kinds.kind import KindOfFile, Words
from catalogue.importing.row_planner import RowPlanner

RECOGNITIONS = KindOfFile(
    kind=FileKind.RECOGNITIONS,
    title=_("Danh sách công nhận"),
    about=_("Sản phẩm được công nhận hạng sao theo quyết định. Sản phẩm, chủ thể chưa có sẽ được tạo."),
    planner=partial(RowPlanner, read=read_claim),
    words=Words(star=_("Sao"), heads=(_("Quyết định"), _("Hết hạn"))),
)
