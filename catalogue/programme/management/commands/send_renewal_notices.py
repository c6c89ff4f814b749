"""Tell producers whose stars end soon."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.programme.notices import send_renewal_notices

SOME_FAILED = 1


class Command(BaseCommand):
    help = (
        "Gửi thư nhắc gia hạn cho chủ thể có địa chỉ thư, mỗi mốc một lần. Chạy mỗi ngày; chạy lại không gửi lại. "
        "Mã thoát: 0 gửi được hết, 1 có thư chưa gửi được (lần chạy sau gửi lại)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem sẽ gửi gì, không gửi, không ghi")

    def handle(self, *args: Any, **options: Any) -> None:
        sending = send_renewal_notices(on=timezone.localdate(), dry_run=options["dry_run"])
        if options["dry_run"]:
            for producer, products in sending.letters:
                names = "; ".join(f"{product.title} ({product.ends_on:%d/%m/%Y})" for product in products)
                self.stdout.write(f"{producer.name} <{producer.email}>: {names}")
            told = _("Chạy thử, chưa gửi gì: sẽ gửi %(letters)s thư về %(notices)s sản phẩm.")
        else:
            told = _("Đã gửi %(letters)s thư về %(notices)s sản phẩm.")
        self.stdout.write(told % {"letters": len(sending.letters), "notices": sending.notices})
        if sending.failed:
            failed = _("%(count)s thư chưa gửi được, xem nhật ký.") % {"count": len(sending.failed)}
            self.stderr.write(self.style.ERROR(failed))
            sys.exit(SOME_FAILED)
