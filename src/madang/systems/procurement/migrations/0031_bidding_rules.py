"""What no program may do to bids, not even ours: change or delete what came, add to a closed list, take back a withdrawal."""

from django.db import migrations

RULES = """
CREATE FUNCTION procurement_bid_comes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE standing text;
BEGIN
    -- The closing waits for bids that are being written, and they see it once it happened.
    SELECT state INTO standing FROM procurement_ceremony WHERE tender_id = NEW.tender_id FOR SHARE;
    IF standing IS NOT NULL AND standing <> 'open' THEN
        RAISE EXCEPTION 'The list of bids is closed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'procurement_list_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_bid_comes BEFORE INSERT ON procurement_bid FOR EACH ROW EXECUTE FUNCTION procurement_bid_comes();

CREATE FUNCTION procurement_bid_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE standing text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A bid is never deleted.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.number, NEW.tender_id, NEW.lot_id, NEW.supplier_id, NEW.sealed, NEW.sha256, NEW.received_at, NEW.body_sha256,
        NEW.signed_with_id, NEW.sent_by, NEW.receipt)
       IS DISTINCT FROM
       (OLD.number, OLD.tender_id, OLD.lot_id, OLD.supplier_id, OLD.sealed, OLD.sha256, OLD.received_at, OLD.body_sha256,
        OLD.signed_with_id, OLD.sent_by, OLD.receipt)
       OR (OLD.token IS NOT NULL AND NEW.token IS DISTINCT FROM OLD.token) THEN
        RAISE EXCEPTION 'A bid is never changed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> NEW.state THEN
        IF OLD.state = 'withdrawn' OR NEW.state = 'received' THEN
            RAISE EXCEPTION 'A bid goes one way.' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.state = 'withdrawn' THEN
            SELECT state INTO standing FROM procurement_ceremony WHERE tender_id = NEW.tender_id FOR SHARE;
            IF standing IS NOT NULL AND standing <> 'open' THEN
                RAISE EXCEPTION 'The list of bids is closed.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'procurement_list_closed';
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_bid_stays BEFORE UPDATE OR DELETE ON procurement_bid
    FOR EACH ROW EXECUTE FUNCTION procurement_bid_stays();

CREATE FUNCTION procurement_ceremony_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.key, NEW.tender_id, NEW.threshold, NEW.keys) IS DISTINCT FROM (OLD.key, OLD.tender_id, OLD.threshold, OLD.keys)
       OR (OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('open', 'closed'), ('closed', 'opened')))
       OR (OLD.state <> 'open' AND (NEW.root, NEW.listed, NEW.closed_at) IS DISTINCT FROM (OLD.root, OLD.listed, OLD.closed_at)) THEN
        RAISE EXCEPTION 'A ceremony goes one way, with the keys with which it began.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_ceremony_stays BEFORE UPDATE OR DELETE ON procurement_ceremony
    FOR EACH ROW EXECUTE FUNCTION procurement_ceremony_stays();

CREATE FUNCTION procurement_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a ceremony records is never changed or deleted.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER procurement_parts_stay BEFORE UPDATE OR DELETE ON procurement_openedpart
    FOR EACH ROW EXECUTE FUNCTION procurement_append_only();
CREATE TRIGGER procurement_minute_stays BEFORE UPDATE OR DELETE ON procurement_openingstep
    FOR EACH ROW EXECUTE FUNCTION procurement_append_only();
"""
UNDO = """
DROP TRIGGER procurement_minute_stays ON procurement_openingstep;
DROP TRIGGER procurement_parts_stay ON procurement_openedpart;
DROP FUNCTION procurement_append_only();
DROP TRIGGER procurement_ceremony_stays ON procurement_ceremony;
DROP FUNCTION procurement_ceremony_stays();
DROP TRIGGER procurement_bid_stays ON procurement_bid;
DROP FUNCTION procurement_bid_stays();
DROP TRIGGER procurement_bid_comes ON procurement_bid;
DROP FUNCTION procurement_bid_comes();
"""


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("procurement", "0030_bidding")]
    operations = [migrations.RunSQL(RULES, UNDO)]
