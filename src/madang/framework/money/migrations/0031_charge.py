"""A charge with its entry in the books and its link in the trail, in one statement; the balance of an entry checked by its
lines, which is as much as before with fewer questions.
"""

from django.db import migrations

RULES = """
CREATE FUNCTION money_charge_once(
    given_number text, given_kind text, given_payer text, given_minor bigint, given_currency text, given_purpose text,
    given_titles jsonb, given_reference text, given_account text, given_service text, given_key text, given_state text,
    given_at timestamptz, given_ended timestamptz, given_on date, accounts text[], minors bigint[], content text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    -- 0: the day is locked; -1: an account has no row yet. Nothing is written then, and whoever asked says it in words.
    IF cardinality(accounts) > 0 THEN
        IF EXISTS (SELECT 1 FROM money_lockedperiod WHERE given_on BETWEEN starts_on AND ends_on) THEN RETURN 0; END IF;
        IF EXISTS (
            SELECT 1 FROM unnest(accounts) AS wanted(code)
            WHERE NOT EXISTS (SELECT 1 FROM money_ledgeraccount AS known WHERE known.code = wanted.code)
        ) THEN RETURN -1; END IF;
    END IF;
    -- Nothing (null): the key was charged before. Whoever charges the same in this moment is waited for.
    INSERT INTO money_charge (number, payer_kind, payer_key, minor, currency, purpose, titles, reference, account,
                              service, idempotency_key, state, charged_at, ended_at, reason)
    VALUES (given_number, given_kind, given_payer, given_minor, given_currency, given_purpose, given_titles,
            given_reference, given_account, given_service, given_key, given_state, given_at, given_ended, '')
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING id INTO made;
    IF made IS NULL THEN RETURN NULL; END IF;
    IF cardinality(accounts) > 0 THEN
        WITH booked AS (
            INSERT INTO money_entry (at, booked_on, book, kind, reference, memo)
            VALUES (given_at, given_on, 'accrual', 'charge', given_number, given_purpose) RETURNING id
        )
        INSERT INTO money_line (entry_id, account_id, minor, currency, fund, coding)
        SELECT booked.id, one.account, one.minor, given_currency, '', ''
        FROM booked, unnest(accounts, minors) AS one(account, minor);
    END IF;
    -- The chain's head last, so that it is held for the shortest time.
    PERFORM audit_append(ARRAY[content]);
    RETURN made;
END $$;

CREATE FUNCTION money_check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- An entry with lines is checked by each of them.
    IF NOT EXISTS (SELECT 1 FROM money_line WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'entry % has 0 line(s)', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER money_entry_balanced ON money_entry;
CREATE CONSTRAINT TRIGGER money_entry_balanced AFTER INSERT ON money_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_check_entry();
"""
UNDO = """
DROP TRIGGER money_entry_balanced ON money_entry;
CREATE CONSTRAINT TRIGGER money_entry_balanced AFTER INSERT ON money_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION money_check_balance();
DROP FUNCTION money_check_entry();
DROP FUNCTION money_charge_once(text, text, text, bigint, text, text, jsonb, text, text, text, text, text, timestamptz,
                                timestamptz, date, text[], bigint[], text);
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0030_book"), ("audit", "0002_rules")]
    operations = [migrations.RunSQL(RULES, UNDO)]
