"""One number that changes with every change of status, so that kept answers are checked by reading one row."""

from django.db import migrations, models

# The row is made by whoever finds it missing: tests empty every table.
STAMP = """
CREATE FUNCTION signatures_stamp_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO signatures_statusstamp (id, value) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET value = signatures_statusstamp.value + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER signatures_certificate_stamp AFTER UPDATE ON signatures_certificate FOR EACH ROW
    WHEN ((OLD.status, OLD.reason, OLD.changed_at) IS DISTINCT FROM (NEW.status, NEW.reason, NEW.changed_at))
    EXECUTE FUNCTION signatures_stamp_status();
INSERT INTO signatures_statusstamp (id, value) VALUES (1, 1);
"""
UNDO = """
DROP TRIGGER signatures_certificate_stamp ON signatures_certificate;
DROP FUNCTION signatures_stamp_status();
"""


class Migration(migrations.Migration):
    """Adds the row and the trigger."""

    dependencies = [("signatures", "0020_acme")]
    operations = [
        migrations.CreateModel(
            name="StatusStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.RunSQL(STAMP, UNDO),
    ]
