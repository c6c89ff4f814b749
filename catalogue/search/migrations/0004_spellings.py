from django.db import migrations

BATCH = 2000


def know_spellings(apps, schema_editor):
    """The words of what is there already as they are spelt: kept in the stored words behind `^` and `=`."""
    products = apps.get_model("catalogue", "Product").objects.values_list("search_words", flat=True)
    spelt = {
        f"={word[1:]}"
        for words in products.iterator(chunk_size=BATCH)
        for word in words.split()
        if word[0] in "^=" and 1 < len(word) <= 31 and not word[1:].isdigit()
    }
    for model, rows in (
        ("Term", [{"word": word} for word in sorted(spelt)]),
        ("NearTerm", [{"variant": word, "word": word} for word in sorted(spelt)]),
    ):
        table = apps.get_model("search", model)
        table.objects.bulk_create((table(**row) for row in rows), ignore_conflicts=True, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0003_words_beside_the_entry"),
    ]

    operations = [
        migrations.RunPython(know_spellings, migrations.RunPython.noop),
    ]
