"""What the database itself refuses: an issued document changes only its standing, once, and is never deleted."""

from django.db import migrations

GUARD = """
CREATE FUNCTION documents_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'document % was issued and cannot be deleted', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status <> 'valid' THEN
        RAISE EXCEPTION 'document % is % for good', OLD.number, OLD.status USING ERRCODE = 'restrict_violation';
    END IF;
    IF (to_jsonb(NEW) - '{status,status_at,status_reason,replaced_by}'::text[])
        <> (to_jsonb(OLD) - '{status,status_at,status_reason,replaced_by}'::text[]) THEN
        RAISE EXCEPTION 'document % was issued and cannot be edited', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status <> 'valid' AND NEW.status_at IS NULL THEN
        RAISE EXCEPTION 'a document that is % says since when', NEW.status USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_guard BEFORE UPDATE OR DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_guard();
"""
BACK = "DROP TRIGGER documents_guard ON documents_document; DROP FUNCTION documents_guard();"


class Migration(migrations.Migration):
    """The guard of issued documents."""

    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, BACK)]
