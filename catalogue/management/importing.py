"""What the three import commands share: one file, planned, told, and written unless it is a dry run."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import PurePath
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.importing.applying import accept_content
from catalogue.importing.errors import FileError, ImportRefusedError
from catalogue.importing.given import FileKind, Given
from catalogue.importing.planning import ImportPlan, plan_import, read_content
from catalogue.management.given_options import add_given_arguments, given_of_options, told_of_reading
from storefront.errors import DomainError

NOTHING_REFUSED, ROWS_REFUSED, FILE_UNREADABLE = 0, 1, 2


class ImportCommand(BaseCommand):
    """A command that brings one kind of file into the register; says how it ended by its exit code."""

    kind: FileKind
    about: str
    exit_codes = "Mã thoát: 0 không dòng nào bị từ chối, 1 có dòng bị từ chối, 2 không đọc được tệp."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = f"{self.about} {self.exit_codes}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="tệp .csv hoặc .xlsx (cột: docs/import.md)")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi gì")
        parser.add_argument(
            "--accept-good-rows", action="store_true", help="nhập các dòng hợp lệ, bỏ dòng bị từ chối"
        )
        parser.add_argument("--ignore-unknown-columns", action="store_true", help="bỏ qua cột không nhận ra")
        add_given_arguments(parser)
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON, không in gì khác")

    def given(self, options: dict[str, Any]) -> Given:
        """What the options say about the file beside what stands in it."""
        return given_of_options(options, kind=self.kind)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan, is_written = self._carry_out(options)
        except FileError as error:
            self._tell_unreadable(error, as_json=options["json"])
            sys.exit(FILE_UNREADABLE)
        counted = is_written or options["dry_run"]
        if options["json"]:
            told = plan.as_json() if counted else {**plan.as_json(), "created": 0, "updated": 0}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._tell(plan, is_written=is_written, is_dry=options["dry_run"])
        if plan.refused:
            sys.exit(ROWS_REFUSED)

    def _carry_out(self, options: dict[str, Any]) -> tuple[ImportPlan, bool]:
        """The plan, and whether it was written. It is made once: the one made to be written is the one told."""
        file, given = options["file"], self.given(options)
        if options["dry_run"]:
            return plan_import(file, given=given), False
        content, name = read_content(file), PurePath(file).name
        good_rows, today = options["accept_good_rows"], timezone.localdate()
        try:
            done = accept_content(content, name=name, on=today, given=given, accept_good_rows=good_rows)
        except ImportRefusedError as refusal:
            return refusal.plan, False
        return done.plan, True

    def _tell_unreadable(self, error: DomainError, *, as_json: bool) -> None:
        if as_json:
            problem = {"row": 0, "field": error.field, "code": error.code, "message": str(error.message)}
            told = {"created": 0, "updated": 0, "unchanged": 0, "refused": [problem]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        self.stderr.write(self.style.ERROR(str(error.message)))

    def _tell(self, plan: ImportPlan, *, is_written: bool, is_dry: bool) -> None:
        for sentence in told_of_reading(plan):
            self.stdout.write(sentence)
        if plan.ignored_headings:
            self.stdout.write(_("Bỏ qua cột không nhận ra: %(names)s") % {"names": plan.ignored_headings})
        if is_dry:
            self.stdout.write(_("Chạy thử, chưa ghi gì. Nếu nhập:"))
        elif not is_written:
            self.stdout.write(
                self.style.WARNING(_("Chưa nhập gì vì có dòng bị từ chối. Nếu nhập các dòng hợp lệ:"))
            )
        self.stdout.write(
            _(
                "created %(created)s (tạo mới), updated %(updated)s (cập nhật), "
                "unchanged %(unchanged)s (không đổi), refused %(refused)s (từ chối)"
            )
            % plan.counts
        )
        self._tell_offers(plan)
        if plan.refused:
            self._tell_refused(plan)
        if not is_written and not is_dry:
            self.stdout.write(_("Sửa các dòng trên, hoặc thêm --accept-good-rows để nhập các dòng hợp lệ."))

    def _tell_offers(self, plan: ImportPlan) -> None:
        """Near names are a person's to decide: here they are only said."""
        offers = [(row.record, offer) for row in plan.rows for offer in row.record.offers]
        for record, offer in offers:
            where = _("dòng %(row)s") % {"row": record.line or record.row}
            self.stdout.write(self.style.WARNING(f"{where}: {offer.warning}"))
        if offers:
            self.stdout.write(_("Muốn chọn cái đã có thì nhập tệp trên trang Nhập hồ sơ đánh giá."))

    def _tell_refused(self, plan: ImportPlan) -> None:
        heads = {"row": _("dòng"), "field": _("cột"), "code": _("mã"), "message": _("lý do")}
        table = [heads, *(problem.as_dict() for problem in plan.refused)]
        width = {name: max(len(str(line[name])) for line in table) for name in ("row", "field", "code")}
        for line in table:
            self.stdout.write(
                f"{line['row']!s:>{width['row']}}  {line['field']:<{width['field']}}  "
                f"{line['code']:<{width['code']}}  {line['message']}"
            )
