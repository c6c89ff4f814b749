"""A carrier on this machine, for the demo and for trying the settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from storefront.shipping.carriers.stand_in import StandInCarrier


class Command(BaseCommand):
    help = "Answers as a carrier would on 127.0.0.1, with OCOP_CARRIER_KEY, until it is stopped."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, default=8199)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.OCOP_CARRIER_KEY:
            raise CommandError("Hãy đặt OCOP_CARRIER_KEY trước.")
        with StandInCarrier(key=settings.OCOP_CARRIER_KEY, port=port) as carrier:
            self.stdout.write(f"OCOP_CARRIER_URL={carrier.url}")
            carrier.serve_forever()
