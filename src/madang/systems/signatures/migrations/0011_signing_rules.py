"""Rules that Django's models cannot say: what a signatory did and what they approved is never changed, and a request that has
ended never opens again."""

from django.db import migrations

RULES = """
CREATE FUNCTION signatures_approval_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.used_at IS NOT NULL THEN
        RAISE EXCEPTION 'An approval that was used is never changed or deleted.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.statement <> OLD.statement OR NEW.challenge <> OLD.challenge OR NEW.to_sign <> OLD.to_sign
        OR NEW.signatory_id <> OLD.signatory_id OR NEW.certificate_id <> OLD.certificate_id
        OR NEW.expires_at <> OLD.expires_at OR NEW.session_id <> OLD.session_id THEN
        RAISE EXCEPTION 'What was put before the signatory is never changed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signatures_approval_rules BEFORE UPDATE OR DELETE ON signatures_approval
    FOR EACH ROW EXECUTE FUNCTION signatures_approval_rules();
CREATE FUNCTION signatures_signatory_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('signed', 'refused') OR NEW.party <> OLD.party OR NEW.request_id <> OLD.request_id THEN
        RAISE EXCEPTION 'What a signatory did is never changed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signatures_signatory_rules BEFORE UPDATE ON signatures_signatory
    FOR EACH ROW EXECUTE FUNCTION signatures_signatory_rules();
CREATE FUNCTION signatures_signing_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'open' AND (NEW.state <> OLD.state OR NEW.ended_at <> OLD.ended_at OR NEW.ended_because <> OLD.ended_because) THEN
        RAISE EXCEPTION 'A request for signatures that has ended stays so.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.original_id <> OLD.original_id OR NEW.asker <> OLD.asker THEN
        RAISE EXCEPTION 'What is to be signed, and who asks, is never changed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signatures_signing_rules BEFORE UPDATE ON signatures_signingrequest
    FOR EACH ROW EXECUTE FUNCTION signatures_signing_rules();
"""
UNDO = """
DROP TRIGGER signatures_signing_rules ON signatures_signingrequest;
DROP FUNCTION signatures_signing_rules();
DROP TRIGGER signatures_signatory_rules ON signatures_signatory;
DROP FUNCTION signatures_signatory_rules();
DROP TRIGGER signatures_approval_rules ON signatures_approval;
DROP FUNCTION signatures_approval_rules();
"""


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("signatures", "0010_signing")]
    operations = [migrations.RunSQL(RULES, UNDO)]
