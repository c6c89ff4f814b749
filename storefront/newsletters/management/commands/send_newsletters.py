"""`manage.py send_newsletters`: send what is left of newsletters that are being sent."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from storefront.newsletters.sending import send_all, sending


class Command(BaseCommand):
    help = (
        "Sends letters of newsletters that wait: after a restart, a mail server's rest, or without a worker."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sent = sum(send_all(pk) for pk in sending())
        self.stdout.write(_("Thư bản tin đã gửi: %(sent)s.") % {"sent": sent})
