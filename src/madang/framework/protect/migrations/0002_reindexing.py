from django.db import migrations


class Migration(migrations.Migration):
    """How far the making anew of blind indexes came."""

    dependencies = [("protect", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE protect_reindexing (
                indexed text NOT NULL,
                key_mark text NOT NULL,
                last bigint NOT NULL,
                PRIMARY KEY (indexed, key_mark)
            );
            """,
            "DROP TABLE protect_reindexing",
        )
    ]
