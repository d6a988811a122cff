"""What the database itself refuses: a line changed by hand, movements rewritten, a promise beyond its limit."""

from django.db import migrations

RULES = """
CREATE FUNCTION treasury_move() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER treasury_movement_moves AFTER INSERT ON treasury_movement FOR EACH ROW EXECUTE FUNCTION treasury_move();

CREATE FUNCTION treasury_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is appended only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER treasury_movement_appended BEFORE UPDATE OR DELETE ON treasury_movement
    FOR EACH ROW EXECUTE FUNCTION treasury_refuse_change();

CREATE FUNCTION treasury_line_by_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Depth 1 is a statement of a program; the movement's own trigger runs deeper.
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'a budget line changes by its movements alone' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER treasury_line_by_movement BEFORE UPDATE ON treasury_budgetline
    FOR EACH ROW EXECUTE FUNCTION treasury_line_by_movement();

CREATE FUNCTION treasury_oblige() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE treasury_commitment SET obligated = obligated + NEW.minor WHERE id = NEW.commitment_id;
    RETURN NULL;
END $$;
CREATE TRIGGER treasury_obligation_obliges AFTER INSERT ON treasury_obligation
    FOR EACH ROW EXECUTE FUNCTION treasury_oblige();
"""
UNDO = """
DROP TRIGGER treasury_obligation_obliges ON treasury_obligation;
DROP FUNCTION treasury_oblige();
DROP TRIGGER treasury_line_by_movement ON treasury_budgetline;
DROP FUNCTION treasury_line_by_movement();
DROP TRIGGER treasury_movement_appended ON treasury_movement;
DROP FUNCTION treasury_refuse_change();
DROP TRIGGER treasury_movement_moves ON treasury_movement;
DROP FUNCTION treasury_move();
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0001_initial")]
    operations = [migrations.RunSQL(RULES, UNDO)]
