"""What customs decided of bonded areas; once decided it stays, but for when somebody was told."""

from django.db import migrations, models

RULES = """
CREATE FUNCTION customs_area_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'proposed' AND TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['told_at', 'cleared_at'] = to_jsonb(OLD) - ARRAY['told_at', 'cleared_at'] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What was decided of a bonded area stays.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER customs_area_decision_rules BEFORE UPDATE OR DELETE ON customs_area_decision
    FOR EACH ROW EXECUTE FUNCTION customs_area_stays();
"""
UNDO = """
DROP TRIGGER customs_area_decision_rules ON customs_area_decision;
DROP FUNCTION customs_area_stays();
"""



class Migration(migrations.Migration):

    dependencies = [
        ('customs', '0075_manifest_messages'),
    ]

    operations = [
        migrations.CreateModel(
            name='AreaDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True)),
                ('area', models.CharField(max_length=8)),
                ('office', models.CharField(max_length=20)),
                ('kind', models.CharField(max_length=10)),
                ('begins_on', models.DateField()),
                ('last_on', models.DateField(null=True)),
                ('ground', models.CharField(blank=True, max_length=12)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('store_kind', models.CharField(blank=True, max_length=12)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('port', models.CharField(blank=True, max_length=5)),
                ('keeper', models.CharField(blank=True, max_length=20)),
                ('x', models.PositiveSmallIntegerField(default=0)),
                ('y', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(default='proposed', max_length=8)),
                ('proposed_by', models.CharField(max_length=100)),
                ('proposed_at', models.DateTimeField()),
                ('decided_by', models.CharField(blank=True, max_length=100)),
                ('decided_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('cleared_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'customs_area_decision',
                'indexes': [models.Index(fields=['area', 'decided_at'], name='customs_area_history')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('licence', 'suspension', 'end', 'clearing'))), name='customs_area_kind'), models.CheckConstraint(condition=models.Q(('state__in', ('proposed', 'approved', 'refused'))), name='customs_area_state'), models.CheckConstraint(condition=models.Q(('last_on', None), ('last_on__gte', models.F('begins_on')), _connector='OR'), name='customs_area_has_days'), models.CheckConstraint(condition=models.Q(('proposed_by', models.F('decided_by')), ('state', 'approved'), _negated=True), name='customs_area_another_officer'), models.CheckConstraint(condition=models.Q(('state', 'proposed'), ('decided_at__isnull', False), _connector='XOR'), name='customs_area_decided'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('area',), name='customs_area_one_waits')],
            },
        ),
        migrations.RunSQL(RULES, UNDO),
    ]
