"""Importing 20,000 rows as a multiple of inserting what it leaves behind, bare; and what it takes in memory.

Ratios measured in one run; nothing is asserted about seconds.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from catalogue.importing.applying import accept_content
from catalogue.importing.planning import plan_import
from storefront.places.loading import load_places
from tests.factories.long_list import long_list

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
ROWS = 20_000
FEW_AND_MANY = (2_000, ROWS)
LEFT_BEHIND = (
    "partner.Partner",
    "producers.Producer",
    "certification.Decision",
    "catalogue.Product",
    "catalogue.ProductCategory",
    "certification.LedgerEntry",
    "wagtailcore.ModelLogEntry",
)


def seconds(*works: Callable[[], Any], rounds: int = 3) -> list[float]:
    """The best of some rounds of each, turn and turn about: what else the machine does only ever adds."""
    times: list[list[float]] = [[] for _work in works]
    for _round in range(rounds):
        for work, taken in zip(works, times, strict=True):
            gc.collect()
            start = perf_counter()
            work()
            taken.append(perf_counter() - start)
    return [min(taken) for taken in times]


class UndoError(Exception):
    """Ends a savepoint without keeping it."""


def undone(work: Callable[[], Any]) -> Any:
    """Do it, and take it back."""
    answer = None
    try:
        with transaction.atomic():
            answer = work()
            raise UndoError
    except UndoError:
        return answer


def accept_list(content: bytes) -> None:
    accept_content(content, name="ds.csv", on=timezone.localdate())


def imported_rows(content: bytes) -> list[tuple[type[models.Model], list[dict[str, Any]]]]:
    """The plain values of every row that importing the file adds, table by table."""
    models_ = [apps.get_model(name) for name in LEFT_BEHIND]
    before = {model: set(model._base_manager.values_list("pk", flat=True)) for model in models_}
    accept_list(content)
    return [
        (
            model,
            [row for row in model._base_manager.order_by("pk").values() if row["id"] not in before[model]],
        )
        for model in models_
    ]


def insert_bare(tables: list[tuple[type[models.Model], list[dict[str, Any]]]]) -> None:
    for model, rows in tables:
        model._base_manager.bulk_create([model(**row) for row in rows], batch_size=500)


def test_twenty_thousand_rows() -> None:
    load_places()
    accept_list(long_list(3))  # groups, kinds, statements known: what a first import also has to make
    content = long_list(ROWS)
    tables = undone(lambda: imported_rows(content))
    count = sum(len(rows) for _model, rows in tables)
    bare, whole, plan = seconds(
        lambda: undone(lambda: insert_bare(tables)),
        lambda: undone(lambda: accept_list(content)),
        lambda: plan_import(content),
    )
    print(f"\n{ROWS} rows ({count} in the database): {whole / bare:.2f} × the bare insert")  # noqa: T201
    print(f"  of it planning {plan / bare:.2f} ×, writing {(whole - plan) / bare:.2f} ×")  # noqa: T201


def test_memory_by_rows() -> None:
    load_places()
    accept_list(long_list(3))
    peaks = []
    for rows in FEW_AND_MANY:
        content = long_list(rows)
        gc.collect()
        tracemalloc.start()
        undone(lambda content=content: accept_list(content))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    few, many = peaks
    each = (many - few) / (FEW_AND_MANY[1] - FEW_AND_MANY[0])
    told = ", ".join(
        f"{rows} rows {peak / 1e6:.1f} MB" for rows, peak in zip(FEW_AND_MANY, peaks, strict=True)
    )
    print(f"\npeak: {told}")  # noqa: T201
    print(f"  ten times the rows: {many / few:.2f} ×, {each:.0f} bytes for each further row")  # noqa: T201
