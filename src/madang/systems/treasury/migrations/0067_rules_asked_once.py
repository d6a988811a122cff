"""Functions that no trigger calls any more since 0066 are dropped."""

from django.db import migrations

RULES = """
DROP FUNCTION IF EXISTS treasury_move();
DROP FUNCTION IF EXISTS treasury_oblige();
"""
# What stood before: migrations 0002 and 0004.
UNDO = """
CREATE FUNCTION treasury_move() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE FUNCTION treasury_oblige() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE treasury_commitment SET obligated = obligated + NEW.minor WHERE id = NEW.commitment_id;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0066_many")]
    operations = [migrations.RunSQL(RULES, UNDO)]
