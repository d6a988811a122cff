from django.db import migrations

RULES = """
-- A mandate says for good who gave what to whom; a revocation, an acceptance and a refusal are final.
CREATE FUNCTION identity_mandate_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.key, NEW.grantor_kind, NEW.grantor_key, NEW.holder_kind, NEW.holder_key, NEW.scope, NEW.valid_from,
        NEW.valid_until, NEW.granted_at)
       IS DISTINCT FROM
       (OLD.key, OLD.grantor_kind, OLD.grantor_key, OLD.holder_kind, OLD.holder_key, OLD.scope, OLD.valid_from,
        OLD.valid_until, OLD.granted_at) THEN
        RAISE EXCEPTION 'A mandate is never changed; grant another.' USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
       OR (OLD.accepted_at IS NOT NULL AND NEW.accepted_at IS DISTINCT FROM OLD.accepted_at)
       OR (OLD.declined_at IS NOT NULL AND NEW.declined_at IS DISTINCT FROM OLD.declined_at)
       OR (OLD.revoked_at IS NOT NULL AND OLD.accepted_at IS NULL AND NEW.accepted_at IS NOT NULL) THEN
        RAISE EXCEPTION 'What was said about a mandate is final.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identity_mandate_is_kept BEFORE UPDATE ON identity_mandate
    FOR EACH ROW EXECUTE FUNCTION identity_mandate_is_kept();

CREATE FUNCTION identity_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER identity_mandate_is_not_deleted BEFORE DELETE ON identity_mandate
    FOR EACH STATEMENT EXECUTE FUNCTION identity_refuse();
CREATE TRIGGER identity_mandate_use_is_append_only BEFORE UPDATE OR DELETE ON identity_mandateuse
    FOR EACH STATEMENT EXECUTE FUNCTION identity_refuse();
"""


class Migration(migrations.Migration):
    """What holds about mandates whoever writes."""

    dependencies = [("identity", "0001_initial")]
    operations = [migrations.RunSQL(RULES, migrations.RunSQL.noop)]
