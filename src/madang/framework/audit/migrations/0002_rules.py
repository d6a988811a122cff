from django.db import migrations

APPEND = """
-- Append entries, each given as its canonical JSON, to the chain of this transaction. A transaction takes the first chain
-- that nobody holds and keeps it until it ends: it holds one chain at most (no deadlock between chains) and waits only
-- when all are held. The columns are read from what is hashed, so the two cannot differ.
CREATE FUNCTION audit_append(contents text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    mine smallint := NULLIF(current_setting('madang.audit_chain', true), '')::smallint;
    tip audit_chain%ROWTYPE;
    content text;
    said jsonb;
    link bytea;
BEGIN
    IF mine IS NULL THEN
        SELECT * INTO tip FROM audit_chain ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            SELECT floor(random() * count(*)) INTO mine FROM audit_chain;
            SELECT * INTO STRICT tip FROM audit_chain AS held WHERE held.chain = mine FOR UPDATE;
        END IF;
        PERFORM set_config('madang.audit_chain', tip.chain::text, true);
    ELSE
        SELECT * INTO STRICT tip FROM audit_chain AS held WHERE held.chain = mine FOR UPDATE;
    END IF;
    FOREACH content IN ARRAY contents LOOP
        said := content::jsonb;
        link := sha256(convert_to(
            tip.chain || ' ' || (tip.number + 1) || ' ' || encode(tip.hash, 'hex') || ' ' || content, 'UTF8'));
        tip.number := tip.number + 1;
        INSERT INTO audit_entry (chain, number, at, actor_kind, account, actor_name, office, behalf, mandate, action,
                                 target, detail, previous, hash)
        VALUES (tip.chain, tip.number, (said->>'at')::timestamptz, said->>'kind', (said->>'account')::bigint,
                said->>'name', said->>'office', said->>'behalf', said->>'mandate', said->>'action', said->>'target',
                said->'detail', tip.hash, link);
        tip.hash := link;
    END LOOP;
    UPDATE audit_chain AS held SET number = tip.number, hash = tip.hash WHERE held.chain = tip.chain;
END $$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_chain_stays BEFORE INSERT OR DELETE OR TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE INDEX audit_entry_at ON audit_entry USING brin (at);
"""

CHAINS = 16


class Migration(migrations.Migration):
    """Append-only by trigger, the append function, and the chains it shares work over."""

    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            f"INSERT INTO audit_chain (chain, number, hash) SELECT place, 0, decode(repeat('00', 32), 'hex') "
            f"FROM generate_series(0, {CHAINS - 1}) AS place",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(APPEND, migrations.RunSQL.noop),
    ]
