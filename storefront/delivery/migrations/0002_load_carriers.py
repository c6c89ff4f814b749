"""Enter the carriers of the data file."""

from django.db import migrations

from storefront.delivery.loading import load_carriers


def load(apps, schema_editor):
    load_carriers(apps.get_model("delivery", "Carrier"))


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
