"""What the database itself refuses of budgets: money made or lost by a transfer, an item changed outside its round, a decided
budget changed, a released allotment taken back unseen.
"""

from django.db import migrations

RULES = """
CREATE OR REPLACE FUNCTION treasury_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE treasury_budgetline SET
        appropriated = appropriated + CASE NEW.stage WHEN 'appropriation' THEN NEW.minor ELSE 0 END,
        transferred = transferred + CASE NEW.stage WHEN 'transfer' THEN NEW.minor ELSE 0 END,
        carried = carried + CASE NEW.stage WHEN 'carry_over' THEN NEW.minor ELSE 0 END,
        allotted = allotted + CASE NEW.stage WHEN 'allotment' THEN NEW.minor ELSE 0 END,
        frozen = frozen + CASE NEW.stage WHEN 'freeze' THEN NEW.minor ELSE 0 END,
        committed = committed + CASE NEW.stage WHEN 'commitment' THEN NEW.minor ELSE 0 END,
        obligated = obligated + CASE NEW.stage WHEN 'obligation' THEN NEW.minor ELSE 0 END,
        ordered = ordered + CASE NEW.stage WHEN 'order' THEN NEW.minor ELSE 0 END,
        paid = paid + CASE NEW.stage WHEN 'payment' THEN NEW.minor ELSE 0 END
    WHERE id = NEW.line_id;
    RETURN NULL;
END $$;

CREATE FUNCTION treasury_moves_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(minor) FROM treasury_movement WHERE document = NEW.document AND stage = NEW.stage) <> 0 THEN
        RAISE EXCEPTION 'the % of % makes or loses money', NEW.stage, NEW.document
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER treasury_movement_balances AFTER INSERT ON treasury_movement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.stage IN ('transfer', 'carry_over')) EXECUTE FUNCTION treasury_moves_balance();

CREATE FUNCTION treasury_change_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held record;
BEGIN
    -- Shared with other changes, but not with a change of the budget's state.
    SELECT budget.state, budget.serial INTO held FROM treasury_budget budget
        JOIN treasury_budgetitem item ON item.budget_id = budget.id WHERE item.id = NEW.item_id FOR SHARE OF budget;
    IF NOT ((held.state, NEW.round) IN (('requests', 'request'), ('review', 'review'), ('proposed', 'amendment'))) THEN
        RAISE EXCEPTION 'a budget in state % takes no % ', held.state, NEW.round
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    UPDATE treasury_budgetitem SET
        requested = requested + CASE NEW.round WHEN 'request' THEN NEW.minor ELSE 0 END,
        proposed = proposed + CASE WHEN NEW.round IN ('request', 'review') THEN NEW.minor ELSE 0 END,
        voted = voted + NEW.minor
    WHERE id = NEW.item_id;
    IF held.serial = 0 AND EXISTS (SELECT FROM treasury_budgetitem
            WHERE id = NEW.item_id AND (requested < 0 OR proposed < 0 OR voted < 0)) THEN
        RAISE EXCEPTION 'an item of a first budget is not below nothing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER treasury_change_changes AFTER INSERT ON treasury_budgetchange
    FOR EACH ROW EXECUTE FUNCTION treasury_change_item();
CREATE TRIGGER treasury_change_appended BEFORE UPDATE OR DELETE ON treasury_budgetchange
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();

CREATE FUNCTION treasury_item_by_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'a budget item changes by its changes alone' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_item_by_change BEFORE UPDATE ON treasury_budgetitem
    FOR EACH ROW EXECUTE FUNCTION treasury_item_by_change();

CREATE FUNCTION treasury_budget_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> NEW.state AND NOT ((OLD.state, NEW.state) IN
            (('requests', 'review'), ('review', 'proposed'), ('proposed', 'enacted'), ('proposed', 'rejected')))
        OR OLD.state IN ('enacted', 'rejected') THEN
        RAISE EXCEPTION 'a budget does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_budget_steps BEFORE UPDATE ON treasury_budget
    FOR EACH ROW EXECUTE FUNCTION treasury_budget_steps();

CREATE FUNCTION treasury_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.released_at IS NOT NULL THEN
        RAISE EXCEPTION 'what is let go stays so' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER treasury_part_stays BEFORE UPDATE OR DELETE ON treasury_allotmentpart
    FOR EACH ROW EXECUTE FUNCTION treasury_part_stays();
"""
UNDO = """
DROP TRIGGER treasury_part_stays ON treasury_allotmentpart;
DROP FUNCTION treasury_part_stays();
DROP TRIGGER treasury_budget_steps ON treasury_budget;
DROP FUNCTION treasury_budget_steps();
DROP TRIGGER treasury_item_by_change ON treasury_budgetitem;
DROP FUNCTION treasury_item_by_change();
DROP TRIGGER treasury_change_appended ON treasury_budgetchange;
DROP TRIGGER treasury_change_changes ON treasury_budgetchange;
DROP FUNCTION treasury_change_item();
DROP TRIGGER treasury_movement_balances ON treasury_movement;
DROP FUNCTION treasury_moves_balance();
CREATE OR REPLACE FUNCTION treasury_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE treasury_budgetline SET
        appropriated = appropriated + CASE NEW.stage WHEN 'appropriation' THEN NEW.minor ELSE 0 END,
        transferred = transferred + CASE NEW.stage WHEN 'transfer' THEN NEW.minor ELSE 0 END,
        allotted = allotted + CASE NEW.stage WHEN 'allotment' THEN NEW.minor ELSE 0 END,
        committed = committed + CASE NEW.stage WHEN 'commitment' THEN NEW.minor ELSE 0 END,
        obligated = obligated + CASE NEW.stage WHEN 'obligation' THEN NEW.minor ELSE 0 END,
        ordered = ordered + CASE NEW.stage WHEN 'order' THEN NEW.minor ELSE 0 END,
        paid = paid + CASE NEW.stage WHEN 'payment' THEN NEW.minor ELSE 0 END
    WHERE id = NEW.line_id;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0003_budget")]
    operations = [migrations.RunSQL(RULES, UNDO)]
