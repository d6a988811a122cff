"""A deposit is good for nothing before it is paid, whoever writes."""

from django.db import migrations

HOLDS = """
CREATE OR REPLACE FUNCTION customs_guarantee_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    good bigint;
    held bigint;
BEGIN
    IF NEW.guarantee_id IS NULL OR NEW.secured_minor = 0 THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.guarantee_id IS NOT DISTINCT FROM OLD.guarantee_id
        AND NEW.secured_minor <= OLD.secured_minor THEN
        RETURN NULL;
    END IF;
    -- Who hangs something on the same guarantee waits here, and then sees what the other one hung.
    SELECT %s INTO good FROM customs_guarantee WHERE id = NEW.guarantee_id FOR UPDATE;
    SELECT coalesce(sum(secured_minor), 0) INTO held FROM customs_secured_goods
        WHERE guarantee_id = NEW.guarantee_id AND state IN ('reserved', 'open', 'due', 'overdue');
    held := held + (SELECT coalesce(sum(secured_minor), 0) FROM customs_movement
        WHERE guarantee_id = NEW.guarantee_id AND ended_at IS NULL);
    IF held > good THEN
        RAISE EXCEPTION 'Guarantee %% is good for %%, and %% would hang on it.', NEW.guarantee_id, good, held
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
LEFT = "limit_minor - drawn_minor"
PAID = f"CASE WHEN deposit <> '' AND deposited_on IS NULL THEN 0 ELSE {LEFT} END"


class Migration(migrations.Migration):
    """The rule."""

    dependencies = [("customs", "0077_empty_containers")]
    operations = [migrations.RunSQL(HOLDS % PAID, HOLDS % LEFT)]
