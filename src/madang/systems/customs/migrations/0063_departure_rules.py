"""Rules that Django's models cannot say: what happened to leaving goods is appended only, and no export is loaded before it is
released (in Korea Customs Act art. 248 (3))."""

from django.db import migrations

RULES = """
CREATE TRIGGER customs_departure_step_rules BEFORE UPDATE OR DELETE ON customs_departure_step
    FOR EACH ROW EXECUTE FUNCTION customs_cargo_appended_only();
CREATE FUNCTION customs_departure_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'loaded' AND EXISTS (
        SELECT 1 FROM customs_departure_goods AS goods JOIN customs_customsdeclaration AS one ON one.id = goods.declaration_id
        WHERE goods.id = NEW.goods_id AND one.state <> 'released'
    ) THEN
        RAISE EXCEPTION 'Goods of % are not released.', NEW.goods_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER customs_departure_step_released BEFORE INSERT ON customs_departure_step
    FOR EACH ROW EXECUTE FUNCTION customs_departure_released();
"""
UNDO = """
DROP TRIGGER customs_departure_step_released ON customs_departure_step;
DROP FUNCTION customs_departure_released();
DROP TRIGGER customs_departure_step_rules ON customs_departure_step;
"""


class Migration(migrations.Migration):
    """The rules."""

    dependencies = [("customs", "0062_departures")]
    operations = [migrations.RunSQL(RULES, UNDO)]
