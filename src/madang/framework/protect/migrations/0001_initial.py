from django.db import migrations


class Migration(migrations.Migration):
    """The token buckets. Unlogged: a crash empties them, which only refills every bucket."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE protect_bucket (
                key text PRIMARY KEY,
                tokens double precision NOT NULL,
                allowed boolean NOT NULL,
                filled_at timestamptz NOT NULL
            ) WITH (fillfactor = 50);
            CREATE INDEX protect_bucket_filled_at ON protect_bucket (filled_at);
            """,
            "DROP TABLE protect_bucket",
        )
    ]
