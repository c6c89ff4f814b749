"""Work off what waits for search, again and again: the worker beside the web server."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from catalogue.search import outbox


class Command(BaseCommand):
    help = "Keep search words, suggestions and the search server's copy up to date with what changes."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--interval", type=float, default=2.0, help="seconds between two looks")
        parser.add_argument("--once", action="store_true", help="work off what waits now and end")

    def handle(self, *args: Any, **options: Any) -> None:
        outbox.follow(options["interval"], once=options["once"])
        if options["once"] and options["verbosity"] > 0:
            self.stdout.write(self.style.SUCCESS(f"Waiting: {outbox.lag().waiting}"))
