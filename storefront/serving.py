"""How gunicorn runs the shop (`gunicorn --config python:storefront.serving`), and the worker it runs it with."""

from __future__ import annotations

from time import monotonic
from typing import Any

from gunicorn.http import message
from gunicorn.workers.gthread import ThreadWorker

#: As sent: ten kilobytes of Vietnamese are thirty in an address. gunicorn knows nothing between 8 KB and no end at
#: all, and what is longer gets an answer of its own that no shopper understands.
LONGEST_ADDRESS = 64 * 1024

message.MAX_REQUEST_LINE = LONGEST_ADDRESS

# gunicorn reads these by their names.
worker_class = "storefront.serving.EvenWorker"
threads = 4
limit_request_line = LONGEST_ADDRESS


#: Seconds between two connections a worker takes whose threads are all busy.
PATIENCE = 0.025


class EvenWorker(ThreadWorker):
    """gunicorn's thread worker that leaves a new connection to others first while its own threads are busy.

    gunicorn's own takes whatever comes, up to `worker_connections`, and keeps it: of two workers the quicker one may
    hold every connection of a busy minute and answer with one core while the other sleeps. A connection that no
    worker has a thread for is taken all the same, one in `PATIENCE`: it would wait for those that ask on and on.
    """

    _taken_at = 0.0

    @property
    def worker_connections(self) -> int:
        """How many connections it may hold now; connections that rest between two questions keep no thread."""
        at_work = self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns)
        if at_work < self.cfg.threads or monotonic() - self._taken_at >= PATIENCE:
            return self._most_connections
        return 0

    @worker_connections.setter
    def worker_connections(self, most: int) -> None:
        self._most_connections: int = most

    def accept(self, listener: Any) -> None:
        """Take a connection and remember when."""
        self._taken_at = monotonic()
        super().accept(listener)
