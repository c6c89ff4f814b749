"""`manage.py count_reviews`: count published reviews by product anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from storefront.reviews.ratings import count_all_anew


class Command(BaseCommand):
    help = "Counts the published reviews of every product anew and mends sums that are wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{count_all_anew()} products mended")
