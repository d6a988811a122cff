"""Targets stay once parliament has the budget; a continuing appropriation ends later once that is voted; an authorisation for
disasters is used by decided uses alone.
"""

import django.db.models.deletion
from django.db import migrations, models

RULES = """
CREATE FUNCTION treasury_target_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Held, so that no target slips in beside the proposal.
    PERFORM FROM treasury_budget WHERE year = NEW.year AND serial = 0 AND state IN ('requests', 'review') FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'targets of % are closed', NEW.year USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_target_fits BEFORE INSERT ON treasury_programmetarget
    FOR EACH ROW EXECUTE FUNCTION treasury_target_fits();
CREATE TRIGGER treasury_target_stays BEFORE UPDATE OR DELETE ON treasury_programmetarget
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();
CREATE TRIGGER treasury_result_appended BEFORE UPDATE OR DELETE ON treasury_targetresult
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();

CREATE FUNCTION treasury_extension_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM treasury_authorisation held JOIN treasury_budget first ON first.id = held.budget_id,
            treasury_budget later
        WHERE held.id = NEW.authorisation_id AND held.kind = 'continuing' AND held.struck_at IS NULL
            AND first.state = 'enacted' AND NEW.last_year > held.last_year
            AND later.id = NEW.budget_id AND later.state IN ('requests', 'review')
        FOR SHARE OF later;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'it is not put off so' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_extension_fits BEFORE INSERT ON treasury_authorisationextension
    FOR EACH ROW EXECUTE FUNCTION treasury_extension_fits();
CREATE TRIGGER treasury_extension_appended BEFORE UPDATE OR DELETE ON treasury_authorisationextension
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();

CREATE FUNCTION treasury_use_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.decided_at IS NOT NULL OR NEW.decided_at IS NULL OR
        ROW(OLD.authorisation_id, OLD.office, OLD.payee, OLD.purpose, OLD.reason, OLD.minor, OLD.asked_at, OLD.asked_by)
        IS DISTINCT FROM
        ROW(NEW.authorisation_id, NEW.office, NEW.payee, NEW.purpose, NEW.reason, NEW.minor, NEW.asked_at, NEW.asked_by) THEN
        RAISE EXCEPTION 'a use is decided once and stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_use_stays BEFORE UPDATE OR DELETE ON treasury_disasteruse
    FOR EACH ROW EXECUTE FUNCTION treasury_use_stays();
CREATE FUNCTION treasury_undertaking_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM treasury_authorisation WHERE id = NEW.authorisation_id AND kind = 'disaster') AND NOT EXISTS (
        SELECT 1 FROM treasury_disasteruse AS use WHERE use.undertaking_id = NEW.id AND use.minor = NEW.minor
            AND use.authorisation_id = NEW.authorisation_id
    ) THEN
        RAISE EXCEPTION 'nobody decided on %', NEW.number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER treasury_undertaking_asked AFTER INSERT ON treasury_undertaking DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION treasury_undertaking_asked();
"""
_UNDERTAKE = """
CREATE OR REPLACE FUNCTION treasury_undertake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE treasury_authorisation held SET undertaken = undertaken + NEW.minor FROM treasury_budget budget
    WHERE held.id = NEW.authorisation_id AND budget.id = held.budget_id AND budget.state = 'enacted'
        AND held.struck_at IS NULL AND NEW.year >= budget.year
        AND NEW.year <= {last};
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing is authorised for %', NEW.number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
LATER = _UNDERTAKE.replace(
    "{last}",
    """CASE held.kind WHEN 'continuing' THEN greatest(held.last_year, (
            SELECT max(later.last_year) FROM treasury_authorisationextension later
            JOIN treasury_budget voted ON voted.id = later.budget_id AND voted.state = 'enacted'
            WHERE later.authorisation_id = held.id)) ELSE budget.year END""",
)
BEFORE = _UNDERTAKE.replace("{last}", "CASE held.kind WHEN 'contract' THEN budget.year ELSE held.last_year END")
UNDO = (
    BEFORE
    + """
DROP TRIGGER treasury_undertaking_asked ON treasury_undertaking;
DROP FUNCTION treasury_undertaking_asked();
DROP TRIGGER treasury_use_stays ON treasury_disasteruse;
DROP FUNCTION treasury_use_stays();
DROP TRIGGER treasury_extension_appended ON treasury_authorisationextension;
DROP TRIGGER treasury_extension_fits ON treasury_authorisationextension;
DROP FUNCTION treasury_extension_fits();
DROP TRIGGER treasury_result_appended ON treasury_targetresult;
DROP TRIGGER treasury_target_stays ON treasury_programmetarget;
DROP TRIGGER treasury_target_fits ON treasury_programmetarget;
DROP FUNCTION treasury_target_fits();
"""
)


class Migration(migrations.Migration):

    dependencies = [
        ('treasury', '0069_foreign_debt_and_values'),
    ]

    operations = [
        migrations.AlterField(
            model_name='authorisation',
            name='kind',
            field=models.CharField(choices=[('continuing', 'continuing'), ('contract', 'contract'), ('disaster', 'disaster')], max_length=16),
        ),
        migrations.CreateModel(
            name='ProgrammeTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('office', models.CharField(max_length=32)),
                ('programme', models.CharField(max_length=32)),
                ('indicator', models.CharField(max_length=140)),
                ('unit', models.CharField(max_length=40)),
                ('measured', models.CharField(max_length=300)),
                ('direction', models.CharField(choices=[('up', 'up'), ('down', 'down')], max_length=8)),
                ('target', models.DecimalField(decimal_places=3, max_digits=18)),
                ('set_at', models.DateTimeField()),
                ('set_by', models.CharField(max_length=100)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('year', 'office', 'programme', 'indicator'), name='treasury_one_target'), models.CheckConstraint(condition=models.Q(models.Q(('indicator', ''), _negated=True), models.Q(('measured', ''), _negated=True)), name='treasury_target_is_measured')],
            },
        ),
        migrations.CreateModel(
            name='TargetResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=3, max_digits=18)),
                ('note', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=100)),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='treasury.programmetarget')),
            ],
        ),
        migrations.CreateModel(
            name='AuthorisationExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_year', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=100)),
                ('authorisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='treasury.authorisation')),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='treasury.budget')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('authorisation', 'budget'), name='treasury_extended_once_a_budget'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='treasury_extended_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='DisasterUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=32)),
                ('payee', models.CharField(max_length=140)),
                ('purpose', models.CharField(max_length=140)),
                ('reason', models.CharField(max_length=300)),
                ('minor', models.BigIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(max_length=100)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=100)),
                ('resolution', models.CharField(blank=True, max_length=300)),
                ('authorisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='treasury.authorisation')),
                ('undertaking', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='use', to='treasury.undertaking')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('minor__gt', 0), models.Q(('reason', ''), _negated=True)), name='treasury_use_of_something'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('undertaking', None)), models.Q(('decided_at__isnull', False), models.Q(('resolution', ''), _negated=True), models.Q(('decided_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='treasury_use_decided_by_another')],
            },
        ),
        migrations.RunSQL(RULES + LATER, UNDO),
    ]
