"""Rules that Django's models cannot say: what was issued, sent or taken is never changed; serial numbers of approval numbers."""

from django.db import migrations

RULES = """
CREATE FUNCTION tax_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once: issue another instead.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER tax_taxinvoice_rules BEFORE UPDATE OR DELETE ON tax_taxinvoice
    FOR EACH ROW EXECUTE FUNCTION tax_written_once();
CREATE TRIGGER tax_transmission_rules BEFORE UPDATE OR DELETE ON tax_transmission
    FOR EACH ROW EXECUTE FUNCTION tax_written_once();
CREATE SEQUENCE tax_invoice_serial MINVALUE 1 MAXVALUE 99999999 CYCLE;
"""
UNDO = """
DROP SEQUENCE tax_invoice_serial;
DROP TRIGGER tax_transmission_rules ON tax_transmission;
DROP TRIGGER tax_taxinvoice_rules ON tax_taxinvoice;
DROP FUNCTION tax_written_once();
"""


class Migration(migrations.Migration):
    """The rules."""

    dependencies = [("tax", "0010_invoices")]
    operations = [migrations.RunSQL(RULES, UNDO)]
