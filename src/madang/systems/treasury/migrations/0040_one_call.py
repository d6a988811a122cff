"""A treasury event in one call: its movement, its own row, its entries in the books and its link in the trail. The limits are
the tables' constraints and triggers, as for everybody; a function only saves the ways between program and database.
"""

from django.db import migrations

RULES = """
CREATE FUNCTION treasury_commit(
    given_number text, given_line bigint, given_payee text, given_account text, given_purpose text, given_minor bigint,
    given_at timestamptz, given_by text, content text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    -- The movement's trigger changes the line and so holds it until the transaction ends.
    INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)
    VALUES (given_line, 'commitment', given_minor, given_number, given_at, given_by);
    INSERT INTO treasury_commitment (number, line_id, payee, account, purpose, minor, obligated, released,
                                     committed_at, committed_by)
    VALUES (given_number, given_line, given_payee, given_account, given_purpose, given_minor, 0, 0, given_at, given_by)
    RETURNING id INTO made;
    -- The chain's head last, so that it is held for the shortest time.
    PERFORM audit_append(ARRAY[content]);
    RETURN made;
END $$;

CREATE FUNCTION treasury_verify(
    given_number text, given_commitment bigint, given_line bigint, given_invoice text, given_minor bigint, given_due date,
    given_at timestamptz, given_by text, content text, given_on date, given_kind text, given_memo text,
    books text[], accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)
    VALUES (given_line, 'obligation', given_minor, given_number, given_at, given_by);
    PERFORM FROM treasury_commitment AS held WHERE held.id = given_commitment AND held.line_id = given_line
        AND held.committed_by <> given_by FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'who committed does not verify' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    INSERT INTO treasury_obligation (number, commitment_id, invoice, minor, due_on, verified_at, verified_by)
    VALUES (given_number, given_commitment, given_invoice, given_minor, given_due, given_at, given_by)
    RETURNING id INTO made;
    PERFORM money_book(given_at, given_on, given_kind, given_number, given_memo,
                       books, accounts, minors, currencies, funds, codings);
    PERFORM audit_append(ARRAY[content]);
    RETURN made;
END $$;

CREATE FUNCTION treasury_order(
    given_batch bigint, obligations bigint[], numbers text[], given_at timestamptz, given_by text
) RETURNS void LANGUAGE sql AS $$
    -- Lines in one order for everybody, so that two batches never wait for each other.
    INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)
    SELECT promised.line_id, 'order', owed.minor, one.number, given_at, given_by
    FROM unnest(obligations, numbers) AS one(obligation, number)
    JOIN treasury_obligation owed ON owed.id = one.obligation
    JOIN treasury_commitment promised ON promised.id = owed.commitment_id ORDER BY promised.line_id, owed.id;
    INSERT INTO treasury_paymentorder (number, obligation_id, batch_id, minor, state, bank_says, reason)
    SELECT one.number, owed.id, given_batch, owed.minor, 'ordered', '', ''
    FROM unnest(obligations, numbers) AS one(obligation, number)
    JOIN treasury_obligation owed ON owed.id = one.obligation ORDER BY owed.id;
$$;

CREATE FUNCTION treasury_pay(
    given_order bigint, given_line bigint, given_at timestamptz, given_by text, given_on date, given_kind text,
    given_memo text, books text[], accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    paid treasury_paymentorder%ROWTYPE;
BEGIN
    UPDATE treasury_paymentorder SET state = 'paid', paid_on = given_on WHERE id = given_order AND state = 'ordered'
    RETURNING * INTO paid;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the order waits for no payment' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)
    VALUES (given_line, 'payment', paid.minor, paid.number, given_at, given_by);
    PERFORM money_book(given_at, given_on, given_kind, paid.number, given_memo,
                       books, accounts, minors, currencies, funds, codings);
END $$;
"""
_BOOKED = "text[], text[], bigint[], text[], text[], text[]"
UNDO = f"""
DROP FUNCTION treasury_pay(bigint, bigint, timestamptz, text, date, text, text, {_BOOKED});
DROP FUNCTION treasury_order(bigint, bigint[], text[], timestamptz, text);
DROP FUNCTION treasury_verify(text, bigint, bigint, text, bigint, date, timestamptz, text, text, date, text, text, {_BOOKED});
DROP FUNCTION treasury_commit(text, bigint, text, text, text, bigint, timestamptz, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0031_sample"), ("money", "0030_book"), ("audit", "0002_rules")]
    operations = [migrations.RunSQL(RULES, UNDO)]
