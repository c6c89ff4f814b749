"""The database itself refuses to change or remove a ledger entry."""

from typing import Any

from django.db import migrations

from catalogue.certification import append_only


def install(apps: Any, schema_editor: Any) -> None:
    append_only.install(schema_editor.connection)


def remove(apps: Any, schema_editor: Any) -> None:
    append_only.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
