"""What the database itself refuses, and where case numbers come from."""

from django.db import migrations

RULES = """
CREATE FUNCTION cases_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is appended only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER cases_event_appended BEFORE UPDATE OR DELETE ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER cases_decision_appended BEFORE UPDATE OR DELETE ON cases_decision
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();

-- One sequence a year, made by the year's first case. A sequence, not a counter row: offices do not wait for one another.
CREATE FUNCTION cases_next_serial(wanted integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    name text := 'cases_serial_' || wanted;
BEGIN
    IF to_regclass(name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('cases_serial'), wanted);
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I', name);
    END IF;
    RETURN nextval(name);
END $$;
"""

UNDO = """
DROP TRIGGER cases_event_appended ON cases_caseevent;
DROP TRIGGER cases_decision_appended ON cases_decision;
DROP FUNCTION cases_refuse_change();
DROP FUNCTION cases_next_serial(integer);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(RULES, UNDO)]
