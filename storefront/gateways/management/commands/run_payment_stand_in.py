"""`manage.py run_payment_stand_in`: VNPay and a bank on this machine, for a demonstration without money."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from storefront.gateways.models import BankHook
from storefront.gateways.stand_in.server import LOOPBACK, StandIn
from storefront.gateways.stand_in.vnpay import StandInVNPay


def watcher(account: str) -> tuple[str, str, str] | None:
    """The newest key in use that watches an account."""
    owner = Q(producer__bank_account=account)
    if account and account == settings.OCOP_OPERATOR.get("bank_account"):
        owner |= Q(producer=None)
    try:
        hook = BankHook.objects.filter(owner, revoked_at=None).order_by("-pk").first()
    finally:
        connection.close()
    return (hook.channel, hook.address, hook.secret) if hook else None


class Command(BaseCommand):
    help = (
        "Runs a stand-in of VNPay's payment page and of a bank with SePay and payOS calls, on loopback only. "
        "It refuses what the real ones refuse. Only for a site that shows the demonstration banner."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8090)
        parser.add_argument("--shop", default=settings.PUBLIC_BASE_URL, help="where the shop answers")

    def handle(self, *args: Any, port: int, shop: str, **options: Any) -> None:
        if not settings.OCOP_DEMO_BANNER:
            raise CommandError(_("Chỉ chạy được cho bản trình diễn (OCOP_DEMO_BANNER)."))
        vnpay = StandInVNPay(
            settings.OCOP_VNPAY_TMN_CODE or "STANDIN1", settings.OCOP_VNPAY_HASH_SECRET or "stand-in"
        )
        server = StandIn(port, vnpay=vnpay, shop=shop, watcher=watcher)
        self.stdout.write(f"VNPay     http://{LOOPBACK}:{port}/paymentv2/vpcpay.html")
        self.stdout.write(f"{_('Ngân hàng')} http://{LOOPBACK}:{port}/ngan-hang/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            server.server_close()
