"""Commitments of ballots' proofs are kept beside them. They do not compress, so nobody tries."""

from django.db import migrations, models

STORED = "ALTER TABLE elections_ballot ALTER COLUMN commitments SET STORAGE EXTERNAL"
UNDO = "ALTER TABLE elections_ballot ALTER COLUMN commitments SET STORAGE EXTENDED"


class Migration(migrations.Migration):
    """Adds the column."""

    dependencies = [("elections", "0004_ranked_questions")]
    operations = [
        migrations.AddField(model_name="ballot", name="commitments", field=models.BinaryField(default=b"")),
        migrations.RunSQL(STORED, UNDO),
    ]
