"""What no program may do: open a price of whoever was not found technically fit, or change a judgement or an agreement."""

from django.db import migrations

RULES = """
CREATE FUNCTION procurement_price_of_the_fit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM procurement_bid sent JOIN procurement_pricestage stage ON stage.price_id = sent.tender_id
        WHERE sent.id = NEW.bid_id AND (stage.judged_at IS NULL OR NOT EXISTS (
            SELECT 1 FROM procurement_lot priced, procurement_lot judged_lot, procurement_bid technical,
                procurement_technicaljudgement judged
            WHERE priced.id = sent.lot_id AND judged_lot.tender_id = stage.technical_id
                AND judged_lot.position = priced.position AND technical.lot_id = judged_lot.id
                AND technical.supplier_id = sent.supplier_id AND judged.bid_id = technical.id AND judged.fit))
    ) THEN
        RAISE EXCEPTION 'Only the prices of the technically fit are opened.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_part_of_the_fit BEFORE INSERT ON procurement_openedpart
    FOR EACH ROW EXECUTE FUNCTION procurement_price_of_the_fit();
CREATE TRIGGER procurement_offer_of_the_fit BEFORE INSERT ON procurement_offer
    FOR EACH ROW EXECUTE FUNCTION procurement_price_of_the_fit();
CREATE TRIGGER procurement_judgement_stands BEFORE UPDATE OR DELETE ON procurement_technicaljudgement
    FOR EACH ROW EXECUTE FUNCTION procurement_appended_only();
CREATE TRIGGER procurement_agreement_stands BEFORE UPDATE OR DELETE ON procurement_agreement
    FOR EACH ROW EXECUTE FUNCTION procurement_appended_only();
CREATE TRIGGER procurement_call_off_stands BEFORE UPDATE OR DELETE ON procurement_calloff
    FOR EACH ROW EXECUTE FUNCTION procurement_appended_only();
CREATE FUNCTION procurement_stage_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.technical_id, NEW.price_id, NEW.together) IS DISTINCT FROM (OLD.technical_id, OLD.price_id, OLD.together)
        OR (OLD.judged_at IS NOT NULL AND NEW.judged_at IS DISTINCT FROM OLD.judged_at) THEN
        RAISE EXCEPTION 'Stages belong together for good, and are judged once.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procurement_stage_stands BEFORE UPDATE OR DELETE ON procurement_pricestage
    FOR EACH ROW EXECUTE FUNCTION procurement_stage_stands();
CREATE FUNCTION procurement_terms_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM procurement_tender WHERE id = OLD.tender_id AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'What was announced does not change.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER procurement_framework_terms_stand BEFORE UPDATE OR DELETE ON procurement_frameworkterms
    FOR EACH ROW EXECUTE FUNCTION procurement_terms_stand();
CREATE TRIGGER procurement_competition_stands BEFORE UPDATE OR DELETE ON procurement_competition
    FOR EACH ROW EXECUTE FUNCTION procurement_terms_stand();
"""
UNDO = """
DROP TRIGGER procurement_competition_stands ON procurement_competition;
DROP TRIGGER procurement_framework_terms_stand ON procurement_frameworkterms;
DROP FUNCTION procurement_terms_stand();
DROP TRIGGER procurement_stage_stands ON procurement_pricestage;
DROP FUNCTION procurement_stage_stands();
DROP TRIGGER procurement_call_off_stands ON procurement_calloff;
DROP TRIGGER procurement_agreement_stands ON procurement_agreement;
DROP TRIGGER procurement_judgement_stands ON procurement_technicaljudgement;
DROP TRIGGER procurement_offer_of_the_fit ON procurement_offer;
DROP TRIGGER procurement_part_of_the_fit ON procurement_openedpart;
DROP FUNCTION procurement_price_of_the_fit();
"""


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies = [("procurement", "0070_stages_and_frameworks")]
    operations = [migrations.RunSQL(RULES, UNDO)]
