"""Rules that Django's models cannot say: the register of vital events is only ever added to."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION population_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Vital events are never changed or deleted; register a correction.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER population_vitalevent_append_only BEFORE UPDATE OR DELETE ON population_vitalevent
    FOR EACH ROW EXECUTE FUNCTION population_refuse_change();
"""
UNDO = """
DROP TRIGGER population_vitalevent_append_only ON population_vitalevent;
DROP FUNCTION population_refuse_change();
"""


class Migration(migrations.Migration):
    """Adds the trigger."""

    dependencies = [("population", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
