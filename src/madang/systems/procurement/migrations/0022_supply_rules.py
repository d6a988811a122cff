"""Rules that Django's models cannot say: answers of the exchange are only ever added, a catalogue's items never change."""

from django.db import migrations

RULES = """
CREATE FUNCTION procurement_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are never changed or deleted.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER procurement_clearance_only_added BEFORE UPDATE OR DELETE ON procurement_clearance
    FOR EACH ROW EXECUTE FUNCTION procurement_only_added();
CREATE TRIGGER procurement_catalogueitem_only_added BEFORE UPDATE OR DELETE ON procurement_catalogueitem
    FOR EACH ROW EXECUTE FUNCTION procurement_only_added();
CREATE TRIGGER procurement_orderline_only_added BEFORE UPDATE OR DELETE ON procurement_orderline
    FOR EACH ROW EXECUTE FUNCTION procurement_only_added();
"""
UNDO = """
DROP TRIGGER procurement_orderline_only_added ON procurement_orderline;
DROP TRIGGER procurement_catalogueitem_only_added ON procurement_catalogueitem;
DROP TRIGGER procurement_clearance_only_added ON procurement_clearance;
DROP FUNCTION procurement_only_added();
"""


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("procurement", "0021_mall")]
    operations = [migrations.RunSQL(RULES, UNDO)]
