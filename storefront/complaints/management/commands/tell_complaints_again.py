"""`manage.py tell_complaints_again`: send the notices about complaints that did not go out. For a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from storefront.complaints.telling import tell_again


class Command(BaseCommand):
    help = "Sends what could not be sent before about complaints, up to five times each."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tell_again()} messages sent")
