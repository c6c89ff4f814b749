"""Enters the kinds of place a sales point can be."""

from django.db import migrations

from fairs.kinds import load_sales_point_kinds


def enter_kinds(apps, schema_editor):
    load_sales_point_kinds(apps.get_model("fairs", "SalesPointKind"))


class Migration(migrations.Migration):
    dependencies = [("fairs", "0001_initial")]
    operations = [migrations.RunPython(enter_kinds, migrations.RunPython.noop)]
