"""Who verifies a claim holds its line before anything is written. The movement's unique number was written first and the line held
by its trigger after it: of two askers with one number, one could hold the number and wait for the line, the other hold the line
(it looked why its first try did not fit) and wait for the number.
"""

from django.db import migrations

VERIFY = """
CREATE OR REPLACE FUNCTION treasury_verify(
    given_number text, given_commitment bigint, given_line bigint, given_invoice text, given_minor bigint, given_due date,
    given_at timestamptz, given_by text, content text, given_on date, given_kind text, given_memo text,
    books text[], accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
{hold_one}    INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)
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

CREATE OR REPLACE FUNCTION treasury_verify_all(
    numbers text[], commitments bigint[], lines bigint[], invoices text[], amounts bigint[], dues date[],
    given_at timestamptz, given_by text, contents text[],
    days date[], books text[], kinds text[], subjects text[], memos text[],
    places integer[], accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    keys bigint[] := ARRAY(SELECT nextval('treasury_obligation_id_seq') FROM generate_series(1, cardinality(numbers)));
    unfit bigint;
BEGIN
{hold_all}    INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)
    SELECT one.line, 'obligation', one.minor, one.number, given_at, given_by
    FROM unnest(numbers, lines, amounts) AS one(number, line, minor);
    PERFORM FROM treasury_commitment WHERE id = ANY(commitments) ORDER BY id FOR NO KEY UPDATE;
    SELECT count(*) INTO unfit FROM unnest(commitments, lines) AS one(commitment, line)
    JOIN treasury_commitment AS held ON held.id = one.commitment
    WHERE held.line_id <> one.line OR held.committed_by = given_by;
    IF unfit > 0 THEN
        RAISE EXCEPTION 'who committed does not verify' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    INSERT INTO treasury_obligation (id, number, commitment_id, invoice, minor, due_on, verified_at, verified_by)
    SELECT one.id, one.number, one.commitment, one.invoice, one.minor, one.due, given_at, given_by
    FROM unnest(keys, numbers, commitments, invoices, amounts, dues) AS one(id, number, commitment, invoice, minor, due);
    PERFORM money_book_all(given_at, days, books, kinds, subjects, memos,
                           places, accounts, minors, currencies, funds, codings);
    PERFORM audit_append(contents);
    RETURN keys;
END $$;
"""
HOLD_ONE = "    PERFORM FROM treasury_budgetline WHERE id = given_line FOR NO KEY UPDATE;\n"
HOLD_ALL = "    PERFORM FROM treasury_budgetline WHERE id = ANY(lines) ORDER BY id FOR NO KEY UPDATE;\n"
HELD = VERIFY.format(hold_one=HOLD_ONE, hold_all=HOLD_ALL)
BEFORE = VERIFY.format(hold_one="", hold_all="")


class Migration(migrations.Migration):
    dependencies = [("treasury", "0070_targets_and_later_years")]
    operations = [migrations.RunSQL(HELD, BEFORE)]
