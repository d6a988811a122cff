"""Many events in one call: a list of promises, claims or payments with their movements, entries and links. Movements and
claims change lines and commitments once a statement, so that a list costs a line one change and not one for each.
"""

from django.db import migrations

MOVES = """
CREATE FUNCTION treasury_move_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Lines in one order for everybody, so that whoever needs the same ones waits and two never block each other.
    PERFORM FROM treasury_budgetline WHERE id IN (SELECT line_id FROM added) ORDER BY id FOR NO KEY UPDATE;
    UPDATE treasury_budgetline AS line SET
        appropriated = appropriated + moved.appropriation, transferred = transferred + moved.transfer,
        carried = carried + moved.carry_over, allotted = allotted + moved.allotment, frozen = frozen + moved.freeze,
        committed = committed + moved.commitment, obligated = obligated + moved.obligation,
        ordered = ordered + moved.ordering, paid = paid + moved.payment
    FROM (
        SELECT line_id,
            coalesce(sum(minor) FILTER (WHERE stage = 'appropriation'), 0) AS appropriation,
            coalesce(sum(minor) FILTER (WHERE stage = 'transfer'), 0) AS transfer,
            coalesce(sum(minor) FILTER (WHERE stage = 'carry_over'), 0) AS carry_over,
            coalesce(sum(minor) FILTER (WHERE stage = 'allotment'), 0) AS allotment,
            coalesce(sum(minor) FILTER (WHERE stage = 'freeze'), 0) AS freeze,
            coalesce(sum(minor) FILTER (WHERE stage = 'commitment'), 0) AS commitment,
            coalesce(sum(minor) FILTER (WHERE stage = 'obligation'), 0) AS obligation,
            coalesce(sum(minor) FILTER (WHERE stage = 'order'), 0) AS ordering,
            coalesce(sum(minor) FILTER (WHERE stage = 'payment'), 0) AS payment
        FROM added GROUP BY line_id
    ) AS moved WHERE line.id = moved.line_id;
    RETURN NULL;
END $$;
DROP TRIGGER treasury_movement_moves ON treasury_movement;
CREATE TRIGGER treasury_movement_moves AFTER INSERT ON treasury_movement REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION treasury_move_all();

CREATE FUNCTION treasury_oblige_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM treasury_commitment WHERE id IN (SELECT commitment_id FROM added) ORDER BY id FOR NO KEY UPDATE;
    UPDATE treasury_commitment AS promised SET obligated = obligated + claimed.minor
    FROM (SELECT commitment_id, sum(minor) AS minor FROM added GROUP BY commitment_id) AS claimed
    WHERE promised.id = claimed.commitment_id;
    RETURN NULL;
END $$;
DROP TRIGGER treasury_obligation_obliges ON treasury_obligation;
CREATE TRIGGER treasury_obligation_obliges AFTER INSERT ON treasury_obligation REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION treasury_oblige_all();
"""
CALLS = """
CREATE FUNCTION treasury_commit_all(
    numbers text[], lines bigint[], payees text[], given_accounts text[], purposes text[], amounts bigint[],
    given_at timestamptz, given_by text, contents text[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    keys bigint[] := ARRAY(SELECT nextval('treasury_commitment_id_seq') FROM generate_series(1, cardinality(numbers)));
BEGIN
    INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)
    SELECT one.line, 'commitment', one.minor, one.number, given_at, given_by
    FROM unnest(numbers, lines, amounts) AS one(number, line, minor);
    INSERT INTO treasury_commitment (id, number, line_id, payee, account, purpose, minor, obligated, released,
                                     committed_at, committed_by)
    SELECT one.id, one.number, one.line, one.payee, one.account, one.purpose, one.minor, 0, 0, given_at, given_by
    FROM unnest(keys, numbers, lines, payees, given_accounts, purposes, amounts)
        AS one(id, number, line, payee, account, purpose, minor);
    -- The chain's head last, so that it is held for the shortest time.
    PERFORM audit_append(contents);
    RETURN keys;
END $$;

CREATE FUNCTION treasury_verify_all(
    numbers text[], commitments bigint[], lines bigint[], invoices text[], amounts bigint[], dues date[],
    given_at timestamptz, given_by text, contents text[],
    days date[], books text[], kinds text[], subjects text[], memos text[],
    places integer[], accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    keys bigint[] := ARRAY(SELECT nextval('treasury_obligation_id_seq') FROM generate_series(1, cardinality(numbers)));
    unfit bigint;
BEGIN
    INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)
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

DROP FUNCTION treasury_pay(bigint, bigint, timestamptz, text, date, text, text,
                           text[], text[], bigint[], text[], text[], text[]);
CREATE FUNCTION treasury_pay_all(
    orders bigint[], paid_days date[], given_at timestamptz, given_by text,
    days date[], books text[], kinds text[], subjects text[], memos text[],
    places integer[], accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    paid bigint;
BEGIN
    UPDATE treasury_paymentorder AS held SET state = 'paid', paid_on = one.day
    FROM unnest(orders, paid_days) AS one(id, day) WHERE held.id = one.id AND held.state = 'ordered';
    GET DIAGNOSTICS paid = ROW_COUNT;
    IF paid <> cardinality(orders) THEN
        RAISE EXCEPTION 'an order waits for no payment' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)
    SELECT promised.line_id, 'payment', held.minor, held.number, given_at, given_by
    FROM unnest(orders) AS one(id) JOIN treasury_paymentorder AS held ON held.id = one.id
    JOIN treasury_obligation AS owed ON owed.id = held.obligation_id
    JOIN treasury_commitment AS promised ON promised.id = owed.commitment_id;
    PERFORM money_book_all(given_at, days, books, kinds, subjects, memos,
                           places, accounts, minors, currencies, funds, codings);
END $$;
"""
_BOOKED = "date[], text[], text[], text[], text[], integer[], text[], bigint[], text[], text[], text[]"
_PAY = """
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
UNDO = f"""
DROP FUNCTION treasury_pay_all(bigint[], date[], timestamptz, text, {_BOOKED});
{_PAY}
DROP FUNCTION treasury_verify_all(text[], bigint[], bigint[], text[], bigint[], date[], timestamptz, text, text[], {_BOOKED});
DROP FUNCTION treasury_commit_all(text[], bigint[], text[], text[], text[], bigint[], timestamptz, text, text[]);
DROP TRIGGER treasury_obligation_obliges ON treasury_obligation;
DROP FUNCTION treasury_oblige_all();
CREATE TRIGGER treasury_obligation_obliges AFTER INSERT ON treasury_obligation
    FOR EACH ROW EXECUTE FUNCTION treasury_oblige();
DROP TRIGGER treasury_movement_moves ON treasury_movement;
DROP FUNCTION treasury_move_all();
CREATE TRIGGER treasury_movement_moves AFTER INSERT ON treasury_movement FOR EACH ROW EXECUTE FUNCTION treasury_move();
"""


class Migration(migrations.Migration):
    dependencies = [("treasury", "0065_refunds_of_systems"), ("money", "0032_many"), ("audit", "0002_rules")]
    operations = [migrations.RunSQL(MOVES + CALLS, UNDO)]
