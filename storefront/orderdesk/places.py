"""What brought shoppers, by name: fairs, sessions, codes and sales points, looked up together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fairs.models import Booth, Fair, LivestreamSession, SalesPoint
from qr.models import Code


@dataclass(frozen=True)
class Places:
    """Names by kind and reference; `booths` by the fair's reference and the producer's pk."""

    names: dict[tuple[str, str], str] = field(default_factory=dict)
    booths: dict[tuple[str, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, touchpoints: Iterable[Mapping[str, Any] | None]) -> Places:
        """Look up what these notes speak of: a query for each kind among them, one more for booths of fairs."""
        wanted: dict[str, set[str]] = {}
        for note in touchpoints:
            if note and note.get("kind") and note.get("reference"):
                wanted.setdefault(str(note["kind"]), set()).add(str(note["reference"]))
        names = {
            (kind, reference): name
            for kind, references in wanted.items()
            for reference, name in _NAMES.get(kind, _nothing)(references)
        }
        fairs = wanted.get("fair", set())
        booths = Booth.objects.filter(fair__slug__in=fairs, producer__isnull=False) if fairs else []
        numbers: dict[tuple[str, int], list[str]] = {}
        if fairs:
            for slug, producer, number in booths.order_by("number").values_list(
                "fair__slug", "producer", "number"
            ):
                numbers.setdefault((slug, producer), []).append(number)
        return cls(names, {key: ", ".join(some) for key, some in numbers.items()})

    def name_of(self, note: Mapping[str, Any] | None) -> str:
        """The name of what a note speaks of; its reference when that is gone; "" without a note."""
        if not note:
            return ""
        key = (str(note.get("kind", "")), str(note.get("reference", "")))
        return self.names.get(key, key[1])

    def booth_of(self, note: Mapping[str, Any] | None, producer: int) -> str:
        """The producer's booths at the fair a note speaks of."""
        if not note or note.get("kind") != "fair":
            return ""
        return self.booths.get((str(note.get("reference", "")), producer), "")


def _fairs(slugs: set[str]) -> Iterable[tuple[str, str]]:
    return Fair.objects.filter(slug__in=slugs).values_list("slug", "name")


def _sessions(slugs: set[str]) -> Iterable[tuple[str, str]]:
    return LivestreamSession.objects.filter(slug__in=slugs).values_list("slug", "name")


def _points(slugs: set[str]) -> Iterable[tuple[str, str]]:
    return SalesPoint.objects.filter(slug__in=slugs).values_list("slug", "name")


def _codes(codes: set[str]) -> Iterable[tuple[str, str]]:
    found = Code.objects.filter(code__in=codes).values_list("code", "product__title")
    return [(code, title or code) for code, title in found]


def _nothing(_references: set[str]) -> Iterable[tuple[str, str]]:
    return ()


_NAMES = {"fair": _fairs, "livestream": _sessions, "sales_point": _points, "code": _codes}
