from django.db import migrations, models


def keep_what_was_given(apps, schema_editor):
    uploads = apps.get_model("importing", "ImportUpload").objects
    uploads.filter(ignore_unknown=False).update(given={"kind": "recognitions"})
    uploads.filter(ignore_unknown=True).update(given={"kind": "recognitions", "ignore_unknown": True})


def take_back_what_was_given(apps, schema_editor):
    for upload in apps.get_model("importing", "ImportUpload").objects.iterator():
        upload.ignore_unknown = bool(upload.given.get("ignore_unknown"))
        upload.save(update_fields=["ignore_unknown"])


class Migration(migrations.Migration):
    dependencies = [("importing", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="importupload",
            name="given",
            field=models.JSONField(
                blank=True, default=dict, verbose_name="điều được cho biết kèm tệp"
            ),
        ),
        migrations.AddField(
            model_name="importupload",
            name="kind",
            field=models.CharField(
                choices=[
                    ("recognitions", "danh sách công nhận"),
                    ("evaluations", "kết quả đánh giá"),
                    ("revocations", "danh sách thu hồi"),
                ],
                default="recognitions",
                max_length=20,
                verbose_name="loại",
            ),
        ),
        migrations.RunPython(keep_what_was_given, take_back_what_was_given),
        migrations.RemoveField(model_name="importupload", name="ignore_unknown"),
    ]
