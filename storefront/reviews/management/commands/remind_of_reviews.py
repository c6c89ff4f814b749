"""`manage.py remind_of_reviews`: ask buyers once, and send notices about reviews that did not go out. For a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from storefront.reviews.reminding import remind
from storefront.reviews.telling import tell_again


class Command(BaseCommand):
    help = (
        "Asks whoever bought, once per order, what they think (OCOP_REVIEW_REMINDER_DAYS after completion), and "
        "sends notices about reviews that could not be sent before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind()} reminders and {tell_again()} notices sent")
