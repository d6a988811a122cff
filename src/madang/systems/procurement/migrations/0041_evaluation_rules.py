"""What the database itself refuses: a seed, scores or a ranking changed afterwards."""

from django.db import migrations

RULES = """
CREATE FUNCTION procurement_evaluation_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is appended only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER procurement_ranking_appended BEFORE UPDATE OR DELETE ON procurement_ranking
    FOR EACH ROW EXECUTE FUNCTION procurement_evaluation_appended();
CREATE TRIGGER procurement_reserve_price_kept BEFORE DELETE ON procurement_reserveprice
    FOR EACH ROW EXECUTE FUNCTION procurement_evaluation_appended();
CREATE TRIGGER procurement_scores_kept BEFORE DELETE ON procurement_sealedscore
    FOR EACH ROW EXECUTE FUNCTION procurement_evaluation_appended();

-- The sealed column may be sealed anew under another key of the ring; what was promised and what was revealed stands.
CREATE FUNCTION procurement_reserve_price_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.lot_id, OLD.base, OLD.percent, OLD.commitment, OLD.committed_at)
        IS DISTINCT FROM (NEW.lot_id, NEW.base, NEW.percent, NEW.commitment, NEW.committed_at)
        OR (OLD.revealed_at IS NOT NULL AND (OLD.seed, OLD.revealed_at, OLD.bids, OLD.prices, OLD.counts, OLD.chosen, OLD.minor)
        IS DISTINCT FROM (NEW.seed, NEW.revealed_at, NEW.bids, NEW.prices, NEW.counts, NEW.chosen, NEW.minor)) THEN
        RAISE EXCEPTION 'what was committed or revealed does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_reserve_price_stands BEFORE UPDATE ON procurement_reserveprice
    FOR EACH ROW EXECUTE FUNCTION procurement_reserve_price_stands();

CREATE FUNCTION procurement_scores_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.member_id, OLD.lot_id, OLD.sha256, OLD.sealed_at)
        IS DISTINCT FROM (NEW.member_id, NEW.lot_id, NEW.sha256, NEW.sealed_at)
        OR (OLD.revealed_at IS NOT NULL AND (OLD.sheet, OLD.nonce, OLD.revealed_at)
        IS DISTINCT FROM (NEW.sheet, NEW.nonce, NEW.revealed_at)) THEN
        RAISE EXCEPTION 'sealed scores do not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_scores_stand BEFORE UPDATE ON procurement_sealedscore
    FOR EACH ROW EXECUTE FUNCTION procurement_scores_stand();
"""
UNDO = """
DROP TRIGGER procurement_scores_stand ON procurement_sealedscore;
DROP FUNCTION procurement_scores_stand();
DROP TRIGGER procurement_reserve_price_stands ON procurement_reserveprice;
DROP FUNCTION procurement_reserve_price_stands();
DROP TRIGGER procurement_scores_kept ON procurement_sealedscore;
DROP TRIGGER procurement_reserve_price_kept ON procurement_reserveprice;
DROP TRIGGER procurement_ranking_appended ON procurement_ranking;
DROP FUNCTION procurement_evaluation_appended();
"""


class Migration(migrations.Migration):
    dependencies = [("procurement", "0040_evaluation")]
    operations = [migrations.RunSQL(RULES, UNDO)]
