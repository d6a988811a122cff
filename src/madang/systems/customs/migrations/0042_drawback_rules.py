"""Rules that Django's models cannot say: a line of an import is used up once; a use is never changed but freed."""

from django.db import migrations

RULES = """
CREATE FUNCTION customs_line_used_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    holds numeric;
    used numeric;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'UPDATE' AND NEW.freed AND NOT OLD.freed
            AND (NEW.drawback_id, NEW.declaration_id, NEW.item, NEW.quantity, NEW.unit)
                = (OLD.drawback_id, OLD.declaration_id, OLD.item, OLD.quantity, OLD.unit) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '% is written once.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- Who uses lines of the same import waits here, and then sees what the other one used.
    PERFORM 1 FROM customs_customsdeclaration WHERE id = NEW.declaration_id FOR UPDATE;
    SELECT COALESCE(
        (SELECT (quantity->>'value')::numeric FROM jsonb_array_elements(line->'quantities') AS quantity
            WHERE quantity->>'unit' = NEW.unit LIMIT 1),
        CASE WHEN NEW.unit = 'KGM' THEN (line->>'net_mass')::numeric END)
        INTO holds
        FROM customs_customsdeclaration, jsonb_array_elements(content->'items') AS line
        WHERE id = NEW.declaration_id AND (line->>'sequence')::int = NEW.item;
    SELECT COALESCE(sum(quantity), 0) INTO used FROM customs_drawbackuse
        WHERE declaration_id = NEW.declaration_id AND item = NEW.item AND NOT freed;
    IF holds IS NULL OR used + NEW.quantity > holds OR EXISTS (
        SELECT 1 FROM customs_drawbackuse
        WHERE declaration_id = NEW.declaration_id AND item = NEW.item AND NOT freed AND unit <> NEW.unit) THEN
        RAISE EXCEPTION 'Item % of the import holds no more %.', NEW.item, NEW.unit
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER customs_drawbackuse_rules BEFORE INSERT OR UPDATE OR DELETE ON customs_drawbackuse
    FOR EACH ROW EXECUTE FUNCTION customs_line_used_once();
"""
UNDO = """
DROP TRIGGER customs_drawbackuse_rules ON customs_drawbackuse;
DROP FUNCTION customs_line_used_once();
"""


class Migration(migrations.Migration):
    """The rules."""

    dependencies = [("customs", "0041_drawback")]
    operations = [migrations.RunSQL(RULES, UNDO)]
