"""Rules that Django's models cannot say: what was lodged and what happened is never changed; serial numbers of declarations."""

from django.db import migrations

RULES = """
CREATE FUNCTION customs_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER customs_declarationversion_rules BEFORE UPDATE OR DELETE ON customs_declarationversion
    FOR EACH ROW EXECUTE FUNCTION customs_written_once();
CREATE TRIGGER customs_declarationevent_rules BEFORE UPDATE OR DELETE ON customs_declarationevent
    FOR EACH ROW EXECUTE FUNCTION customs_written_once();
CREATE SEQUENCE customs_declaration_serial MINVALUE 1 MAXVALUE 999999 CYCLE;
"""
UNDO = """
DROP SEQUENCE customs_declaration_serial;
DROP TRIGGER customs_declarationevent_rules ON customs_declarationevent;
DROP TRIGGER customs_declarationversion_rules ON customs_declarationversion;
DROP FUNCTION customs_written_once();
"""


class Migration(migrations.Migration):
    """The rules."""

    dependencies = [("customs", "0010_declarations")]
    operations = [migrations.RunSQL(RULES, UNDO)]
