"""A key without a secret is none. Apart from the rows rewritten before it, which PostgreSQL wants committed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gateways", "0002_seal_secrets")]

    operations = [
        migrations.AddConstraint(
            "bankhook",
            models.CheckConstraint(
                condition=models.Q(("sealed_secret", ""), _negated=True), name="bank_hook_has_a_secret"
            ),
        ),
    ]
