"""Lists too long to hold: some hundred things at hand, the others in a file of their own until they are asked for."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from io import BytesIO
from itertools import count
from operator import attrgetter
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar, overload
from weakref import WeakValueDictionary, finalize

T = TypeVar("T")
#: Rows at hand at a time.
PART = 500
_numbers = count()
_shelves: WeakValueDictionary[int, Shelf] = WeakValueDictionary()


class Shelf:
    """A file without a name, gone with the shelf. What is put there comes back equal; what is `shared`, the same.

    Objects of `shared` types stay in memory and are only pointed at. `plain` are data classes made anew from their
    fields.
    """

    def __init__(self, *, shared: Iterable[type] = (), plain: Iterable[type] = ()) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0
        self._kept: list[Any] = []
        self._places: dict[int, int] = {}
        self._number = next(_numbers)
        _shelves[self._number] = self
        self._reducers: dict[type, Callable[[Any], Any]] = {
            **dict.fromkeys(shared, self._point_at),
            **{one: _by_fields(one) for one in plain},
        }

    def put(self, value: Any) -> int:
        """Put a value away; return where it lies."""
        if self._file is None:
            self._file = TemporaryFile(prefix="rows-")  # noqa: SIM115 - lives as long as the shelf
            finalize(self, self._file.close)
        out = BytesIO()
        pickler = pickle.Pickler(out, protocol=5)
        pickler.dispatch_table = self._reducers
        pickler.dump(value)
        place, data = self._end, out.getbuffer()
        self._file.seek(place)
        self._file.write(len(data).to_bytes(8, "big"))
        self._file.write(data)
        self._end += 8 + len(data)
        return place

    def get(self, place: int) -> Any:
        """The value that lies there."""
        if self._file is None:
            raise LookupError("nothing was put away")
        self._file.seek(place)
        size = int.from_bytes(self._file.read(8), "big")
        return pickle.loads(self._file.read(size))  # noqa: S301 - a file only this process has

    def kept(self, number: int) -> Any:
        return self._kept[number]

    def _point_at(self, thing: Any) -> tuple[Any, ...]:
        number = self._places.get(id(thing))
        if number is None:
            number = self._places[id(thing)] = len(self._kept)
            self._kept.append(thing)
        return _pointed_at, (self._number, number)


def _pointed_at(shelf: int, number: int) -> Any:
    return _shelves[shelf].kept(number)


def _by_fields(kind: type) -> Callable[[Any], Any]:
    values = attrgetter(*(one.name for one in fields(kind)))
    return lambda thing: (kind, values(thing))


class LongList(Sequence[T]):
    """A list of any length of which two parts at most are in memory; a short one is wholly.

    Things put away come back as other, equal objects each time: what is changed of them is kept only by setting them.
    """

    def __init__(self, things: Iterable[T] = (), *, shelf: Shelf | None = None) -> None:
        self.shelf = shelf or Shelf()
        self._size = PART
        self._places: list[int] = []
        self._last: list[T] = []
        self._at_hand: tuple[int, list[T]] = (-1, [])
        self._is_changed = False
        self.extend(things)

    def append(self, thing: T) -> None:
        self._last.append(thing)
        if len(self._last) == self._size:
            self._places.append(self.shelf.put(self._last))
            self._last = []

    def extend(self, things: Iterable[T]) -> None:
        for thing in things:
            self.append(thing)

    @property
    def is_short(self) -> bool:
        """Whether nothing of it was put away."""
        return not self._places

    def parts(self) -> Iterator[list[T]]:
        """Its things in order, some hundred at a time."""
        for number in range(len(self._places)):
            yield self._part(number)
        if self._last:
            yield self._last

    def __len__(self) -> int:
        return len(self._places) * self._size + len(self._last)

    def __iter__(self) -> Iterator[T]:
        for part in self.parts():
            yield from part

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> list[T]: ...
    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        part, within = self._where(place)
        return part[within]

    def __setitem__(self, place: int, thing: T) -> None:
        part, within = self._where(place)
        part[within] = thing
        self._is_changed |= part is not self._last

    def _where(self, place: int) -> tuple[list[T], int]:
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        number, within = divmod(place, self._size)
        return (self._part(number) if number < len(self._places) else self._last), within

    def _part(self, number: int) -> list[T]:
        if self._at_hand[0] != number:
            if self._is_changed:
                self._places[self._at_hand[0]] = self.shelf.put(self._at_hand[1])
                self._is_changed = False
            self._at_hand = (number, self.shelf.get(self._places[number]))
        return self._at_hand[1]


def in_parts(things: Iterable[T]) -> Iterator[list[T]]:
    """The things in order, some hundred at a time, each only when it is asked for."""
    part: list[T] = []
    for thing in things:
        part.append(thing)
        if len(part) == PART:
            yield part
            part = []
    if part:
        yield part
