"""Points by criterion, and what one row can show of itself. The table is rebuilt on SQLite: its triggers come back."""

from typing import Any

from django.conf import settings
from django.db import migrations, models

from catalogue.certification import append_only


def install(apps: Any, schema_editor: Any) -> None:
    append_only.install(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0034_ocop_product_producer'),
        ('certification', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, install),
        migrations.AlterModelOptions(
            name='ledgerentry',
            options={'ordering': ['-id'], 'permissions': [('record_evaluation', 'Ghi đánh giá'), ('record_recognition', 'Ghi công nhận'), ('record_extension', 'Ghi gia hạn'), ('record_revocation', 'Ghi thu hồi'), ('record_correction', 'Đính chính bản ghi'), ('accept_exception', 'Chấp nhận ngoại lệ kèm lý do')], 'verbose_name': 'bản ghi chứng nhận', 'verbose_name_plural': 'sổ chứng nhận'},
        ),
        migrations.AddField(
            model_name='ledgerentry',
            name='criteria_points',
            field=models.JSONField(blank=True, help_text='Mã tiêu chí và điểm bình quân của hội đồng.', null=True, verbose_name='điểm từng tiêu chí'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'recognised'), _negated=True), ('valid_from__gte', models.F('effective_on')), _connector='OR'), name='ledger_recognised_from_its_decision'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('kind', 'recognised'), _connector='OR'), name='ledger_only_recognition_begins'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('kind__in', ['recognised', 'extended', 'reported']), _connector='OR'), name='ledger_only_stars_end'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('ground', ''), ('kind', 'revoked'), _connector='OR'), name='ledger_only_revocation_has_ground'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('criteria_points__isnull', True), models.Q(('criteria_set__isnull', False), ('kind', 'evaluated')), _connector='OR'), name='ledger_points_of_a_sheet'),
        ),
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('tier', ''), ('tier__in', ['district', 'province', 'ministry']), _connector='OR'), name='ledger_tier_known'),
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
