"""What the packages' own migrations put into a new database under English names, named for the people who read it."""

from django.db import migrations

GROUPS = {
    'Editors': 'Người soạn trang',
    'Moderators': 'Người duyệt trang',
    'All Oscar Dashboard Permissions': 'Toàn quyền bảng điều khiển Oscar',
}


def name_in_vietnamese(apps, schema_editor):
    workflow = apps.get_model('wagtailcore', 'Workflow')
    task = apps.get_model('wagtailcore', 'Task')
    group = apps.get_model('auth', 'Group')
    workflow.objects.filter(name='Moderators approval').update(name='Duyệt chung')
    task.objects.filter(name='Moderators approval').update(name='Người duyệt trang duyệt')
    for english, vietnamese in GROUPS.items():
        if not group.objects.filter(name=vietnamese).exists():
            group.objects.filter(name=english).update(name=vietnamese)


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtailcore', '0059_apply_collection_ordering'),
        ('wagtailadmin', '0001_create_admin_access_permissions'),
        ('wagtailimages', '0002_initial_data'),
        ('wagtaildocs', '0002_initial_data'),
        ('customer', '0008_assign_permissions_to_staff'),
        ('order', '0022_ocop_order_of_a_producer'),
    ]

    operations = [migrations.RunPython(name_in_vietnamese, migrations.RunPython.noop)]
