"""`manage.py forget_old_personal_data [--dry-run]`: blank what the law no longer wants kept. For a daily timer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from storefront.privacy.forgetting import complaints_to_forget, forget_old, groups_to_forget
from storefront.privacy.sweeps import all_due, run_sweeps


class Command(BaseCommand):
    help = (
        "Blanks names, telephones, addresses, e-mails and free words after OCOP_KEEP_ORDERS_DAYS, bank statements "
        "with them, and what is left of products taken out of the shop after OCOP_KEEP_LISTINGS_DAYS."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only name what would be forgotten")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            found = [*groups_to_forget(), *complaints_to_forget()]
            for one in found:
                self.stdout.write(one.number)
            swept = [f"{sweep.name}: {row.pk}" for sweep, row in all_due()]
            for line in swept:
                self.stdout.write(line)
            self.stdout.write(f"{len(found) + len(swept)} would be forgotten, nothing was changed")
            return
        count = 0
        for one in forget_old():
            self.stdout.write(one.number)
            count += 1
        self.stdout.write(f"{count} forgotten")
        for name, number in run_sweeps().items():
            if number:
                self.stdout.write(f"{name}: {number}")
