"""Kinds of place bear an English name beside their own."""

from django.db import migrations, models

from fairs.kinds import name_in_english


def fill(apps, schema_editor):
    name_in_english(apps.get_model("fairs", "SalesPointKind"))


class Migration(migrations.Migration):
    dependencies = [("fairs", "0004_latitude_as_wide_as_longitude")]
    operations = [
        migrations.AddField(
            model_name="salespointkind",
            name="name_en",
            field=models.CharField(blank=True, max_length=120, verbose_name="tên tiếng Anh"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
