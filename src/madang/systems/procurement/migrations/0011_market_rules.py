"""Rules that Django's models cannot say: a closing never moves earlier and not after it; what the notice rests on stays; what was
said about a tender is appended."""

from django.db import migrations

RULES = """
CREATE FUNCTION procurement_tender_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.published_at IS NOT NULL THEN
            RAISE EXCEPTION 'A published tender is never deleted.' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> 'draft' AND NEW.state = 'draft' OR OLD.state NOT IN ('draft', 'published') AND NEW.state = 'published' THEN
        RAISE EXCEPTION 'A tender goes from % not back to %.', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.published_at IS NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.closes_at IS DISTINCT FROM OLD.closes_at AND (OLD.state <> 'published' OR NEW.closes_at IS NULL
        OR NEW.closes_at < OLD.closes_at) THEN
        RAISE EXCEPTION 'A closing moves only later, and only before it was reached.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.number, NEW.ocid, NEW.buyer, NEW.kind, NEW.method, NEW.award_by, NEW.currency, NEW.estimated, NEW.published_at, NEW.ground)
        IS DISTINCT FROM (OLD.number, OLD.ocid, OLD.buyer, OLD.kind, OLD.method, OLD.award_by, OLD.currency, OLD.estimated,
        OLD.published_at, OLD.ground) THEN
        RAISE EXCEPTION 'What the notice rests on is never changed; cancel the tender and publish another.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> 'published' AND (NEW.title <> OLD.title OR NEW.description <> OLD.description) THEN
        RAISE EXCEPTION 'A notice is corrected only before its closing.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_tender_rules BEFORE UPDATE OR DELETE ON procurement_tender
    FOR EACH ROW EXECUTE FUNCTION procurement_tender_rules();
CREATE FUNCTION procurement_appended_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is appended only.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER procurement_correction_rules BEFORE UPDATE OR DELETE ON procurement_correction
    FOR EACH ROW EXECUTE FUNCTION procurement_appended_only();
CREATE TRIGGER procurement_extension_rules BEFORE UPDATE OR DELETE ON procurement_closingextension
    FOR EACH ROW EXECUTE FUNCTION procurement_appended_only();
CREATE FUNCTION procurement_question_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.answer <> '' OR (NEW.tender_id, NEW.asker, NEW.text, NEW.asked_at)
        IS DISTINCT FROM (OLD.tender_id, OLD.asker, OLD.text, OLD.asked_at) THEN
        RAISE EXCEPTION 'A question is never changed, and answered once.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_question_rules BEFORE UPDATE OR DELETE ON procurement_question
    FOR EACH ROW EXECUTE FUNCTION procurement_question_rules();
CREATE FUNCTION procurement_uptime_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.since <> OLD.since OR NEW.until < OLD.until THEN
        RAISE EXCEPTION 'When the service was up is never changed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_uptime_rules BEFORE UPDATE OR DELETE ON procurement_uptime
    FOR EACH ROW EXECUTE FUNCTION procurement_uptime_rules();
"""
UNDO = """
DROP TRIGGER procurement_uptime_rules ON procurement_uptime;
DROP FUNCTION procurement_uptime_rules();
DROP TRIGGER procurement_question_rules ON procurement_question;
DROP FUNCTION procurement_question_rules();
DROP TRIGGER procurement_extension_rules ON procurement_closingextension;
DROP TRIGGER procurement_correction_rules ON procurement_correction;
DROP FUNCTION procurement_appended_only();
DROP TRIGGER procurement_tender_rules ON procurement_tender;
DROP FUNCTION procurement_tender_rules();
"""


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("procurement", "0010_market")]
    operations = [migrations.RunSQL(RULES, UNDO)]
