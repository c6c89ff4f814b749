"""Producers and products the rows of a file speak of: in the register already, or brought by the file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from catalogue.certification.models import LedgerEntry
from catalogue.importing.shelf import Shelf
from catalogue.models import Product
from catalogue.producers.models import Producer


class Reference(ABC):
    """One thing, shared by all rows that speak of it. What is heavy of it can be set aside and comes back by itself.

    `facts` are what the file adds.
    """

    __slots__ = ("_existing", "_heavy", "_key", "_place", "_shelf")
    model: type[Any]

    def __init__(self, existing: Any, *heavy: Any) -> None:
        self._heavy: list[Any] | None = [*heavy]
        self._shelf: Shelf | None = None
        self._place = -1
        self._key: int | None = None
        self._existing = existing

    @property
    def pk(self) -> int | None:
        """Its key in the register; none while it is not there."""
        return self._key if self._existing is None else self._existing.pk

    @property
    def existing(self) -> Any:
        """The producer, the product itself; read anew after it was set aside."""
        if self._existing is None and self._key is not None:
            self._existing = self.model._default_manager.get(pk=self._key)
        return self._existing

    @existing.setter
    def existing(self, value: Any) -> None:
        self._existing = value

    @property
    def is_away(self) -> bool:
        """Whether its row of the register would have to be read anew."""
        return self._existing is None and self._key is not None

    @property
    def facts(self) -> dict[str, Any]:
        return self._recall()[0]

    @facts.setter
    def facts(self, value: dict[str, Any]) -> None:
        self._recall()[0] = value

    def set_aside(self, shelf: Shelf) -> None:
        """Keep only its key and its place on the shelf."""
        if self._heavy is not None:
            if any(self._heavy):
                self._shelf, self._place = shelf, shelf.put(self._heavy)
            else:
                self._shelf = None
            self._heavy = None
        self._let_go()

    def forget(self) -> None:
        """It is written: nothing but its key is asked for any more."""
        self._heavy, self._shelf = None, None
        self._let_go()

    def _let_go(self) -> None:
        if self._existing is not None:
            self._key = self._existing.pk
            self._existing = None

    def _recall(self) -> list[Any]:
        if self._heavy is None:
            self._heavy = self._shelf.get(self._place) if self._shelf else self._nothing()
        return self._heavy

    @abstractmethod
    def _nothing(self) -> list[Any]:
        """What is heavy of one of which nothing was told."""


class ProducerRef(Reference):
    """A producer of the register (`existing`) or one this file brings; rows of one producer share the object."""

    __slots__ = ("name", "tax_code")
    model = Producer

    def __init__(
        self,
        name: str,
        existing: Producer | None = None,
        tax_code: str = "",
        facts: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(existing, {} if facts is None else facts)
        self.name, self.tax_code = name, tax_code

    def _nothing(self) -> list[Any]:
        return [{}]


class ProductRef(Reference):
    """A product of the register or one this file brings, with the ledger as it stands and as the file adds to it.

    `told` are the facts rows have told of it, each with the first row that did.
    """

    __slots__ = ("first_row", "producer", "title")
    model = Product

    def __init__(self, title: str, producer: ProducerRef, existing: Product | None = None) -> None:
        super().__init__(existing, {}, [], {})
        self.title, self.producer = title, producer
        self.first_row: int | None = None

    @property
    def entries(self) -> list[LedgerEntry]:
        return self._recall()[1]

    @entries.setter
    def entries(self, value: list[LedgerEntry]) -> None:
        self._recall()[1] = value

    @property
    def told(self) -> dict[Any, int]:
        return self._recall()[2]

    def _nothing(self) -> list[Any]:
        return [{}, [], {}]


def bring_back(refs: Iterable[Reference]) -> None:
    """Read what of these was set aside, in a query for each table."""
    away: dict[type[Any], dict[Any, Reference]] = {}
    for ref in refs:
        if ref.is_away:
            away.setdefault(ref.model, {})[ref.pk] = ref
    for model, by_pk in away.items():
        for pk, existing in model._default_manager.in_bulk(list(by_pk), field_name="pk").items():
            by_pk[pk].existing = existing
