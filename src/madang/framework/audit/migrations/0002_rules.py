from django.db import migrations

APPEND = """
-- Append one entry to the chain of this transaction. A transaction takes the first chain that nobody holds and keeps it
-- until it ends, so it holds one chain at most (no deadlock between chains) and waits only when all are held.
CREATE FUNCTION audit_append(
    content text, at timestamptz, actor_kind text, account bigint, actor_name text, office text, behalf text,
    mandate text, action text, target text, detail jsonb
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    mine smallint := NULLIF(current_setting('madang.audit_chain', true), '')::smallint;
    tip audit_chain%ROWTYPE;
    link bytea;
    entry_id bigint;
BEGIN
    IF mine IS NULL THEN
        SELECT * INTO tip FROM audit_chain ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            SELECT floor(random() * count(*)) INTO mine FROM audit_chain;
            SELECT * INTO tip FROM audit_chain AS held WHERE held.chain = mine FOR UPDATE;
        END IF;
        PERFORM set_config('madang.audit_chain', tip.chain::text, true);
    ELSE
        SELECT * INTO STRICT tip FROM audit_chain AS held WHERE held.chain = mine FOR UPDATE;
    END IF;
    link := sha256(convert_to(
        tip.chain || ' ' || (tip.number + 1) || ' ' || encode(tip.hash, 'hex') || ' ' || content, 'UTF8'));
    INSERT INTO audit_entry (chain, number, at, actor_kind, account, actor_name, office, behalf, mandate, action, target,
                             detail, previous, hash)
    VALUES (tip.chain, tip.number + 1, at, actor_kind, account, actor_name, office, behalf, mandate, action, target,
            detail, tip.hash, link)
    RETURNING id INTO entry_id;
    UPDATE audit_chain AS held SET number = tip.number + 1, hash = link WHERE held.chain = tip.chain;
    RETURN entry_id;
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

-- A tip moves by one entry at a time, and an entry is the next link of its chain, whoever inserts it.
CREATE FUNCTION audit_next_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM audit_chain AS tip
                   WHERE tip.chain = NEW.chain AND tip.number + 1 = NEW.number AND tip.hash = NEW.previous) THEN
        RAISE EXCEPTION 'An audit entry continues its chain.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_continues BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_next_link();
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
