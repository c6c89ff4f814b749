"""What is nearly the same in the register is offered, never taken: the officer says which it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalogue.importing.likeness import NearNames, bare, plain
from catalogue.models import Product
from catalogue.producers.models import Producer
from storefront.vietnamese import fold

_BATCH = 500
#: The choice of a new one; any other is the key of the one in the register.
NEW = 0


@dataclass(frozen=True)
class Offer:
    """A name of the file, and what in the register is nearly called so. `chosen` is None before a choice.

    Until then the name means a new one; where `is_taken` – called the same, in another commune – the known one.
    """

    key: str
    name: str
    known: list[dict[str, Any]] = field(default_factory=list)
    chosen: int | None = None
    is_taken: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "name": self.name,
            "known": self.known,
            "chosen": self.chosen,
            "is_taken": self.is_taken,
        }

    @property
    def warning(self) -> str:
        """What is said where nobody can choose, and until somebody has."""
        if self.is_taken:
            return _("Trong sổ “%(name)s” ở %(place)s, tệp ghi nơi khác. Chưa chọn thì hiểu là một.") % {
                "name": self.name,
                "place": self.known[0]["place"],
            }
        names = "; ".join(f"“{one['name']}” ({one['place']})" for one in self.known)
        return _("Gần giống %(names)s đã có trong sổ. Chưa chọn thì hiểu “%(name)s” là cái mới.") % {
            "names": names,
            "name": self.name,
        }


def producer_key(name: str, province_id: int | None) -> str:
    """What a choice about a producer is kept under."""
    return f"p|{province_id}|{fold(name)}"


def product_key(title: str, producer_id: int) -> str:
    """What a choice about a product of a producer of the register is kept under."""
    return f"s|{producer_id}|{fold(title)}"


def shown_producer(producer: Producer) -> dict[str, Any]:
    """A producer of the register as an offer shows it."""
    place = producer.commune or producer.province
    return {"pk": producer.pk, "name": producer.name, "place": str(place or "")}


class NearProducers:
    """The producers of some provinces by nearly the same name; read when first asked for."""

    def __init__(self) -> None:
        self._expected: set[int] = set()
        self._names: dict[int, NearNames] = {}
        self._shown: dict[int, dict[str, Any]] = {}
        self._tax_codes: dict[int, str] = {}

    def expect(self, provinces: Iterable[int]) -> None:
        """Say of which provinces names will be looked up: they are read together."""
        self._expected |= set(provinces) - self._names.keys()

    def near(self, name: str, province_id: int, *, tax_code: str = "") -> list[dict[str, Any]]:
        """`{"pk", "name", "place"}` of the nearest; who has another tax code is somebody else."""
        if self._expected:
            self._names.update(self._read(self._expected))
            self._expected = set()
        names = self._names.get(province_id)
        return [
            self._shown[pk]
            for pk in (names.near(bare(name)) if names else [])
            if fold(self._shown[pk]["name"]) != fold(name) and not (tax_code and self._tax_codes[pk])
        ]

    def _read(self, provinces: set[int]) -> dict[int, NearNames]:
        by_province: dict[int, list[tuple[int, str]]] = {pk: [] for pk in provinces}
        rows = Producer.objects.filter(province__in=provinces).select_related("commune", "province")
        told = ("name", "tax_code", "province__name", "commune__name", "commune__kind")
        for one in rows.only(*told).order_by("pk"):
            self._shown[one.pk] = shown_producer(one)
            self._tax_codes[one.pk] = one.tax_code
            by_province[one.province_id].append((one.pk, bare(one.name)))
        return {province: NearNames(names) for province, names in by_province.items()}


class NearProducts:
    """The products of some producers by nearly the same name; read when first asked for."""

    def __init__(self, producers: Iterable[int]) -> None:
        self._producers = sorted(set(producers))
        self._names: dict[int, NearNames] | None = None
        self._shown: dict[int, dict[str, Any]] = {}

    def near(self, title: str, producer_id: int) -> list[dict[str, Any]]:
        """`{"pk", "name", "place"}` of the nearest of that producer."""
        if self._names is None:
            self._names = self._read()
        names = self._names.get(producer_id)
        found = names.near(plain(title)) if names else []
        return [self._shown[pk] for pk in found if fold(self._shown[pk]["name"]) != fold(title)]

    def _read(self) -> dict[int, NearNames]:
        by_producer: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for start in range(0, len(self._producers), _BATCH):
            own = Product.objects.filter(producer__in=self._producers[start : start + _BATCH])
            for pk, title, pack, producer in own.order_by("pk").values_list(
                "pk", "title", "pack", "producer"
            ):
                self._shown[pk] = {"pk": pk, "name": title, "place": pack or _("không ghi quy cách")}
                by_producer[producer].append((pk, plain(title)))
        return {producer: NearNames(names) for producer, names in by_producer.items()}
