from django.db import migrations, models

RULES = """
CREATE FUNCTION identity_mandate_kind_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.kind, NEW.evidence) IS DISTINCT FROM (OLD.kind, OLD.evidence) THEN
        RAISE EXCEPTION 'A mandate is never changed; grant another.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identity_mandate_kind_is_kept BEFORE UPDATE ON identity_mandate
    FOR EACH ROW EXECUTE FUNCTION identity_mandate_kind_is_kept();
"""

REMOVE = """
DROP TRIGGER identity_mandate_kind_is_kept ON identity_mandate;
DROP FUNCTION identity_mandate_kind_is_kept();
"""


class Migration(migrations.Migration):
    """By what right somebody acts, and what it was seen from; neither ever changes."""

    dependencies = [("identity", "0003_passkeys")]
    operations = [
        migrations.AddField("mandate", "kind", models.CharField(default="power_of_attorney", max_length=40)),
        migrations.AddField("mandate", "evidence", models.CharField(blank=True, default="", max_length=200)),
        migrations.RunSQL(RULES, REMOVE),
    ]
