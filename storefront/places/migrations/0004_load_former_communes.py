"""Load the communes before 1 July 2025."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from storefront.places.loading import load_former_communes


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    load_former_communes(apps)


class Migration(migrations.Migration):
    dependencies = [("places", "0003_former_communes")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
