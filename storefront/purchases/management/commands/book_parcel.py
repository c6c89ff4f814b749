"""Book an order's parcel with the carrier the settings name."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storefront.errors import DomainError
from storefront.order.models import Order
from storefront.purchases.booking import book_parcel
from storefront.shipping.carriers.base import CarrierError, carrier_service


class Command(BaseCommand):
    help = "Books the parcel of an order with the carrier of OCOP_CARRIER and records its number."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("number", help="number of the order")

    def handle(self, *args: Any, number: str, **options: Any) -> None:
        service = carrier_service()
        if service is None:
            raise CommandError("Hãy đặt OCOP_CARRIER, OCOP_CARRIER_URL và OCOP_CARRIER_KEY trước.")
        order = Order.objects.select_related("group__province", "delivery").filter(number=number).first()
        if order is None:
            raise CommandError(f"Không có đơn {number}.")
        try:
            parcel = book_parcel(order, service)
        except CarrierError as error:
            raise CommandError(f"Bên vận chuyển không trả lời: {error}.") from error
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"{parcel.carrier_name} {parcel.number}")
