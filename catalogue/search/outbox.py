"""Working off what waits: words, suggestions and places made anew, and the search server told.

The database's own triggers put things in; so nothing that changed is missed, and what a crash left undone waits on.
Whoever works it off holds a lease, so that an older copy never overtakes a newer one.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from secrets import token_hex

from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from catalogue.models import Product
from catalogue.search import circuit, indexing, readings, suggesting, upkeep
from catalogue.search.backends.base import BackendAwayError
from catalogue.search.leases import BUILDER, DRAINER, Lease
from catalogue.search.models import Note, Waiting
from catalogue.search.synonyms import fingerprint
from catalogue.search.upkeep import tallies

logger = logging.getLogger(__name__)

BATCH = 2000
LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Lag:
    """How much waits, and since when."""

    waiting: int
    since: datetime | None

    @property
    def seconds(self) -> int:
        return int((timezone.now() - self.since).total_seconds()) if self.since else 0


def lag() -> Lag:
    """What waits now."""
    rows = Waiting.objects.filter(told=False)
    return Lag(rows.count(), rows.aggregate(since=Min("since"))["since"])


def drain(most: int | None = None) -> int:
    """Work off what waits (at most `most` rows); return how many rows were. Nothing while somebody else does.

    Raises `BackendAwayError` when the search server cannot be told; what was not told waits on.
    """
    done = 0
    with Lease(DRAINER, token_hex(8), LEASE) as lease:
        while lease.held and (most is None or done < most):
            building = Lease.is_held(BUILDER)
            rows = Waiting.objects.order_by("pk")
            batch = list(
                (rows.filter(told=False) if building else rows).values_list("pk", "kind", "ref")[:BATCH]
            )
            if not batch:
                break
            _work_off(batch)
            taken = Waiting.objects.filter(pk__in=[pk for pk, _kind, _ref in batch])
            # While an index is being built, what was told to the old one has to be told to the new one as well.
            if building:
                taken.update(told=True)
            else:
                taken.delete()
            done += len(batch)
            lease.renew()
        if lease.held:
            tallies.settle()
    return done


def _work_off(batch: list[tuple[int, str, int]]) -> None:
    products = sorted({ref for _pk, kind, ref in batch if kind == Waiting.Kind.PRODUCT})
    pages = sorted({ref for _pk, kind, ref in batch if kind == Waiting.Kind.READING})
    upkeep.refresh(connection, products)
    indexing.refresh_products(products)
    indexing.refresh_outlets(products)
    suggesting.refresh_products(products)
    readings.refresh(pages)
    if server := serving():
        server.index_products(products)
        server.index_readings(readings.refs_of(pages))


def serving():
    """The module that keeps a copy on a search server, or None where the database answers alone."""
    if not settings.ELASTICSEARCH_URL or settings.SEARCH_BACKEND.endswith(".database"):
        return None
    return import_module("catalogue.search.server.writing")


def put_all_if_words_changed() -> None:
    """Let every product wait when a new release makes other words of them (docs/search.md)."""
    note, _new = Note.objects.get_or_create(name="words")
    if note.value == fingerprint():
        return
    now = timezone.now()
    pks = Product.objects.order_by("pk").values_list("pk", flat=True)
    Waiting.objects.bulk_create(
        (Waiting(kind=Waiting.Kind.PRODUCT, ref=pk, since=now) for pk in pks.iterator()), batch_size=2000
    )
    Note.objects.filter(name="words").update(value=fingerprint())


def attend(*, cold: bool) -> bool:
    """Build the server's index where it has none; ask it first where it may be slow. Return whether it is away.

    `cold`: it was away when last looked at. Raises `BackendAwayError` when it goes away on the way.
    """
    server = serving()
    if server is None:
        return False
    try:
        unbuilt = server.is_unbuilt()
    except BackendAwayError:
        # Whoever asks finds out, and how long to leave it alone is for the circuit to say.
        return True
    if unbuilt:
        logger.warning("search server without an index, building it")
        try:
            server.rebuild(lambda _done, _total: drain())
        except server.AlreadyBuildingError:
            return False
        drain()
    if unbuilt or cold or circuit.is_away():
        import_module(settings.SEARCH_BACKEND).warm(timezone.localdate())
    if unbuilt:
        circuit.close_it()
    return False


def follow(pause: float, *, once: bool = False) -> None:
    """Work off what waits, again and again, `pause` seconds apart; a server that is away is tried later.

    A server without an index, new or come back without its data, gets one: nobody has to think of it. One that has
    been away is asked with patience first: fresh from its start it would miss the short time-out of shoppers.
    """
    from time import sleep  # noqa: PLC0415 -- only here

    cold = False
    while True:
        try:
            drain()
            cold = attend(cold=cold)
        except BackendAwayError as error:
            circuit.open_it(error)
            cold = True
            pause_now = max(pause, 5.0)
        else:
            pause_now = pause
        if once:
            return
        sleep(pause_now)
