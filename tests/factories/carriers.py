"""The stand-in carrier, served on loopback, and the shop connected to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache

from storefront.shipping.carriers.stand_in import StandInCarrier

KEY = "a key of the test"


@contextmanager
def running_carrier(settings: Any) -> Iterator[StandInCarrier]:
    """A carrier that answers, with nothing known of it from before."""
    cache.clear()
    with StandInCarrier(key=KEY) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.OCOP_CARRIER, settings.OCOP_CARRIER_KEY = "ghn", KEY
        settings.OCOP_CARRIER_URL = server.url
        yield server
        server.shutdown()
    cache.clear()
