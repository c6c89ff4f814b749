"""Make everything search looks in again, while people go on searching."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue.search import indexing, outbox, readings
from catalogue.search.backends.base import BackendAwayError


class Command(BaseCommand):
    help = (
        "Compute the search words of every product anew, with vocabulary, suggestions and stories; "
        "with a search server also build its index anew beside the old one and turn to it."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--server-only", action="store_true", help="build only the server's index")

    def handle(self, *args: Any, **options: Any) -> None:
        self.quiet = options["verbosity"] == 0
        if not options["server_only"]:
            changed = indexing.rebuild(self.progress("words"))
            self.say(f"Search words: {changed} changed.")
            self.say(f"Stories, news, guides: {readings.rebuild()}.")
        server = outbox.serving()
        if server is None:
            return
        try:
            built = server.rebuild(self.progress("index"))
            outbox.drain()
        except server.AlreadyBuildingError as error:
            raise CommandError(
                "Another rebuild is under way; wait for it or for its five minutes."
            ) from error
        except BackendAwayError as error:
            raise CommandError(f"The search server refused, the old index goes on: {error}") from error
        self.say(f"Index: {built} documents, in use.")

    def say(self, text: str) -> None:
        if not self.quiet:
            self.stdout.write(self.style.SUCCESS(text))

    def progress(self, what: str) -> Callable[[int, int], None]:
        def show(done: int, total: int) -> None:
            if not self.quiet:
                self.stdout.write(f"{what}: {done}/{total} ({done * 100 // max(total, 1)} %)")

        return show
