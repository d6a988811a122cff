"""Books, days and funds of entries; locked periods with their totals."""

import django.db.models.deletion
from django.db import migrations, models

FILL = "UPDATE money_entry SET booked_on = at::date WHERE booked_on IS NULL"

RULES = """
CREATE TRIGGER money_lockedperiod_appended BEFORE UPDATE OR DELETE ON money_lockedperiod
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER money_periodtotal_appended BEFORE UPDATE OR DELETE ON money_periodtotal
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();
ALTER TABLE money_lockedperiod ADD CONSTRAINT money_periods_apart
    EXCLUDE USING gist (daterange(starts_on, ends_on, '[]') WITH &&);

CREATE FUNCTION money_refuse_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Shared among writers; whoever locks a period holds it alone, so nothing slips in beside the totals.
    PERFORM pg_advisory_xact_lock_shared(hashtext('money.period'));
    IF EXISTS (SELECT 1 FROM money_lockedperiod WHERE NEW.booked_on BETWEEN starts_on AND ends_on) THEN
        RAISE EXCEPTION 'the period of % is locked', NEW.booked_on USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER money_entry_open BEFORE INSERT ON money_entry FOR EACH ROW EXECUTE FUNCTION money_refuse_locked();

CREATE OR REPLACE FUNCTION money_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint;
    lines integer;
    unbalanced text;
BEGIN
    IF TG_TABLE_NAME = 'money_entry' THEN checked := NEW.id; ELSE checked := NEW.entry_id; END IF;
    SELECT sum(counted), string_agg(btrim(fund || ' ' || currency) || ' ' || total, ', ') FILTER (WHERE total <> 0)
    INTO lines, unbalanced FROM (
        SELECT fund, currency, sum(minor) AS total, count(*) AS counted FROM money_line WHERE entry_id = checked
        GROUP BY fund, currency
    ) totals;
    IF coalesce(lines, 0) < 2 THEN
        RAISE EXCEPTION 'entry % has % line(s)', checked, coalesce(lines, 0) USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF unbalanced IS NOT NULL THEN
        RAISE EXCEPTION 'entry % is not balanced: %', checked, unbalanced USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
UNDO = """
DROP TRIGGER money_entry_open ON money_entry;
DROP FUNCTION money_refuse_locked();
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0002_rules")]

    operations = [
        migrations.AddField("entry", "booked_on", models.DateField(null=True)),
        migrations.RunSQL("ALTER TABLE money_entry DISABLE TRIGGER money_entry_appended", migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("ALTER TABLE money_entry ENABLE TRIGGER money_entry_appended", migrations.RunSQL.noop),
        migrations.AlterField("entry", "booked_on", models.DateField()),
        migrations.AddField("entry", "book", models.CharField(default="accrual", max_length=16)),
        migrations.AddField("line", "fund", models.CharField(blank=True, default="", max_length=32)),
        migrations.AddField("line", "coding", models.CharField(blank=True, default="", max_length=64)),
        migrations.RemoveConstraint("entry", "money_posted_once"),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(fields=["book", "kind", "reference"], name="money_posted_once"),
        ),
        migrations.AddIndex("entry", models.Index(fields=["booked_on"], name="money_entry_day")),
        migrations.AddIndex("entry", models.Index(fields=["reference"], name="money_entry_reference")),
        migrations.CreateModel(
            name="LockedPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("locked_at", models.DateTimeField()),
                ("locked_by", models.CharField(max_length=100)),
                ("reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="money_period_forward"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="PeriodTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("book", models.CharField(max_length=16)),
                ("fund", models.CharField(blank=True, max_length=32)),
                ("currency", models.CharField(max_length=3)),
                ("closing", models.BooleanField()),
                ("minor", models.BigIntegerField()),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="money.ledgeraccount")),
                ("period", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="totals", to="money.lockedperiod")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "book", "account", "fund", "currency", "closing"), name="money_one_total"
                    )
                ]
            },
        ),
        migrations.RunSQL(RULES, UNDO),
    ]
