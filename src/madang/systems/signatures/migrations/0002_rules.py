"""Rules that Django's models cannot say: the record is only ever added to, what was issued never changes, and what was
revoked stays revoked."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION signatures_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record of the trust services is never changed or deleted.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER signatures_statuschange_append_only BEFORE UPDATE OR DELETE ON signatures_statuschange
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
CREATE TRIGGER signatures_ceremony_append_only BEFORE UPDATE OR DELETE ON signatures_ceremony
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
CREATE TRIGGER signatures_revocationlist_append_only BEFORE UPDATE OR DELETE ON signatures_revocationlist
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
CREATE TRIGGER signatures_certificate_stays BEFORE DELETE ON signatures_certificate
    FOR EACH ROW EXECUTE FUNCTION signatures_refuse_change();
CREATE FUNCTION signatures_certificate_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'revoked' AND (NEW.status <> 'revoked' OR NEW.changed_at <> OLD.changed_at) THEN
        RAISE EXCEPTION 'A revoked certificate stays revoked.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.der <> OLD.der OR NEW.serial <> OLD.serial OR NEW.authority_id <> OLD.authority_id OR NEW.party <> OLD.party THEN
        RAISE EXCEPTION 'A certificate is never edited.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signatures_certificate_rules BEFORE UPDATE ON signatures_certificate
    FOR EACH ROW EXECUTE FUNCTION signatures_certificate_rules();
"""
UNDO = """
DROP TRIGGER signatures_certificate_rules ON signatures_certificate;
DROP FUNCTION signatures_certificate_rules();
DROP TRIGGER signatures_certificate_stays ON signatures_certificate;
DROP TRIGGER signatures_revocationlist_append_only ON signatures_revocationlist;
DROP TRIGGER signatures_ceremony_append_only ON signatures_ceremony;
DROP TRIGGER signatures_statuschange_append_only ON signatures_statuschange;
DROP FUNCTION signatures_refuse_change();
"""


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("signatures", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
