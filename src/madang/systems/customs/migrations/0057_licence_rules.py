"""What is taken of a licence is written down by the database itself: each use counts once, goes back once, and is never changed
otherwise; the licence's own constraint refuses what would overdraw it, whoever else takes of it at the same moment."""

from django.db import migrations

RULES = """
CREATE FUNCTION customs_licence_written_down() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.returned_at IS NULL THEN
        UPDATE customs_permitlicence SET used = used + NEW.quantity WHERE id = NEW.licence_id;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.returned_at IS NULL AND NEW.returned_at IS NOT NULL
        AND (NEW.licence_id, NEW.request_id, NEW.quantity, NEW.at)
            = (OLD.licence_id, OLD.request_id, OLD.quantity, OLD.at) THEN
        UPDATE customs_permitlicence SET used = used - NEW.quantity WHERE id = NEW.licence_id;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is written once and goes back once.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER customs_licenceuse_rules BEFORE INSERT OR UPDATE OR DELETE ON customs_licenceuse
    FOR EACH ROW EXECUTE FUNCTION customs_licence_written_down();
"""
UNDO = """
DROP TRIGGER customs_licenceuse_rules ON customs_licenceuse;
DROP FUNCTION customs_licence_written_down();
"""


class Migration(migrations.Migration):
    """The rules."""

    dependencies = [("customs", "0056_permits")]
    operations = [migrations.RunSQL(RULES, UNDO)]
