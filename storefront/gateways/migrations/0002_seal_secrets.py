"""Keep the secrets of SePay and payOS sealed."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from storefront.sealing import seal, unseal


def seal_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    hooks = apps.get_model("gateways", "BankHook")
    for hook in hooks.objects.all():
        hooks.objects.filter(pk=hook.pk).update(sealed_secret=seal(hook.sealed_secret))


def unseal_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    hooks = apps.get_model("gateways", "BankHook")
    for hook in hooks.objects.all():
        hooks.objects.filter(pk=hook.pk).update(sealed_secret=unseal(hook.sealed_secret))


class Migration(migrations.Migration):
    dependencies = [("gateways", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("bankhook", "bank_hook_has_a_secret"),
        migrations.RenameField("bankhook", "secret", "sealed_secret"),
        migrations.AlterField("bankhook", "sealed_secret", models.TextField(editable=False)),
        migrations.RunPython(seal_all, unseal_all),
    ]
