"""Make the stored search words of every product again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from catalogue.search.indexing import rebuild


class Command(BaseCommand):
    help = "Compute the search words of every product anew and store those that differ."

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["verbosity"] == 0

        def progress(done: int, total: int) -> None:
            if not quiet:
                self.stdout.write(f"{done}/{total} ({done * 100 // total} %)")

        changed = rebuild(progress)
        if not quiet:
            self.stdout.write(self.style.SUCCESS(f"Search words: {changed} changed."))
