"""Give a code to every listed product that has none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from catalogue.models import Product
from qr import codes


class Command(BaseCommand):
    help = "Issue a QR code to every listed product that has none. Running it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        issued = codes.issue_missing(Product.objects.listed().order_by("pk"))
        self.stdout.write(_("Đã cấp %(count)d mã mới.") % {"count": len(issued)})
