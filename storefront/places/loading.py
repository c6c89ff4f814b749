"""Bring the administrative units from our CSV files into the database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from importlib import resources

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import models, transaction

from storefront.places.known import forget
from storefront.vietnamese import fold, slugify


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of `data/<name>.csv` (UTF-8, headings in the first line)."""
    source = resources.files(__package__).joinpath("data", f"{name}.csv")
    with source.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def load_places(apps: Apps = installed) -> None:
    """Make the database say what the CSV files say, and this process forget what it knew (`_load`)."""
    _load(apps)
    forget()


@transaction.atomic
def _load(apps: Apps) -> None:
    """Make the database say what the CSV files say: 34 provinces, 3,321 communes, 63 former provinces.

    Safe to run again: rows that already say the same are not written. Rows are matched by code and the day
    they begin, so places people refer to keep their primary keys. `apps` is the historical registry when a
    migration calls.
    """
    province_model = apps.get_model("places", "Province")
    _write(
        province_model,
        (
            {
                "code": row["code"],
                "valid_from": date.fromisoformat(row["valid_from"]),
                "name": row["name"],
                "kind": row["kind"],
                "slug": slugify(row["name"]),
                "name_folded": fold(row["name"]),
            }
            for row in read_rows("provinces")
        ),
        key=("code", "valid_from"),
    )
    provinces = dict(province_model.objects.filter(valid_to=None).values_list("code", "pk"))
    _write(
        apps.get_model("places", "Commune"),
        (
            {
                "code": row["code"],
                "valid_from": date.fromisoformat(row["valid_from"]),
                "name": row["name"],
                "kind": row["kind"],
                "province_id": provinces[row["province"]],
                "name_folded": fold(row["name"]),
            }
            for row in read_rows("communes")
        ),
        key=("code", "valid_from"),
    )
    _write(
        apps.get_model("places", "FormerProvince"),
        (
            {
                "code": row["code"],
                "name": row["name"],
                "successor_id": provinces[row["successor"]],
                "name_folded": fold(row["name"]),
            }
            for row in read_rows("former_provinces")
        ),
        key=("code",),
    )


@transaction.atomic
def load_former_communes(apps: Apps = installed) -> None:
    """Make the database say what `former_communes.csv` says: 10,035 communes before 1 July 2025 and what each became.

    After `load_places`, whose rows it refers to; safe to run again as that is.
    """
    provinces = dict(apps.get_model("places", "FormerProvince").objects.values_list("code", "pk"))
    communes = dict(
        apps.get_model("places", "Commune").objects.filter(valid_to=None).values_list("code", "pk")
    )
    _write(
        apps.get_model("places", "FormerCommune"),
        (
            {
                "code": row["code"],
                "successor_id": communes[successor],
                "name": row["name"],
                "kind": row["kind"],
                "name_folded": fold(row["name"]),
                "district": row["district"],
                "district_kind": row["district_kind"],
                "district_folded": fold(row["district"]),
                "former_province_id": provinces[row["province"]],
                "is_main": number == 0,
            }
            for row in read_rows("former_communes")
            for number, successor in enumerate(row["successors"].split())
        ),
        key=("code", "successor_id"),
    )


def _write(model: type[models.Model], wanted: Iterator[dict], *, key: tuple[str, ...]) -> None:
    """Create what is missing, update what differs, leave the rest alone."""
    existing = {tuple(getattr(row, name) for name in key): row for row in model._default_manager.all()}
    new, changed, fields = [], [], []
    for values in wanted:
        row = existing.get(tuple(values[name] for name in key))
        if row is None:
            new.append(model(**values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            fields = [name for name in values if name not in key]
            changed.append(row)
    model._default_manager.bulk_create(new, batch_size=1000)
    if changed:
        model._default_manager.bulk_update(changed, fields, batch_size=500)
