"""Rules that Django's models cannot say: what happened to goods, and how a manifest was amended, is appended only."""

from django.db import migrations

RULES = """
CREATE FUNCTION customs_cargo_appended_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is appended only.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER customs_cargo_step_rules BEFORE UPDATE OR DELETE ON customs_cargo_step
    FOR EACH ROW EXECUTE FUNCTION customs_cargo_appended_only();
CREATE TRIGGER customs_container_step_rules BEFORE UPDATE OR DELETE ON customs_container_step
    FOR EACH ROW EXECUTE FUNCTION customs_cargo_appended_only();
CREATE TRIGGER customs_manifest_amendment_rules BEFORE UPDATE OR DELETE ON customs_manifest_amendment
    FOR EACH ROW EXECUTE FUNCTION customs_cargo_appended_only();
"""
UNDO = """
DROP TRIGGER customs_manifest_amendment_rules ON customs_manifest_amendment;
DROP TRIGGER customs_container_step_rules ON customs_container_step;
DROP TRIGGER customs_cargo_step_rules ON customs_cargo_step;
DROP FUNCTION customs_cargo_appended_only();
"""


class Migration(migrations.Migration):
    """The rules."""

    dependencies = [("customs", "0020_cargo")]
    operations = [migrations.RunSQL(RULES, UNDO)]
