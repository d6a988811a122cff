"""A line of an import, and now a certificate, is used up once; a use is never changed but freed."""

from django.db import migrations

RULES = """
CREATE OR REPLACE FUNCTION customs_line_used_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    holds numeric;
    used numeric;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'UPDATE' AND NEW.freed AND NOT OLD.freed
            AND (NEW.drawback_id, NEW.certificate_id, NEW.declaration_id, NEW.source_id)
                IS NOT DISTINCT FROM (OLD.drawback_id, OLD.certificate_id, OLD.declaration_id, OLD.source_id)
            AND (NEW.item, NEW.quantity, NEW.unit) = (OLD.item, OLD.quantity, OLD.unit) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '% is written once.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- Who uses the same import or certificate waits here, and then sees what the other one used.
    IF NEW.source_id IS NOT NULL THEN
        SELECT quantity INTO holds FROM customs_materialcertificate
            WHERE id = NEW.source_id AND state = 'issued' AND unit = NEW.unit FOR UPDATE;
        SELECT COALESCE(sum(quantity), 0) INTO used FROM customs_drawbackuse WHERE source_id = NEW.source_id AND NOT freed;
    ELSE
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
    END IF;
    IF holds IS NULL OR used + NEW.quantity > holds OR EXISTS (
        SELECT 1 FROM customs_drawbackuse
        WHERE declaration_id = NEW.declaration_id AND item = NEW.item AND NOT freed AND unit <> NEW.unit) THEN
        RAISE EXCEPTION 'No more % are left of it.', NEW.unit USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """The rules; those before are in `0042_drawback_rules`."""

    dependencies = [("customs", "0072_destruction")]
    operations = [migrations.RunSQL(RULES, migrations.RunSQL.noop)]
