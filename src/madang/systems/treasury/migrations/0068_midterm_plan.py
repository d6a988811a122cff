"""The fiscal management plan: an adopted one stays as it is."""

import django.db.models.deletion
from django.db import migrations, models

RULES = """
CREATE FUNCTION treasury_plan_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.adopted_at IS NOT NULL OR NEW.first_year <> OLD.first_year OR NEW.edition <> OLD.edition THEN
        RAISE EXCEPTION 'an adopted plan stays as it is' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_plan_stays BEFORE UPDATE OR DELETE ON treasury_fiscalplan
    FOR EACH ROW EXECUTE FUNCTION treasury_plan_stays();
CREATE FUNCTION treasury_figure_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END;
    planned treasury_fiscalplan%ROWTYPE;
BEGIN
    -- Held, so that no figure slips in beside the adoption.
    SELECT * INTO planned FROM treasury_fiscalplan WHERE id = asked FOR SHARE;
    IF planned.adopted_at IS NOT NULL OR (TG_OP = 'UPDATE' AND NEW.plan_id <> OLD.plan_id) THEN
        RAISE EXCEPTION 'an adopted plan stays as it is' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF NEW.year < planned.first_year OR NEW.year > planned.first_year + 4 THEN
        RAISE EXCEPTION 'the plan does not reach %', NEW.year USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_figure_fits BEFORE INSERT OR UPDATE OR DELETE ON treasury_planfigure
    FOR EACH ROW EXECUTE FUNCTION treasury_figure_fits();
"""
UNDO = """
DROP TRIGGER treasury_figure_fits ON treasury_planfigure;
DROP FUNCTION treasury_figure_fits();
DROP TRIGGER treasury_plan_stays ON treasury_fiscalplan;
DROP FUNCTION treasury_plan_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0067_rules_asked_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='FiscalPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_year', models.PositiveSmallIntegerField()),
                ('edition', models.PositiveSmallIntegerField()),
                ('aims', models.TextField()),
                ('drafted_at', models.DateTimeField()),
                ('drafted_by', models.CharField(max_length=100)),
                ('adopted_at', models.DateTimeField(null=True)),
                ('adopted_by', models.CharField(blank=True, max_length=100)),
                ('resolution', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first_year', 'edition'), name='treasury_one_edition'), models.UniqueConstraint(condition=models.Q(('adopted_at', None)), fields=('first_year',), name='treasury_one_draft_plan_a_year'), models.CheckConstraint(condition=models.Q(('aims', ''), _negated=True), name='treasury_plan_aims_at_something'), models.CheckConstraint(condition=models.Q(('adopted_at', None), models.Q(models.Q(('adopted_by', ''), _negated=True), models.Q(('resolution', ''), _negated=True)), _connector='OR'), name='treasury_plan_adopted_by_a_resolution')],
            },
        ),
        migrations.CreateModel(
            name='PlanFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=32)),
                ('programme', models.CharField(max_length=32)),
                ('economic', models.CharField(max_length=16)),
                ('year', models.PositiveSmallIntegerField()),
                ('minor', models.BigIntegerField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='treasury.fiscalplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'office', 'programme', 'economic', 'year'), name='treasury_one_figure_a_year'), models.CheckConstraint(condition=models.Q(('minor__gte', 0)), name='treasury_planned_not_below_nothing')],
            },
        ),
        migrations.RunSQL(RULES, UNDO),
    ]
