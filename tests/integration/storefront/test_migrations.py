"""The database can be made from nothing, and the models ask for no more than the migrations give."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db
def test_no_model_waits_for_a_migration(settings) -> None:
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert out.getvalue() == "No changes detected\n"


@pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="a SQLite file of its own: once is enough, .ci/run migrates PostgreSQL",
)
def test_migrates_from_zero_and_is_then_ready(tmp_path: Path) -> None:
    """In a process and a database of its own, in an order of our own (see the `migrate` command); afterwards /readyz
    has nothing to complain about."""
    script = """
import json
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from storefront.management.commands.migrate import LongHistoriesFirst

def planned(executor):
    targets = executor.loader.graph.leaf_nodes()
    return [(step.app_label, step.name) for step, _ in executor.migration_plan(targets, clean_start=True)]

django_s, ours = (planned(kind(connection)) for kind in (MigrationExecutor, LongHistoriesFirst))
assert ours != django_s, "the order is Django's own: the command does nothing"
assert sorted(ours) == sorted(django_s)
call_command("migrate", verbosity=0)
assert planned(LongHistoriesFirst(connection)) == django_s, "a database that is there keeps Django's order"
call_command("migrate", verbosity=0, check_unapplied=True)
from storefront.places.models import Commune, FormerProvince, Province
from storefront.places.models import FormerCommune
units = (Province, Commune, FormerProvince, FormerCommune)
places = [unit.objects.count() for unit in units]
print(json.dumps([Client().get("/readyz").json(), places]))
"""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "storefront.settings.test",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}",
        "REDIS_URL": "",
    }
    result = subprocess.run(  # noqa: S603 -- our own interpreter and script
        [sys.executable, "-c", f"import django; django.setup()\n{script}"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    assert json.loads(result.stdout.strip().splitlines()[-1]) == [
        {
            "status": "ok",
            "checks": {"database": "ok", "cache": "ok", "migrations": "ok"},
            "search": "database, nothing waiting",
        },
        [34, 3321, 63, 10602],
    ]
