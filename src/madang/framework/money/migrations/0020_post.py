"""An entry with its lines in one round trip."""

from django.db import migrations

RULES = """
CREATE FUNCTION money_post(
    given_at timestamptz, given_on date, given_book text, given_kind text, given_reference text, given_memo text,
    accounts text[], minors bigint[], currencies text[], funds text[], codings text[]
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    -- 0: the day is locked; -1: an account has no row yet. Whoever asked says it in words.
    IF EXISTS (SELECT 1 FROM money_lockedperiod WHERE given_on BETWEEN starts_on AND ends_on) THEN RETURN 0; END IF;
    IF EXISTS (
        SELECT 1 FROM unnest(accounts) AS wanted(code)
        WHERE NOT EXISTS (SELECT 1 FROM money_ledgeraccount known WHERE known.code = wanted.code)
    ) THEN RETURN -1; END IF;
    INSERT INTO money_entry (at, booked_on, book, kind, reference, memo)
    VALUES (given_at, given_on, given_book, given_kind, given_reference, given_memo) RETURNING id INTO made;
    INSERT INTO money_line (entry_id, account_id, minor, currency, fund, coding)
    SELECT made, one.account, one.minor, one.currency, one.fund, one.coding
    FROM unnest(accounts, minors, currencies, funds, codings) AS one(account, minor, currency, fund, coding);
    RETURN made;
END $$;
"""
UNDO = "DROP FUNCTION money_post(timestamptz, date, text, text, text, text, text[], bigint[], text[], text[], text[])"


class Migration(migrations.Migration):
    dependencies = [("money", "0003_books_and_periods")]
    operations = [migrations.RunSQL(RULES, UNDO)]
