"""Many entries of the access log in one statement, and a replayed envelope told without spoiling a transaction."""

from django.db import migrations

APPEND = """
CREATE OR REPLACE FUNCTION exchange_append(
    p_partner text, p_record text, p_envelope text, p_side text, p_subject text, p_sender text, p_recipient text,
    p_contract text, p_at timestamptz, p_proof jsonb, OUT number bigint, OUT hash bytea
) LANGUAGE plpgsql AS $$
BEGIN
    -- No number tells a replay. Of two at the same instant the unique index still lets one in.
    IF EXISTS (SELECT 1 FROM exchange_accessentry e WHERE e.envelope_id = p_envelope AND e.side = p_side) THEN
        RETURN;
    END IF;
    INSERT INTO exchange_accesschain AS c (partner, number, hash)
    VALUES (p_partner, 1, sha256(decode(repeat('00', 32), 'hex') || int8send(1) || convert_to(p_record, 'UTF8')))
    ON CONFLICT (partner) DO UPDATE
        SET number = c.number + 1, hash = sha256(c.hash || int8send(c.number + 1) || convert_to(p_record, 'UTF8'))
    RETURNING c.number, c.hash INTO number, hash;
    INSERT INTO exchange_accessentry
        (partner, number, record, hash, envelope_id, side, subject, sender, recipient, contract, at, proof)
    VALUES (p_partner, number, p_record, hash, p_envelope, p_side, p_subject, p_sender, p_recipient, p_contract, p_at, p_proof);
END $$;
"""

APPEND_ALL = """
CREATE FUNCTION exchange_append_all(p_rows text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    entry json;
BEGIN
    -- json, not jsonb: the record's text must stay as it was hashed.
    FOR entry IN SELECT value FROM json_array_elements(p_rows::json) LOOP
        PERFORM exchange_append(
            entry->>0, entry->>1, entry->>2, entry->>3, entry->>4, entry->>5, entry->>6, entry->>7,
            (entry->>8)::timestamptz, (entry->>9)::jsonb);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """Both functions."""

    dependencies = [("exchange", "0002_rules")]
    operations = [
        migrations.RunSQL(APPEND, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ALL, "DROP FUNCTION exchange_append_all(text);"),
    ]
