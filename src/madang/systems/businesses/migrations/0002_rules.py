"""Rules that Django's models cannot say: the register's history is only ever added to, a closed business stays closed."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION businesses_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history of the business register is never changed or deleted.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER businesses_statuschange_append_only BEFORE UPDATE OR DELETE ON businesses_statuschange
    FOR EACH ROW EXECUTE FUNCTION businesses_refuse_change();
CREATE TRIGGER businesses_amendment_append_only BEFORE UPDATE OR DELETE ON businesses_amendment
    FOR EACH ROW EXECUTE FUNCTION businesses_refuse_change();
CREATE FUNCTION businesses_stay_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'closed' AND NEW.status <> 'closed' THEN
        RAISE EXCEPTION 'A closed business stays closed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.number <> NEW.number THEN
        RAISE EXCEPTION 'The number of a business never changes.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER businesses_business_rules BEFORE UPDATE ON businesses_business
    FOR EACH ROW EXECUTE FUNCTION businesses_stay_closed();
"""
UNDO = """
DROP TRIGGER businesses_business_rules ON businesses_business;
DROP FUNCTION businesses_stay_closed();
DROP TRIGGER businesses_amendment_append_only ON businesses_amendment;
DROP TRIGGER businesses_statuschange_append_only ON businesses_statuschange;
DROP FUNCTION businesses_refuse_change();
"""


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("businesses", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
