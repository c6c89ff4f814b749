"""Make the renditions pictures lack, or all of them anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from storefront.pictures.library import missing_in_library
from storefront.pictures.making import missing_renditions


class Command(BaseCommand):
    help = "Make the renditions (AVIF, WebP, JPEG) of product pictures and of the editors' images."

    def add_arguments(self, parser: Any) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--missing", action="store_true", help="only what is not there")
        which.add_argument(
            "--all", action="store_true", help="everything, in the sizes and forms of this version"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        made = failed = 0
        for drawn in self._pictures(options["all"]):
            made, failed = made + drawn, failed + (not drawn)
        self.stdout.write(
            _("Đã làm %(made)s ảnh, không làm được %(failed)s ảnh.") % {"made": made, "failed": failed}
        )
        if failed:
            raise CommandError(_("Có ảnh không đọc được; xem nhật ký để biết ảnh nào."))

    def _pictures(self, anew: bool) -> Any:
        for step, drawn in enumerate(missing_renditions(anew=anew), 1):
            self._say(step)
            yield drawn
        for step, drawn in enumerate(missing_in_library(anew=anew), 1):
            self._say(step)
            yield drawn

    def _say(self, step: int) -> None:
        if step % 50 == 0:
            self.stdout.write(_("… %(number)s ảnh") % {"number": step})
