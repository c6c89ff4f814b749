"""The root of the page tree, which editors meet in the page chooser, is named for them too."""

from django.db import migrations


def name_the_root(apps, schema_editor):
    apps.get_model('wagtailcore', 'Page').objects.filter(depth=1, title='Root').update(title='Gốc', draft_title='Gốc')


class Migration(migrations.Migration):

    dependencies = [('cms', '0002_names_in_vietnamese')]

    operations = [migrations.RunPython(name_the_root, migrations.RunPython.noop)]
