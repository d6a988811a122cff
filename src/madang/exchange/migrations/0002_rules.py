"""What PostgreSQL itself holds to: the log only grows, each chain without a gap, hashed in the statement that adds."""

from django.db import migrations

APPEND = """
CREATE FUNCTION exchange_append(
    p_partner text, p_record text, p_envelope text, p_side text, p_subject text, p_sender text, p_recipient text,
    p_contract text, p_at timestamptz, p_proof jsonb, OUT number bigint, OUT hash bytea
) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO exchange_accesschain AS c (partner, number, hash)
    VALUES (p_partner, 1, sha256(decode(repeat('00', 32), 'hex') || int8send(1) || convert_to(p_record, 'UTF8')))
    ON CONFLICT (partner) DO UPDATE
        SET number = c.number + 1, hash = sha256(c.hash || int8send(c.number + 1) || convert_to(p_record, 'UTF8'))
    RETURNING c.number, c.hash INTO number, hash;
    INSERT INTO exchange_accessentry
        (partner, number, record, hash, envelope_id, side, subject, sender, recipient, contract, at, proof)
    VALUES (p_partner, number, p_record, hash, p_envelope, p_side, p_subject, p_sender, p_recipient, p_contract, p_at, p_proof);
END $$;

CREATE FUNCTION exchange_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The access log only grows; % on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER exchange_accessentry_only_grows BEFORE UPDATE OR DELETE ON exchange_accessentry
    FOR EACH ROW EXECUTE FUNCTION exchange_only_grows();
CREATE TRIGGER exchange_accessentry_never_emptied BEFORE TRUNCATE ON exchange_accessentry
    FOR EACH STATEMENT EXECUTE FUNCTION exchange_only_grows();
"""

REMOVE = """
DROP TRIGGER exchange_accessentry_never_emptied ON exchange_accessentry;
DROP TRIGGER exchange_accessentry_only_grows ON exchange_accessentry;
DROP FUNCTION exchange_only_grows();
DROP FUNCTION exchange_append(text, text, text, text, text, text, text, text, timestamptz, jsonb);
"""


class Migration(migrations.Migration):
    """The access log's rules."""

    dependencies = [("exchange", "0001_initial")]
    operations = [migrations.RunSQL(APPEND, REMOVE)]
