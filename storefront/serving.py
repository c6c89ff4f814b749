"""How gunicorn runs the shop (`gunicorn --config python:storefront.serving`), and the worker it runs it with."""

from __future__ import annotations

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


class EvenWorker(ThreadWorker):
    """gunicorn's thread worker that takes a new connection only while one of its threads is free for it.

    gunicorn's own takes whatever comes, up to `worker_connections`, and keeps it: of two workers the quicker one may
    hold every connection of a busy minute and answer with one core while the other sleeps.
    """

    @property
    def worker_connections(self) -> int:
        """How many connections it may hold now: those that rest, and one for each thread."""
        resting = len(self.keepalived_conns) + len(self.pending_conns)
        return min(self._most_connections, resting + self.cfg.threads)

    @worker_connections.setter
    def worker_connections(self, most: int) -> None:
        self._most_connections: int = most
