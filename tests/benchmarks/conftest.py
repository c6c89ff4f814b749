"""The same questions to every backend."""

from tests.factories.search_server import _no_indexes_left, find, search_server

__all__ = ["_no_indexes_left", "find", "search_server"]
