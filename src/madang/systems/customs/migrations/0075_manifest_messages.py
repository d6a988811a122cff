"""What messages made of manifests; appended only, which Django's models cannot say."""
from django.db import migrations, models

RULES = """
CREATE TRIGGER customs_manifest_message_rules BEFORE UPDATE OR DELETE ON customs_manifest_message
    FOR EACH ROW EXECUTE FUNCTION customs_cargo_appended_only();
"""
UNDO = "DROP TRIGGER customs_manifest_message_rules ON customs_manifest_message;"


class Migration(migrations.Migration):

    dependencies = [
        ('customs', '0074_sale_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='ManifestMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lodger', models.CharField(max_length=20)),
                ('digest', models.CharField(max_length=64)),
                ('function', models.CharField(max_length=8)),
                ('manifest', models.CharField(max_length=20)),
                ('replaced', models.CharField(blank=True, max_length=20)),
                ('reason', models.CharField(max_length=400)),
                ('taken_at', models.DateTimeField()),
                ('taken_by', models.CharField(max_length=100)),
            ],
            options={
                'db_table': 'customs_manifest_message',
                'indexes': [models.Index(fields=['manifest'], name='customs_manifest_message_of'), models.Index(condition=models.Q(('replaced', ''), _negated=True), fields=['replaced'], name='customs_manifest_message_put')],
                'constraints': [models.UniqueConstraint(fields=('lodger', 'digest'), name='customs_manifest_message_once'), models.CheckConstraint(condition=models.Q(('function', 'replace'), ('replaced', ''), _connector='XOR'), name='customs_manifest_message_replaces')],
            },
        ),
        migrations.RunSQL(RULES, UNDO),
    ]
