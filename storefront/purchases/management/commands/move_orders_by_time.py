"""`manage.py move_orders_by_time`: note what time has done to orders, and send notices that did not go out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from storefront.holds.holding import sweep
from storefront.purchases.moving import move_overdue
from storefront.purchases.telling_again import tell_again


class Command(BaseCommand):
    help = (
        "Cancels orders whose payment did not come in time, completes delivered ones, and sends notices again. "
        "Nothing depends on when it runs: pages and checkouts reckon with time themselves."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        moved = move_overdue()
        sent = tell_again()
        sweep()
        self.stdout.write(
            _("Đơn chuyển theo hạn: %(moved)s. Tin gửi lại được: %(sent)s.") % {"moved": moved, "sent": sent}
        )
