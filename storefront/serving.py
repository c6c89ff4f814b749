"""The worker gunicorn runs the shop with: one that leaves connections to others while its own threads are busy."""

from __future__ import annotations

from gunicorn.workers.gthread import ThreadWorker


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
