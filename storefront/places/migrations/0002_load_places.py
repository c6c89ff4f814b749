"""Load the units of QĐ 19/2025/QĐ-TTg and what changed since."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from storefront.places.loading import load_places


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    load_places(apps)


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
