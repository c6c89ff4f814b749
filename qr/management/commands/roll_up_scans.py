"""Roll up scans by day and clear what is no longer needed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from qr import scans


class Command(BaseCommand):
    help = (
        "Count the scans of every finished day and clear scans older than --keep-days (default 90). "
        "Run it daily; running it twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keep-days", type=int, default=scans.KEEP_DAYS, help="days single scans are kept"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep_days"] < 1:
            raise CommandError(_("Phải giữ lượt quét ít nhất 1 ngày."))
        done = scans.roll_up_all(today=timezone.localdate(), keep_days=options["keep_days"])
        self.stdout.write(
            _("Đã cộng %(days)d ngày (%(counts)d số đếm), xoá %(cleared)d lượt quét cũ.") % done
        )
